// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/payment.h"
#include "store/interner.h"
#include "store/rows.h"
#include "store/sqlite.h"

#include <cstdint>
#include <optional>
#include <set>

namespace dvmdash::store
{

/// Keeps the rows of payments: which job each belongs to, and which one of several receipts counts. Inside
/// the transaction that stores the event. Jobs whose payments change are added to `touched`.
///
/// Of all receipts of one payment (one key) one counts, whatever they name: the surest tier, then the
/// earliest created_at, then the lowest receipt id.
class PaymentWriter
{
public:
    PaymentWriter(Database &db, Interner &keys);

    /// A receipt that belongs to this job, or waits without one.
    void note(const dvm::Payment &payment, RowId rid, std::optional<std::int64_t> jid,
              std::set<std::int64_t> &touched);

    /// Whether any payment names this event. All that do stand with one job, or wait together.
    bool anyNames(const nostr::EventId &target);
    /// Moves them to this job, or lets them wait.
    void place(const nostr::EventId &target, std::optional<std::int64_t> jid,
               std::set<std::int64_t> &touched);
    /// The job is gone: its payments wait.
    void release(std::int64_t jid);

private:
    bool takesTheCount(const dvm::Payment &payment, std::set<std::int64_t> &touched);

    Interner &m_keys;
    Statement m_insert;
    Statement m_counted;
    Statement m_countNoMore;
    Statement m_placeOf;
    Statement m_place;
    Statement m_release;
};

} // namespace dvmdash::store
