// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/job_summary.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/inspector/lifecycle_words.h"
#include "ui/inspector/verdict_text.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"

#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

const QString between = QStringLiteral(" · ");

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
    link.marks = standingMarks(row.flags);
    link.marksMeaning = standingMeaning(row.flags);
    link.time = row.created_at;
    return link;
}

JobSummary::JobSummary(NameBook &names, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
    , m_meaning(new MutedLabel(this))
    , m_causesCaption(new MutedLabel(this))
    , m_causes(new LinkList(this))
    , m_chain(new QPushButton(Theme::of(this).icon(Icon::Network), tr("Open chain"), this))
    , m_attemptsCaption(new MutedLabel(this))
    , m_attempts(new LinkList(this))
    , m_eventsCaption(new MutedLabel(this))
    , m_events(new LinkList(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), 0, theme.space(Space::L), theme.space(Space::L));
    layout->setSpacing(theme.space(Space::Xs));
    layout->addWidget(m_meaning);
    layout->addSpacing(theme.space(Space::Xs));
    layout->addWidget(m_causesCaption);
    layout->addWidget(m_causes);
    m_chain->setObjectName(QStringLiteral("job.chain"));
    m_chain->setToolTip(tr("The jobs that this one depends on and that depend on it, and who broke it"));
    layout->addWidget(m_chain, 0, Qt::AlignLeft);
    connect(m_chain, &QPushButton::clicked, this, [this] {
        if (m_detail)
            Q_EMIT chainWanted(m_detail->row.request);
    });
    const auto add = [&](MutedLabel *caption, LinkList *list) {
        layout->addSpacing(theme.space(Space::S));
        layout->addWidget(caption);
        layout->addWidget(list);
        connect(list, &LinkList::activated, this, &JobSummary::activated);
    };
    add(m_attemptsCaption, m_attempts);
    add(m_eventsCaption, m_events);
    layout->addStretch(1);
    connect(m_causes, &LinkList::activated, this, &JobSummary::jobWanted);
    connect(&names, &NameBook::namesChanged, this, &JobSummary::fillLists);
    connect(&names, &NameBook::namesChanged, this, &JobSummary::fillCauses);
    fillCauses();
}

void JobSummary::clear()
{
    m_verdict.reset();
    m_attempts->collapse();
    m_events->collapse();
    fillCauses();
}

void JobSummary::showJob(const engine::JobDetail &detail, const nostr::EventId &shown)
{
    m_shown = shown;
    m_detail = detail;
    m_meaning->setText(stateMeaning(detail.row.state, awaitsPayment(detail)));
    fillLists();
}

void JobSummary::showVerdict(const engine::ChainAnswer &answer)
{
    m_verdict = answer;
    fillCauses();
}

void JobSummary::fillCauses()
{
    QVector<LinkContent> rows;
    if (m_verdict) {
        const VerdictText verdict = verdictText(*m_verdict);
        m_causesCaption->setText(verdict.headline);
        const nostr::EventId self = m_verdict->chain.nodes[m_verdict->job].id;
        for (const CauseText &cause : verdict.causes) {
            LinkContent row;
            row.target = cause.job;
            row.current = cause.job == self;
            row.tone = cause.tone;
            row.icon = toneIcon(cause.tone);
            row.primary =
                cause.dvm ? tr("%1 at %2", "job, DVM").arg(cause.kind, m_names.name(*cause.dvm)) : cause.kind;
            row.secondary = cause.when.isEmpty() ? cause.reason : cause.reason + between + cause.when;
            rows.append(row);
        }
    }
    m_causes->setRows(rows);
    m_causes->setVisible(!rows.isEmpty());
    m_causesCaption->setVisible(!rows.isEmpty());
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
    // Within a job it matters how long after the request it came.
    const std::int64_t asked = m_detail->row.created_at;
    constexpr std::int64_t longest = Q_INT64_C(1) << 40;
    if (m_detail->row.request_seen && event.id != m_detail->row.request && event.created_at >= asked &&
        event.created_at - asked < longest)
        row.trailing = QLatin1Char('+') + format::durationMs((event.created_at - asked) * 1000);
    return row;
}

} // namespace dvmdash::ui
