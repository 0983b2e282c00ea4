// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/trouble_finder.h"

#include "dvm/payment.h"
#include "store/split_id.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

namespace dvmdash::metrics
{

namespace
{

constexpr std::array steps{Step::Month, Step::Day, Step::Hour, Step::Quarter};
/// Most attempts fail so soon after their request.
constexpr std::int64_t soonSeconds = 300;

constexpr const char *jobColumns = "j.id8, j.id24, j.rid, j.kind, j.customer, j.created_at, ";
constexpr const char *attemptColumns = "a.state, a.since, a.payment, a.confirmed_msat, a.claimed_msat, "
                                       "a.requested_msat, a.refunded_msat, a.evidence ";
constexpr const char *hasFailed = "a.state IN (6, 7, 8, 9) ";

/// Through the index attempt_dvm: few rows, but not those that failed long after their request.
std::string nearSql()
{
    return std::string("SELECT ") + jobColumns + attemptColumns +
           "FROM attempt a CROSS JOIN job j WHERE a.pid = ?1 AND a.since >= ?2 AND a.since < ?4 AND " +
           hasFailed + "AND j.jid = a.jid AND +j.created_at >= ?2 AND +j.created_at < ?3";
}

/// Through the index job_time: all that there are.
std::string allSql()
{
    return std::string("SELECT ") + jobColumns + attemptColumns +
           "FROM job j CROSS JOIN attempt a WHERE j.created_at >= ?2 AND j.created_at < ?3 "
           "AND a.jid = j.jid AND a.pid = ?1 AND " +
           hasFailed;
}

/// Through the index payment_time. 2 is dvm::Purpose::Refund.
std::string refundsSql()
{
    return std::string("SELECT ") + jobColumns +
           "p.created_at, p.payee, p.tier, p.msat, e.id8, e.id24, a.state FROM payment p "
           "CROSS JOIN event e ON e.rid = p.rid LEFT JOIN job j ON j.jid = p.jid "
           "LEFT JOIN attempt a ON a.jid = p.jid AND a.pid = ?1 "
           "WHERE p.counted = 1 AND p.created_at >= ?2 AND p.created_at < ?3 AND p.payer = ?1 AND p.purpose "
           "= 2";
}

bool isNewer(const TroubledJob &a, std::int64_t aAt, const TroubledJob &b, std::int64_t bAt)
{
    return std::tuple(-aAt, a.key) < std::tuple(-bAt, b.key);
}

} // namespace

TroubleFinder::TroubleFinder(FigureReader &reader, std::int64_t pid)
    : m_reader(reader)
    , m_pid(pid)
    , m_nearAttempts(reader.database().prepare(nearSql()))
    , m_allAttempts(reader.database().prepare(allSql()))
    , m_refunds(reader.database().prepare(refundsSql()))
{
}

void TroubleFinder::visit(const TimeWindow &window, const std::function<bool(const Figures &)> &wanted,
                          const std::function<void(const TimeWindow &, const Figures &)> &take)
{
    visitSteps(window, 0, wanted, take);
}

void TroubleFinder::visitSteps(const TimeWindow &window, std::size_t depth,
                               const std::function<bool(const Figures &)> &wanted,
                               const std::function<void(const TimeWindow &, const Figures &)> &take)
{
    const Figures figures = figuresOf(m_reader.windows().row(Dimension::Dvm, {m_pid, 0}, window, false));
    if (!wanted(figures))
        return;
    if (depth == steps.size()) {
        take(window, figures);
        return;
    }
    const auto parts = stepsOf(window, steps[depth]);
    store::ProgressParts progress(m_reader.progress(), store::ProgressParts::equal(parts.size()));
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        visitSteps(*part, depth + 1, wanted, take);
        progress.next();
    }
}

std::vector<TroubleFinder::Attempt> TroubleFinder::failedAttempts(const TimeWindow &window,
                                                                  std::int64_t count)
{
    m_nearAttempts.bind(1, m_pid)
        .bind(2, window.since)
        .bind(3, window.until)
        .bind(4, window.until + soonSeconds);
    std::vector<Attempt> found = attemptsFrom(m_nearAttempts);
    if (static_cast<std::int64_t>(found.size()) < count) {
        m_allAttempts.bind(1, m_pid).bind(2, window.since).bind(3, window.until);
        found = attemptsFrom(m_allAttempts);
    }
    std::sort(found.begin(), found.end(), [](const Attempt &a, const Attempt &b) {
        return isNewer(a.job, a.job.created_at, b.job, b.job.created_at);
    });
    return found;
}

std::vector<TroubleFinder::Attempt> TroubleFinder::attemptsFrom(store::Statement &rows)
{
    std::vector<Attempt> found;
    const store::ResetAtEnd reset(rows);
    while (rows.step()) {
        Attempt attempt{jobFrom(rows), rows.optionalInteger(13)};
        attempt.job.key = attempt.job.request;
        attempt.job.state = static_cast<dvm::State>(rows.integer(6));
        attempt.job.since = rows.integer(7);
        attempt.job.payment = static_cast<dvm::PaymentState>(rows.integer(8));
        attempt.job.confirmed = rows.integer(9);
        attempt.job.claimed = rows.integer(10);
        attempt.job.requested = rows.integer(11);
        attempt.job.refunded = rows.integer(12);
        found.push_back(std::move(attempt));
    }
    return found;
}

/// The columns of `jobColumns`.
TroubledJob TroubleFinder::jobFrom(const store::Statement &row)
{
    TroubledJob job;
    if (row.isNull(0))
        return job;
    job.request = store::joinId(row.integer(0), row.blob(1));
    job.request_seen = !row.isNull(2);
    job.kind = static_cast<int>(row.integer(3));
    if (!row.isNull(4))
        job.customer = m_reader.keyOf(row.integer(4));
    job.created_at = row.integer(5);
    return job;
}

std::vector<TroubledJob> TroubleFinder::refunds(const TimeWindow &window)
{
    std::vector<TroubledJob> found;
    const store::ResetAtEnd reset(m_refunds);
    m_refunds.bind(1, m_pid).bind(2, window.since).bind(3, window.until);
    while (m_refunds.step()) {
        TroubledJob refund = jobFrom(m_refunds);
        refund.since = m_refunds.integer(6);
        refund.customer = m_reader.keyOf(m_refunds.integer(7));
        const bool isConfirmed = static_cast<dvm::Tier>(m_refunds.integer(8)) == dvm::Tier::Confirmed;
        refund.payment = isConfirmed ? dvm::PaymentState::Confirmed : dvm::PaymentState::Claimed;
        (isConfirmed ? refund.confirmed : refund.claimed) = m_refunds.integer(9);
        refund.key = store::joinId(m_refunds.integer(10), m_refunds.blob(11));
        refund.state =
            m_refunds.isNull(12) ? dvm::State::Missing : static_cast<dvm::State>(m_refunds.integer(12));
        found.push_back(std::move(refund));
    }
    std::sort(found.begin(), found.end(),
              [](const TroubledJob &a, const TroubledJob &b) { return isNewer(a, a.since, b, b.since); });
    return found;
}

} // namespace dvmdash::metrics
