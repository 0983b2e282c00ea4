// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/headline.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/relays/lookup_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copy_label.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/state_chip.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

/// Authors may claim any time; a multiplication must not overflow.
constexpr qint64 latestTime = Q_INT64_C(1) << 52;

qint64 createdMs(const engine::EventRow &row)
{
    return std::clamp<qint64>(row.created_at, 0, latestTime) * 1000;
}

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

/// May become narrower than its text.
void letShrink(QLabel *label)
{
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

} // namespace

Headline::Headline(NameBook &names, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
    , m_icon(plainLabel(this))
    , m_title(plainLabel(this))
    , m_kind(plainLabel(this))
    , m_state(new StateChip(this))
    , m_verified(new StateChip(Tone::Delivered, tr("signature checked"), this))
    , m_payment(new StateChip(this))
    , m_id(new CopyLabel({}, this))
    , m_authorName(plainLabel(this))
    , m_npub(new CopyLabel({}, this))
    , m_created(new RelativeTimeLabel(this))
    , m_createdIso(plainLabel(this))
    , m_received(new RelativeTimeLabel(this))
    , m_receivedIso(plainLabel(this))
    , m_difference(plainLabel(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, theme.space(Space::S));
    layout->setSpacing(theme.space(Space::S));

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_kind);
    auto *top = new QHBoxLayout;
    top->setSpacing(theme.space(Space::S));
    top->addWidget(m_icon, 0, Qt::AlignTop);
    top->addLayout(words, 1);
    layout->addLayout(top);
    m_title->setWordWrap(true);

    auto *chips = new QHBoxLayout;
    chips->setSpacing(theme.space(Space::L));
    chips->addWidget(m_state);
    chips->addWidget(m_verified);
    chips->addWidget(m_payment);
    chips->addStretch(1);
    layout->addLayout(chips);
    m_state->hide();

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme.space(Space::S));
    grid->setVerticalSpacing(theme.space(Space::Xs));
    grid->setColumnStretch(2, 1);
    addFact(grid, tr("Id"), m_id, nullptr);
    m_authorCaption = addFact(grid, tr("Author"), m_authorName, m_npub);
    m_createdCaption = addFact(grid, tr("Created"), m_created, m_createdIso);
    m_receivedCaption = addFact(grid, tr("Received"), m_received, m_receivedIso);
    grid->addWidget(m_difference, grid->rowCount(), 1, 1, 2);
    layout->addLayout(grid);
    m_id->setMeaning(tr("event id"));
    m_npub->setMeaning(tr("npub of the author"));
    for (QLabel *label : {m_createdIso, m_receivedIso, m_difference})
        letShrink(label);
    m_muted.insert(m_muted.end(), {m_kind, m_createdIso, m_receivedIso, m_difference});
    connect(&names, &NameBook::namesChanged, this, &Headline::showName);
    restyle();
}

QLabel *Headline::addFact(QGridLayout *grid, const QString &caption, QWidget *value, QWidget *note)
{
    auto *label = plainLabel(this);
    label->setText(caption);
    label->setBuddy(value);
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0, Qt::AlignVCenter);
    if (note) {
        grid->addWidget(value, row, 1);
        grid->addWidget(note, row, 2);
    } else {
        grid->addWidget(value, row, 1, 1, 2, Qt::AlignLeft);
    }
    m_muted.push_back(label);
    return label;
}

void Headline::showDetail(const engine::EventDetail &detail)
{
    const engine::EventRow &row = detail.row;
    m_known = detail.known;
    m_role = row.role;
    m_author = detail.known ? std::optional(row.author) : std::nullopt;
    m_id->setValue(QString::fromStdString(detail.event.id.hex()));
    m_verified->setVisible(detail.known);
    m_payment->setVisible(detail.payment.has_value());
    if (detail.payment) {
        const LookupMark mark = paymentMark(*detail.payment);
        m_payment->setState(mark.tone, mark.word);
        m_payment->setToolTip(mark.toolTip);
    }
    if (detail.intact)
        m_verified->setState(Tone::Delivered, tr("signature checked"));
    else
        m_verified->setState(Tone::Suspect, tr("redacted, not verified"));
    m_verified->setToolTip(
        detail.intact ? tr("The id is the hash of what is signed, and the signature is by its author.")
                      : tr("Texts of this event were taken out before it was handed on: nobody can check its "
                           "signature any more."));
    for (QWidget *widget : std::initializer_list<QWidget *>{
             m_authorCaption, m_authorName, m_npub, m_createdCaption, m_created, m_createdIso,
             m_receivedCaption, m_received, m_receivedIso, m_difference})
        widget->setVisible(detail.known);
    if (detail.known) {
        m_title->setText(kindName(row.kind));
        m_kind->setText(tr("%1 · kind %2").arg(roleWord(row.role)).arg(row.kind));
        m_npub->setValue(NameBook::npub(row.author));
        showTimes(row);
        showName();
    } else {
        m_title->setText(tr("Never seen"));
        const QString count = format::count(static_cast<qint64>(detail.referred_by.size()));
        m_kind->setText(detail.referred_by.empty() ? tr("No event that is stored refers to it.")
                        : detail.more_references
                            ? tr("No relay gave it. Events that refer to it: more than %1").arg(count)
                            : tr("No relay gave it. Events that refer to it: %1").arg(count));
    }
    setAccessibleName(m_title->text());
    restyle();
}

void Headline::showJobState(const std::optional<dvm::State> &state, bool awaitsPayment)
{
    m_state->setVisible(state.has_value());
    if (!state)
        return;
    m_state->setState(stateTone(*state, awaitsPayment), stateWord(*state, awaitsPayment));
    m_state->setToolTip(stateMeaning(*state, awaitsPayment));
}

QString Headline::title() const
{
    return m_title->text();
}

void Headline::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void Headline::showTimes(const engine::EventRow &row)
{
    m_created->setTimeMs(createdMs(row));
    m_createdIso->setText(format::isoUtc(row.created_at));
    m_received->setTimeMs(row.received_ms);
    m_receivedIso->setText(format::isoUtcMs(row.received_ms));
    const qint64 difference = row.received_ms - createdMs(row);
    m_difference->setText(difference >= 0
                              ? tr("received %1 after its author's clock").arg(format::durationMs(difference))
                              : tr("dated %1 ahead of our clock").arg(format::durationMs(-difference)));
}

void Headline::showName()
{
    if (!m_author)
        return;
    const bool named = m_names.hasName(*m_author);
    const QString name = m_names.name(*m_author);
    m_authorName->setText(named ? name : tr("no name known"));
}

void Headline::restyle()
{
    const Theme &theme = Theme::of(this);
    m_title->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    const qreal side = theme.scaled(28);
    m_icon->setPixmap(iconPixmap(m_known ? roleIcon(m_role) : Icon::Question, theme.ink(Ink::Text), side,
                                 devicePixelRatioF()));
    for (QLabel *label : m_muted) {
        label->setFont(theme.numberFont(TextSize::Caption));
        setTextInk(*label, theme.ink(Ink::Muted));
    }
}

} // namespace dvmdash::ui
