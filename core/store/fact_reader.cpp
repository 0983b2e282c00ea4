// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/fact_reader.h"

#include <algorithm>

namespace dvmdash::store
{

namespace
{

// Roles are dvm::Role: 1 request, 2 result, 3 feedback. That of the flags is word for word the condition of
// the index event_activity, so that SQLite uses it; customers' notes are known from the job. Time has one
// bound on each side: of two upper ones SQLite would use either.
constexpr const char *counting = "e.role IN (1, 2, 3) AND (e.flags & 1) = 0 AND coalesce(a.note, 0) = 0 ";
constexpr const char *inTime = "AND e.created_at >= ?1 AND e.created_at < ?2";
/// Only feedback has its status and its note in `answer`.
constexpr const char *withStatus = "FROM event e LEFT JOIN answer a ON e.role = 3 AND a.rid = e.rid WHERE ";

std::string select(const char *columns)
{
    return std::string("SELECT ") + columns + " " + withStatus + counting + inTime;
}

constexpr const char *eventColumns = "e.role, e.kind, e.pid, e.created_at, a.status";
constexpr const char *paymentColumns =
    "SELECT payee, payer, msat, tier, created_at, purpose, kind FROM payment WHERE counted = 1 ";
constexpr const char *jobColumns = "kind, customer, created_at, state, rid, nested, jid FROM job ";

EventFact eventFrom(const Statement &row)
{
    EventFact fact;
    fact.role = static_cast<dvm::Role>(row.integer(0));
    fact.kind = static_cast<int>(row.integer(1));
    fact.pid = row.integer(2);
    fact.created_at = row.integer(3);
    fact.status = static_cast<dvm::Status>(row.integer(4));
    return fact;
}

PaymentFact paymentFrom(const Statement &row)
{
    PaymentFact fact;
    fact.payee = row.integer(0);
    fact.payer = row.integer(1);
    fact.msat = row.integer(2);
    fact.tier = static_cast<dvm::Tier>(row.integer(3));
    fact.created_at = row.integer(4);
    fact.purpose = static_cast<dvm::Purpose>(row.integer(5));
    fact.kind = static_cast<int>(row.integer(6));
    return fact;
}

} // namespace

FactReader::FactReader(Database &db)
    : m_events(db.prepare(select(eventColumns)))
    , m_eventsReceived(db.prepare(select((std::string(eventColumns) + ", e.received_ms").c_str())))
    , m_sightings(db.prepare(select((std::string(eventColumns) + ", e.relay").c_str()) +
                             " AND e.relay <> 0 UNION ALL SELECT " + eventColumns +
                             ", s.relay FROM event e LEFT JOIN answer a ON e.role = 3 AND a.rid = e.rid "
                             "JOIN seen_again s ON s.rid = e.rid WHERE " +
                             counting + inTime))
    , m_jobs(db.prepare(std::string("SELECT ") + jobColumns + "WHERE created_at >= ?1 AND created_at < ?2"))
    , m_payments(db.prepare(std::string(paymentColumns) + "AND created_at >= ?1 AND created_at < ?2"))
    , m_payment(db.prepare(std::string(paymentColumns) + "AND rid = ?1"))
    , m_event(db.prepare(std::string("SELECT ") + eventColumns +
                         ", e.received_ms, e.flags FROM event e "
                         "LEFT JOIN answer a ON e.role = 3 AND a.rid = e.rid WHERE e.rid = ?1"))
    , m_counted(db.prepare(std::string("SELECT ") + eventColumns + ", e.received_ms " + withStatus +
                           counting +
                           "AND e.rid = ?1 AND "
                           "e.created_at < (SELECT value FROM meta WHERE key = 'counted_until')"))
    , m_relays(db.prepare("SELECT relay FROM seen WHERE rid = ?1"))
    , m_job(db.prepare(std::string("SELECT ") + jobColumns + "WHERE jid = ?1"))
    , m_attempts(db.prepare("SELECT pid, targeted, state, payment, response_s, response_ms, requested_msat "
                            "FROM attempt WHERE jid = ?1 ORDER BY pid"))
    , m_countedUntil(db.prepare("SELECT value FROM meta WHERE key = 'counted_until'"))
{
}

void FactReader::events(std::int64_t since, std::int64_t until, bool received,
                        const std::function<void(const EventFact &)> &sink)
{
    Statement &rows = received ? m_eventsReceived : m_events;
    const ResetAtEnd reset(rows);
    rows.bind(1, since).bind(2, std::min(until, countedUntil()));
    while (rows.step()) {
        EventFact fact = eventFrom(rows);
        if (received)
            fact.received_ms = rows.integer(5);
        sink(fact);
    }
}

void FactReader::sightings(std::int64_t since, std::int64_t until,
                           const std::function<void(const EventFact &, std::int64_t)> &sink)
{
    const ResetAtEnd reset(m_sightings);
    m_sightings.bind(1, since).bind(2, std::min(until, countedUntil()));
    while (m_sightings.step())
        sink(eventFrom(m_sightings), m_sightings.integer(5));
}

JobFact FactReader::jobFrom(const Statement &row, std::int64_t jid)
{
    JobFact fact;
    fact.kind = static_cast<int>(row.integer(0));
    if (!row.isNull(4) || row.integer(5) != 0)
        fact.customer = row.optionalInteger(1);
    fact.created_at = row.integer(2);
    fact.state = static_cast<dvm::State>(row.integer(3));
    const ResetAtEnd reset(m_attempts);
    m_attempts.bind(1, jid);
    while (m_attempts.step()) {
        AttemptFact attempt;
        attempt.pid = m_attempts.integer(0);
        attempt.targeted = m_attempts.integer(1) != 0;
        attempt.state = static_cast<dvm::State>(m_attempts.integer(2));
        attempt.payment = static_cast<dvm::PaymentState>(m_attempts.integer(3));
        attempt.response_s = m_attempts.optionalInteger(4);
        attempt.response_ms = m_attempts.optionalInteger(5);
        attempt.requested_msat = m_attempts.optionalInteger(6);
        fact.attempts.push_back(attempt);
    }
    return fact;
}

void FactReader::jobs(std::int64_t since, std::int64_t until,
                      const std::function<void(const JobFact &)> &sink)
{
    const ResetAtEnd reset(m_jobs);
    m_jobs.bind(1, since).bind(2, until);
    while (m_jobs.step())
        sink(jobFrom(m_jobs, m_jobs.integer(6)));
}

void FactReader::payments(std::int64_t since, std::int64_t until,
                          const std::function<void(const PaymentFact &)> &sink)
{
    const ResetAtEnd reset(m_payments);
    m_payments.bind(1, since).bind(2, until);
    while (m_payments.step()) {
        sink(paymentFrom(m_payments));
    }
}

std::optional<EventFact> FactReader::event(RowId rid)
{
    const ResetAtEnd reset(m_event);
    if (!m_event.bind(1, rid).step())
        return std::nullopt;
    EventFact fact = eventFrom(m_event);
    fact.received_ms = m_event.integer(5);
    if (!canCount(fact.role, static_cast<std::uint32_t>(m_event.integer(6))))
        return std::nullopt;
    return fact;
}

std::optional<EventFact> FactReader::counted(RowId rid)
{
    const ResetAtEnd reset(m_counted);
    if (!m_counted.bind(1, rid).step())
        return std::nullopt;
    EventFact fact = eventFrom(m_counted);
    fact.received_ms = m_counted.integer(5);
    return fact;
}

std::vector<std::int64_t> FactReader::relaysOf(RowId rid)
{
    std::vector<std::int64_t> relays;
    const ResetAtEnd reset(m_relays);
    m_relays.bind(1, rid);
    while (m_relays.step())
        relays.push_back(m_relays.integer(0));
    return relays;
}

std::optional<JobFact> FactReader::job(std::int64_t jid)
{
    const ResetAtEnd reset(m_job);
    if (!m_job.bind(1, jid).step())
        return std::nullopt;
    return jobFrom(m_job, jid);
}

std::optional<PaymentFact> FactReader::payment(RowId rid)
{
    const ResetAtEnd reset(m_payment);
    return m_payment.bind(1, rid).step() ? std::optional(paymentFrom(m_payment)) : std::nullopt;
}

std::int64_t FactReader::countedUntil()
{
    const ResetAtEnd reset(m_countedUntil);
    return m_countedUntil.step() ? m_countedUntil.integer(0) : 0;
}

bool canCount(dvm::Role role, std::uint32_t flags)
{
    return (role == dvm::Role::Request || role == dvm::Role::Result || role == dvm::Role::Feedback) &&
           (flags & dvm::FlagSuspect) == 0;
}

} // namespace dvmdash::store
