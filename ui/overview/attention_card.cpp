// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/attention_card.h"

#include "ui/dvms/health_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/overview/failure_watch.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/state_chip.h"

#include <QAbstractButton>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

/// More would push the failures out of sight.
constexpr std::size_t mostDown = 2;
constexpr std::size_t mostUnpaid = 1;

std::int64_t unpaidOf(const metrics::DvmRow &row)
{
    return row.figures.attemptsIn(dvm::State::PaidUndelivered);
}

/// Those for which `weight` is above 0, the heaviest first, ties to the lowest key.
template<typename Weight>
std::vector<const metrics::DvmRow *> heaviest(const std::vector<metrics::DvmRow> &rows, Weight weight)
{
    std::vector<const metrics::DvmRow *> found;
    for (const metrics::DvmRow &row : rows)
        if (weight(row) > 0)
            found.push_back(&row);
    std::sort(found.begin(), found.end(), [&](const metrics::DvmRow *a, const metrics::DvmRow *b) {
        return std::pair(-weight(*a), a->dvm) < std::pair(-weight(*b), b->dvm);
    });
    return found;
}

} // namespace

/// One line: shape, count, words, and a chevron that says it leads somewhere.
class AttentionRow : public QAbstractButton
{
public:
    explicit AttentionRow(QWidget *parent)
        : QAbstractButton(parent)
    {
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        hide();
    }

    void set(Tone tone, const QString &figure, const QString &words)
    {
        if (figure == m_figure && words == text() && tone == m_tone)
            return;
        m_tone = tone;
        m_figure = figure;
        setText(words);
        setAccessibleName(tr("%1 %2").arg(figure, words));
        setToolTip(accessibleName());
        update();
    }

    QSize sizeHint() const override
    {
        const Theme &theme = Theme::of(this);
        return {qRound(theme.scaled(260)), qRound(theme.scaled(27))};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (underMouse() || isDown()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.colors().hover);
            painter.drawRoundedRect(rect(), theme.scaled(4), theme.scaled(4));
        }
        if (hasFocus())
            paintFocus(painter, rect(), theme);
        const qreal side = theme.iconSize();
        const qreal gap = theme.space(Space::S);
        const QRectF shape(gap, (height() - side) / 2, side, side);
        paintIcon(painter, shape, toneIcon(m_tone), theme.color(m_tone));
        // All figures end at one line, so that the words begin at one.
        painter.setFont(theme.numberFont(TextSize::Body, TextWeight::Strong));
        painter.setPen(theme.color(m_tone));
        const qreal figureWidth = QFontMetricsF(painter.font()).horizontalAdvance(QStringLiteral("0,000"));
        const QRectF figure(shape.right(), 0, figureWidth, height());
        painter.drawText(figure, Qt::AlignRight | Qt::AlignVCenter, m_figure);
        const qreal arrow = theme.scaled(12);
        const QRectF chevron(width() - arrow - gap, (height() - arrow) / 2, arrow, arrow);
        paintIcon(painter, chevron, Icon::ChevronRight, theme.ink(Ink::Muted));
        painter.setFont(theme.font());
        painter.setPen(theme.ink(Ink::Text));
        const qreal left = figure.right() + theme.space(Space::M);
        paintElided(painter, {left, 0, chevron.left() - gap - left, qreal(height())}, text());
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }

private:
    Tone m_tone = Tone::Failed;
    QString m_figure;
};

AttentionCard::AttentionCard(NameBook &names, QWidget *parent)
    : Card(tr("Needs attention"), parent)
    , m_names(names)
    , m_calm(new StateChip(this))
{
    const Theme &theme = Theme::of(this);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(theme.space(Space::S), 0, theme.space(Space::S), 0);
    layout->setSpacing(1);
    for (const auto state : FailureWatch::states) {
        auto *line = addRow(*layout);
        m_failures.push_back(line);
        connect(line, &QAbstractButton::clicked, this, [this, state] { Q_EMIT failuresWanted(state); });
    }
    addDvmRows(*layout);
    m_relays = addRow(*layout);
    connect(m_relays, &QAbstractButton::clicked, this, &AttentionCard::relaysWanted);
    layout->addWidget(m_calm);
    m_calm->setContentsMargins(theme.space(Space::S), 0, 0, 0);
    setContent(content, true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&m_names, &NameBook::namesChanged, this, &AttentionCard::nameDvms);
    updateCalm();
}

void AttentionCard::addDvmRows(QVBoxLayout &layout)
{
    const auto add = [&](std::vector<DvmLine> &lines, std::size_t count, const QString &name) {
        for (std::size_t i = 0; i < count; ++i) {
            AttentionRow *line = addRow(layout);
            line->setObjectName(name.arg(i));
            lines.push_back({line, std::nullopt});
            connect(line, &QAbstractButton::clicked, this, [this, &lines, i] {
                if (lines[i].dvm)
                    Q_EMIT dvmWanted(*lines[i].dvm);
            });
        }
    };
    add(m_down, mostDown, QStringLiteral("attention.down.%1"));
    m_moreDown = addRow(layout);
    m_moreDown->setObjectName(QStringLiteral("attention.down.more"));
    connect(m_moreDown, &QAbstractButton::clicked, this, &AttentionCard::downDvmsWanted);
    add(m_unpaid, mostUnpaid, QStringLiteral("attention.unpaid.%1"));
}

QString AttentionCard::meaning(dvm::State state)
{
    if (state == dvm::State::PaidUndelivered)
        return tr("paid, then not delivered");
    if (state == dvm::State::Failed)
        return tr("failed: the DVM reported an error");
    if (state == dvm::State::Ignored)
        return tr("ignored: no answer from the DVM asked");
    return tr("stalled: accepted, then no result");
}

AttentionRow *AttentionCard::addRow(QVBoxLayout &layout)
{
    auto *line = new AttentionRow(this);
    layout.addWidget(line);
    return line;
}

void AttentionCard::showFailures(const FailureWatch &failures)
{
    m_known = failures.isKnown();
    for (std::size_t i = 0; i < m_failures.size(); ++i) {
        const auto state = FailureWatch::states[i];
        const auto count = failures.count(state);
        m_failures[i]->setObjectName(QStringLiteral("attention.%1").arg(i));
        m_failures[i]->set(stateTone(state), format::compactCount(count), meaning(state));
        m_failures[i]->setVisible(count > 0);
    }
    setNote(failures.total() > 0 ? tr("%1 failed jobs in this window").arg(format::count(failures.total()))
                                 : QString());
    updateCalm();
}

void AttentionCard::showDvms(std::vector<metrics::DvmRow> dvms)
{
    m_dvms = std::move(dvms);
    nameDvms();
}

void AttentionCard::nameDvms()
{
    const qint64 now = format::nowMs();
    const auto down = heaviest(m_dvms, [](const metrics::DvmRow &row) {
        return row.health == dvm::Liveness::PossiblyDown ? row.ignored : 0;
    });
    const auto unpaid = heaviest(m_dvms, unpaidOf);
    const auto show = [](std::vector<DvmLine> &lines, const std::vector<const metrics::DvmRow *> &rows,
                         auto words) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            DvmLine &line = lines[i];
            line.dvm = i < rows.size() ? std::optional(rows[i]->dvm) : std::nullopt;
            if (line.dvm)
                words(*line.row, *rows[i]);
            line.row->setVisible(line.dvm.has_value());
        }
    };
    show(m_down, down, [&](AttentionRow &line, const metrics::DvmRow &row) {
        const QString name = m_names.name(row.dvm);
        const QString since = briefMomentWords(row.ignored_since, now);
        const QString count = format::compactCount(row.ignored);
        line.set(livenessTone(row.health), row.ignored_more ? tr("%1+").arg(count) : count,
                 row.ignored == 1 ? tr("ignored by %1 at %2, possibly down").arg(name, since)
                                  : tr("ignored by %1 since %2, possibly down").arg(name, since));
    });
    show(m_unpaid, unpaid, [&](AttentionRow &line, const metrics::DvmRow &row) {
        line.set(stateTone(dvm::State::PaidUndelivered), format::compactCount(unpaidOf(row)),
                 tr("paid, not delivered by %1").arg(m_names.name(row.dvm)));
    });
    const std::size_t more = down.size() > mostDown ? down.size() - mostDown : 0;
    m_moreDown->set(livenessTone(dvm::Liveness::PossiblyDown), format::count(static_cast<qint64>(more)),
                    more == 1 ? tr("more DVM is possibly down") : tr("more DVMs are possibly down"));
    m_moreDown->setVisible(more > 0);
    updateCalm();
}

void AttentionCard::showRelays(int down)
{
    m_relays->set(Tone::Suspect, format::count(down),
                  down == 1 ? tr("relay does not deliver now") : tr("relays do not deliver now"));
    m_relays->setVisible(down > 0);
    updateCalm();
}

void AttentionCard::updateCalm()
{
    bool calm = m_relays->isHidden();
    for (const auto &lines : {m_down, m_unpaid})
        for (const DvmLine &line : lines)
            calm = calm && line.row->isHidden();
    for (const auto *line : m_failures)
        calm = calm && line->isHidden();
    if (m_known)
        m_calm->setState(Tone::Delivered, tr("Nothing failed in this window"));
    else
        m_calm->setState(Tone::Waiting, tr("Looking at the jobs of this window"));
    m_calm->setVisible(calm);
}

} // namespace dvmdash::ui
