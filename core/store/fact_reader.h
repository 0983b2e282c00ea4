// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/facts.h"
#include "store/sqlite.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace dvmdash::store
{

/// Reads the facts that are stored, by their own time in [since, until) (Unix seconds): events and payments
/// by created_at, jobs by that of their request. For the writer and for readers.
class FactReader
{
public:
    explicit FactReader(Database &db);

    /// `received`: also read when it was received, which takes a look at the row itself.
    void events(std::int64_t since, std::int64_t until, bool received,
                const std::function<void(const EventFact &)> &sink);
    void sightings(std::int64_t since, std::int64_t until,
                   const std::function<void(const EventFact &, std::int64_t relay)> &sink);
    void jobs(std::int64_t since, std::int64_t until, const std::function<void(const JobFact &)> &sink);
    void payments(std::int64_t since, std::int64_t until,
                  const std::function<void(const PaymentFact &)> &sink);

    /// The event in this row if it would count, were its time come and were it no customer's note.
    std::optional<EventFact> event(RowId rid);
    /// The event in this row if it counts.
    std::optional<EventFact> counted(RowId rid);
    std::vector<std::int64_t> relaysOf(RowId rid);
    std::optional<JobFact> job(std::int64_t jid);
    /// The receipt in this row if it counts.
    std::optional<PaymentFact> payment(RowId rid);

    /// Events dated before it count (meta: counted_until).
    std::int64_t countedUntil();

private:
    JobFact jobFrom(const Statement &row, std::int64_t jid);

    Statement m_events;
    Statement m_eventsReceived;
    Statement m_sightings;
    Statement m_jobs;
    Statement m_payments;
    Statement m_payment;
    Statement m_event;
    Statement m_counted;
    Statement m_relays;
    Statement m_job;
    Statement m_attempts;
    Statement m_countedUntil;
};

/// Whether an event of this role and these flags is one that counts once its time has come.
bool canCount(dvm::Role role, std::uint32_t flags);

} // namespace dvmdash::store
