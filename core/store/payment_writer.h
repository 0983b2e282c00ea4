// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/payment.h"
#include "store/fact_listener.h"
#include "store/fact_reader.h"
#include "store/interner.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/touched_jobs.h"

#include <cstdint>
#include <optional>

namespace dvmdash::store
{

/// Keeps the rows of payments: which job each belongs to, which one of several receipts counts, and as what
/// it is counted. Inside the transaction that stores the event. Jobs whose payments change are touched.
///
/// Of all receipts of one payment (one key) one counts, whatever they name: the surest tier, then the
/// earliest created_at, then the lowest receipt id.
class PaymentWriter
{
public:
    PaymentWriter(Database &db, Interner &keys, TouchedJobs &touched, FactListener &listener);

    /// A receipt that belongs to this job, or waits without one.
    void note(const dvm::Payment &payment, RowId rid, std::optional<std::int64_t> jid);

    /// Whether any payment names this event. All that do stand with one job, or wait together.
    bool anyNames(const nostr::EventId &target);
    /// Moves them to this job, or lets them wait.
    void place(const nostr::EventId &target, std::optional<std::int64_t> jid);
    /// The job is gone: its payments wait.
    void release(std::int64_t jid);
    /// Payments that came for a job of which nothing can be told any more.
    void leaveUnattributed(std::int64_t jid);
    /// Counts the payment of this row for a job of this kind (0: not known).
    void credit(RowId rid, dvm::Purpose purpose, int kind);

private:
    bool takesTheCount(const dvm::Payment &payment);
    void wait(const std::vector<RowId> &rids);
    std::vector<RowId> countedOf(Statement &select);

    Interner &m_keys;
    TouchedJobs &m_touched;
    FactListener &m_listener;
    FactReader m_facts;
    Statement m_insert;
    Statement m_counted;
    Statement m_countNoMore;
    Statement m_placeOf;
    Statement m_place;
    Statement m_release;
    Statement m_countedNaming;
    Statement m_countedIn;
    Statement m_neverCredited;
    Statement m_setCredit;
};

} // namespace dvmdash::store
