// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/verdict_banner.h"

#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/safe_text.h"

#include <QAccessible>
#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

namespace dvmdash::ui
{

namespace
{

const QString causeArrow = QStringLiteral("\u2192");
constexpr qreal widestName = 260;
constexpr int linkSide = 8; ///< that a link keeps free before its text

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QToolButton *linkButton(const QString &text, const QString &tip, QWidget *parent)
{
    auto *link = new QToolButton(parent);
    link->setProperty("link", true);
    link->setToolButtonStyle(Qt::ToolButtonTextOnly);
    const int widest = qRound(Theme::of(parent).scaled(widestName));
    // An ampersand in a name is no shortcut.
    QString shown = QFontMetrics(link->font()).elidedText(text, Qt::ElideRight, widest);
    link->setText(shown.replace(QLatin1Char('&'), QLatin1String("&&")));
    link->setAccessibleName(text);
    link->setToolTip(safeToolTip(tip));
    link->setCursor(Qt::PointingHandCursor);
    link->setFocusPolicy(Qt::TabFocus);
    return link;
}

} // namespace

VerdictBanner::VerdictBanner(NameBook &names, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
    , m_icon(new QLabel(this))
    , m_headline(plainLabel({}, this))
    , m_first(new QHBoxLayout)
    , m_asked(new RelativeTimeLabel(this))
    , m_askedCaption(plainLabel(tr("asked"), this))
    , m_layout(new QVBoxLayout(this))
{
    const Theme &theme = Theme::of(this);
    m_layout->setContentsMargins(theme.space(Space::L), theme.space(Space::S), theme.space(Space::M),
                                 theme.space(Space::S));
    m_layout->setSpacing(theme.space(Space::Xs));
    m_headline->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    m_headline->setWordWrap(true);
    m_first->setSpacing(theme.space(Space::S));
    m_first->addWidget(m_icon);
    m_first->addWidget(m_headline, 1);
    m_first->addWidget(m_askedCaption);
    m_first->addWidget(m_asked);
    m_layout->addLayout(m_first);
    // May grow: its height depends on the width, and a layout gives no more than the hint to what may not.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    connect(&names, &NameBook::namesChanged, this, &VerdictBanner::fill);
    restyle();
}

void VerdictBanner::setAnswer(const engine::ChainAnswer &answer)
{
    m_text = verdictText(answer);
    const bool isNew = m_headline->text() != m_text.headline;
    fill();
    if (isNew) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

QString VerdictBanner::dvmName(const CauseText &cause) const
{
    return cause.dvm ? m_names.name(*cause.dvm) : QString();
}

QString VerdictBanner::words() const
{
    QStringList lines{m_text.headline};
    for (const CauseText &cause : m_text.causes) {
        QStringList parts{cause.kind};
        for (const QString &part : {dvmName(cause), cause.reason, cause.when})
            if (!part.isEmpty())
                parts.append(part);
        lines.append(parts.join(QStringLiteral(", ")));
    }
    for (const NoteText &note : m_text.notes)
        lines.append(note.words);
    return lines.join(QLatin1Char('\n'));
}

/// Makes the lines anew only when they say something else: what has the keyboard keeps it.
void VerdictBanner::fill()
{
    const QString now = words();
    const std::int64_t asked = m_text.asked_at;
    const bool isSeen = asked > 0;
    m_asked->setVisible(isSeen);
    m_askedCaption->setVisible(isSeen);
    if (isSeen)
        m_asked->setTimeMs(asked * 1000);
    if (now == m_shown)
        return;
    m_shown = now;
    setAccessibleName(now);
    m_headline->setText(m_text.headline);
    m_headline->setToolTip(safeToolTip(m_text.rule));
    for (QWidget **part : {&m_single, &m_causes, &m_notes}) {
        delete *part;
        *part = nullptr;
    }
    const bool isSingle = m_text.causes.size() == 1;
    // What there is to click stands beside a short headline, and below a sentence.
    const bool beside = isSingle && m_text.causes.front().dvm.has_value();
    m_first->setStretch(1, beside ? 0 : 1);
    m_headline->setWordWrap(!beside);
    // What stands below begins where the headline does.
    const int indent = Theme::of(this).iconSize() + m_first->spacing();
    if (beside) {
        m_single = causeRow(m_text.causes.front());
        m_first->insertWidget(2, m_single, 1);
    } else if (!m_text.causes.empty()) {
        m_causes = new QWidget(this);
        auto *list = new QVBoxLayout(m_causes);
        list->setContentsMargins(m_text.causes.size() > 1 ? indent : indent - linkSide, 0, 0, 0);
        list->setSpacing(0);
        const std::size_t shown = std::min(m_text.causes.size(), mostLines);
        for (std::size_t i = 0; i < shown; ++i)
            list->addWidget(causeRow(m_text.causes[i]));
        if (const auto left = static_cast<int>(m_text.causes.size() - shown); left > 0)
            list->addWidget(plainLabel(tr("and %n more", nullptr, left), m_causes));
        m_layout->addWidget(m_causes);
    }
    if (!m_text.notes.empty()) {
        m_notes = new QWidget(this);
        const std::size_t shown = std::min(m_text.notes.size(), mostLines);
        std::vector<QWidget *> links;
        for (std::size_t i = 0; i < shown; ++i)
            links.push_back(noteLink(m_text.notes[i]));
        if (const auto left = static_cast<int>(m_text.notes.size() - shown); left > 0)
            links.push_back(plainLabel(tr("and %n more noted", nullptr, left), m_notes));
        // Beside each other where there is room: what lies below is what was come for.
        auto *list = new FlowLayout(FlowLayout::AsWords{}, Theme::of(this).space(Space::M), m_notes);
        list->setContentsMargins(indent - linkSide, 0, 0, 0);
        for (QWidget *link : links)
            list->addWidget(link);
        m_layout->addWidget(m_notes);
    }
    restyle();
}

QWidget *VerdictBanner::causeRow(const CauseText &cause)
{
    const Theme &theme = Theme::of(this);
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::Xs));
    if (m_text.causes.size() > 1)
        layout->addWidget(plainLabel(causeArrow, row));
    auto *job = linkButton(cause.kind, tr("Show this job"), row);
    job->setObjectName(QStringLiteral("cause.job"));
    connect(job, &QToolButton::clicked, this, [this, id = cause.job] { Q_EMIT jobChosen(id); });
    layout->addWidget(job);
    if (cause.dvm) {
        layout->addWidget(plainLabel(tr("at"), row));
        auto *dvm = linkButton(
            dvmName(cause), tr("The page of this DVM") + QLatin1Char('\n') + NameBook::npub(*cause.dvm), row);
        dvm->setObjectName(QStringLiteral("cause.dvm"));
        connect(dvm, &QToolButton::clicked, this, [this, key = *cause.dvm] { Q_EMIT dvmWanted(key); });
        layout->addWidget(dvm);
    }
    auto *reason =
        plainLabel(cause.when.isEmpty() ? cause.reason : tr("%1, %2").arg(cause.reason, cause.when), row);
    reason->setWordWrap(true);
    reason->setToolTip(safeToolTip(cause.rule));
    reason->setObjectName(QStringLiteral("cause.reason"));
    layout->addWidget(reason, 1);
    return row;
}

QWidget *VerdictBanner::noteLink(const NoteText &note)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *link = new QToolButton(row);
    link->setProperty("link", QStringLiteral("quiet"));
    link->setText(note.words);
    link->setToolTip(safeToolTip(note.rule));
    link->setCursor(Qt::PointingHandCursor);
    link->setFocusPolicy(Qt::TabFocus);
    connect(link, &QToolButton::clicked, this, [this, id = note.job] { Q_EMIT jobChosen(id); });
    layout->addWidget(link);
    layout->addStretch(1);
    return row;
}

void VerdictBanner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    paintBannerCard(painter, rect(), theme, theme.color(m_text.tone));
}

void VerdictBanner::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void VerdictBanner::restyle()
{
    const Theme &theme = Theme::of(this);
    m_icon->setPixmap(
        iconPixmap(toneIcon(m_text.tone), theme.color(m_text.tone), theme.iconSize(), devicePixelRatioF()));
    for (QLabel *label : {m_askedCaption, static_cast<QLabel *>(m_asked)}) {
        label->setFont(theme.numberFont(TextSize::Caption));
        setTextInk(*label, theme.ink(Ink::Muted));
    }
    update();
}

} // namespace dvmdash::ui
