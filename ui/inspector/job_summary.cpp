// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/job_summary.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/state_chip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

const QString between = QStringLiteral(" · ");

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

/// "asked 21 sats", "confirmed 21 sats"
QString moneyWords(const dvm::Attempt &attempt)
{
    const QString word = paymentWord(attempt.payment);
    switch (attempt.payment) {
    case dvm::PaymentState::None:
        return {};
    case dvm::PaymentState::Requested:
    case dvm::PaymentState::Inferred:
        return attempt.requested_msat ? word + QLatin1Char(' ') + format::sats(*attempt.requested_msat)
                                      : word;
    case dvm::PaymentState::Claimed:
        return word + QLatin1Char(' ') + format::sats(attempt.claimed_msat);
    case dvm::PaymentState::Confirmed:
        return word + QLatin1Char(' ') + format::sats(attempt.confirmed_msat);
    case dvm::PaymentState::Refunded:
        return word + QLatin1Char(' ') + format::sats(attempt.refunded_msat);
    }
    return word;
}

QString durationWords(const std::optional<std::int64_t> &observedMs,
                      const std::optional<std::int64_t> &claimedSeconds)
{
    const auto ms = responseMs(observedMs, claimedSeconds);
    return ms ? format::durationMs(*ms) : QString();
}

} // namespace

LinkContent linkTo(const engine::EventRow &row, NameBook &names)
{
    LinkContent link;
    link.target = row.id;
    link.icon = roleIcon(row.role);
    link.primary = kindName(row.kind);
    if (const std::string status = statusOf(row); !status.empty()) {
        link.tone = statusTone(status);
        link.icon = toneIcon(*link.tone);
    }
    link.secondary = names.name(row.author) + between + summaryOrNote(row);
    link.time = row.created_at;
    return link;
}

JobSummary::JobSummary(NameBook &names, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
    , m_state(new StateChip(this))
    , m_payment(new StateChip(this))
    , m_duration(plainLabel(this))
    , m_meaning(plainLabel(this))
    , m_chain(new QPushButton(Theme::of(this).icon(Icon::Network), tr("Open chain"), this))
    , m_attemptsCaption(plainLabel(this))
    , m_attempts(new LinkList(this))
    , m_eventsCaption(plainLabel(this))
    , m_events(new LinkList(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::Xs));
    auto *chips = new QHBoxLayout;
    chips->setSpacing(theme.space(Space::L));
    chips->addWidget(m_state);
    chips->addWidget(m_payment);
    chips->addWidget(m_duration, 1, Qt::AlignRight);
    layout->addLayout(chips);
    layout->addWidget(m_meaning);
    m_chain->setObjectName(QStringLiteral("job.chain"));
    m_chain->setToolTip(tr("The jobs that this one depends on and that depend on it, and who broke it"));
    layout->addWidget(m_chain, 0, Qt::AlignLeft);
    connect(m_chain, &QPushButton::clicked, this, [this] {
        if (m_detail)
            Q_EMIT chainWanted(m_detail->row.request);
    });
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_attemptsCaption, m_attempts, m_eventsCaption, m_events})
        layout->addWidget(widget);
    m_duration->setWordWrap(false);
    connect(m_attempts, &LinkList::activated, this, &JobSummary::activated);
    connect(m_events, &LinkList::activated, this, &JobSummary::activated);
    connect(&names, &NameBook::namesChanged, this, &JobSummary::fillLists);
    restyle();
}

void JobSummary::showJob(const engine::JobDetail &detail, const nostr::EventId &shown)
{
    if (shown != m_shown) {
        m_attempts->collapse();
        m_events->collapse();
    }
    m_shown = shown;
    m_detail = detail;
    const engine::JobRow &job = detail.row;
    const bool awaits = awaitsPayment(detail);
    m_state->setState(stateTone(job.state, awaits), stateWord(job.state, awaits));
    m_payment->setVisible(job.payment != dvm::PaymentState::None);
    m_payment->setState(Tone::Payment, tr("payment %1").arg(paymentWord(job.payment)));
    m_payment->setToolTip(paymentMeaning(job.payment));
    m_duration->setText(durationWords(job.response_ms, job.response_s));
    m_duration->setToolTip(job.response_ms ? tr("From request to result, by our receipt")
                                           : tr("From request to result, by the authors' clocks"));
    m_meaning->setText(stateMeaning(job.state, awaits));
    fillLists();
}

void JobSummary::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void JobSummary::fillLists()
{
    if (!m_detail)
        return;
    QVector<LinkContent> attempts;
    for (const dvm::Attempt &attempt : m_detail->attempts)
        attempts.append(attemptRow(attempt));
    m_attempts->setRows(attempts);
    m_attemptsCaption->setText(attempts.isEmpty() ? tr("No DVM was asked by name, and none has answered.")
                                                  : tr("Attempts: %1").arg(format::count(attempts.size())));
    QVector<LinkContent> events;
    for (const engine::EventRow &row : m_detail->events)
        events.append(eventRow(row));
    m_events->setRows(events);
    m_eventsCaption->setText(tr("Events of this job in order: %1").arg(format::count(events.size())));
    m_eventsCaption->setVisible(!events.isEmpty());
}

LinkContent JobSummary::attemptRow(const dvm::Attempt &attempt)
{
    LinkContent row;
    row.target = attempt.result ? attempt.result : attempt.evidence;
    row.current = row.target == m_shown;
    const bool awaits = dvm::awaitsPayment(attempt);
    row.tone = stateTone(attempt.state, awaits);
    row.icon = toneIcon(*row.tone);
    row.primary = m_names.name(attempt.dvm);
    QStringList words{stateWord(attempt.state, awaits)};
    if (const QString money = moneyWords(attempt); !money.isEmpty())
        words.append(money);
    words.append(attemptFlagWords(attempt.flags));
    row.secondary = words.join(between);
    row.trailing = durationWords(attempt.response_ms, attempt.response_s);
    return row;
}

LinkContent JobSummary::eventRow(const engine::EventRow &event)
{
    LinkContent row = linkTo(event, m_names);
    row.primary = roleWord(event.role);
    row.current = event.id == m_shown;
    return row;
}

void JobSummary::restyle()
{
    const Theme &theme = Theme::of(this);
    for (QLabel *label : {m_duration, m_meaning, m_attemptsCaption, m_eventsCaption}) {
        label->setFont(theme.numberFont(TextSize::Caption));
        QPalette palette = label->palette();
        if (palette.color(QPalette::WindowText) == theme.ink(Ink::Muted))
            continue;
        palette.setColor(QPalette::WindowText, theme.ink(Ink::Muted));
        label->setPalette(palette);
    }
}

} // namespace dvmdash::ui
