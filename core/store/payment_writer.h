// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/payment.h"
#include "store/event_loader.h"
#include "store/fact_listener.h"
#include "store/fact_reader.h"
#include "store/interner.h"
#include "store/payment_knowledge.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/touched_jobs.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::store
{

/// Keeps the rows of payments: which job each belongs to, how sure it is, which one of several receipts
/// counts, and as what it is counted. Inside the transaction that stores the event. Jobs whose payments
/// change are touched.
///
/// How a payment stands follows from what is known beside it (PaymentKnowledge), whatever came first: when
/// that changes, reconsider() judges what rests on it again. Of all receipts of one payment (one key) that
/// are not refused one counts, whatever they name: the surest tier, then the earliest created_at, then the
/// lowest receipt id. A payment whose event was deleted stands as it did.
class PaymentWriter
{
public:
    PaymentWriter(Database &db, Interner &keys, EventLoader &events, TouchedJobs &touched,
                  FactListener &listener);

    /// A receipt that belongs to this job, or waits without one. `event` is the receipt.
    void note(const dvm::Payment &payment, const nostr::Event &event, RowId rid,
              std::optional<std::int64_t> jid);
    /// A 7376: what its author has redeemed.
    void noteRedemption(const nostr::Event &event, RowId rid);
    /// A 10019: what its author says of nutzaps to it.
    void noteNutzapInfo(const nostr::Event &event);
    /// Who signs the receipts of this key is known anew.
    void reconsiderReceipts(std::int64_t payee);
    /// The receipts of everybody of whom that was ever known.
    void reconsiderReceipts();

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
    /// A payment as its row stands; only of events that are still there.
    struct Row {
        RowId rid = 0;
        std::optional<std::int64_t> jid;
        dvm::Standing standing;
        std::string key;
        bool counted = false;
        std::int64_t created_at = 0;
        std::int64_t author = 0; ///< pid of who signed the event
        std::int64_t payee = 0;
    };
    /// What rows that counted until now were credited with.
    using Credits = std::map<RowId, PaymentFact>;

    bool takesTheCount(const dvm::Payment &payment, dvm::Tier tier);
    void wait(const std::vector<RowId> &rids);
    std::vector<RowId> countedOf(Statement &select);
    static Row rowFrom(const Statement &found);
    std::optional<Row> rowAt(RowId rid);
    std::vector<Row> rowsOf(std::int64_t payee, int kind, std::int64_t since);
    void reconsider(const std::vector<Row> &rows,
                    const std::function<dvm::Standing(const Row &)> &standingOf);
    void countNoMore(RowId rid, std::optional<std::int64_t> jid, Credits &credits);
    void elect(const std::string &key, const Credits &credits);

    Interner &m_keys;
    EventLoader &m_events;
    TouchedJobs &m_touched;
    FactListener &m_listener;
    FactReader m_facts;
    PaymentKnowledge m_knowledge;
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
    Statement m_rowsOf;
    Statement m_rowById;
    Statement m_setStanding;
    Statement m_isHeld;
    Statement m_candidates;
    Statement m_count;
    Statement m_withSigners;
};

} // namespace dvmdash::store
