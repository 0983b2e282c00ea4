// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "store/bulk_insert.h"
#include "store/event_loader.h"
#include "store/fact_listener.h"
#include "store/fact_reader.h"
#include "store/heard.h"
#include "store/interner.h"
#include "store/job_facts.h"
#include "store/job_rows.h"
#include "store/payment_writer.h"
#include "store/touched_jobs.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// Judges a job by what its rows say, writes what it and its attempts are, and tells what has changed of what
/// can be counted. What a job is, dvm::judge() decides. In the caller's transaction.
class JobSettler
{
public:
    JobSettler(Database &db, Interner &keys, EventLoader &events, const dvm::KindTable &kinds,
               FactListener &listener, PaymentWriter &payments, JobRows &rows);

    /// `now` is in Unix seconds. Say JobRows::writeAll() and writeAttempts() after the last one.
    void settle(std::int64_t jid, TouchedJob job, const Listening &listening, std::int64_t now);
    void writeAttempts();
    /// See JobWriter.
    std::vector<nostr::EventId> takeChangedNotes() { return std::exchange(m_changedNotes, {}); }
    /// After a rollback.
    void forget()
    {
        m_attempts.clear();
        m_changedNotes.clear();
    }

private:
    /// An attempt as it stands in its table.
    struct AttemptRow {
        std::int64_t jid = 0;
        std::int64_t pid = 0;
        int position = 0;
        std::optional<RowId> evidence;
        std::optional<RowId> result;
        dvm::Attempt attempt;
    };
    struct RequestTraits {
        int kind = 0; ///< 0: not known
        std::int64_t created_at = 0;
    };

    JobFact factOf(const dvm::JobFacts &facts, const dvm::JobJudgement &judgement);
    RequestTraits traitsOf(const dvm::JobFacts &facts) const;
    void writeJob(std::int64_t jid, const dvm::JobFacts &facts, const dvm::JobJudgement &judgement,
                  std::int64_t darkUntil);
    void gatherAttempts(std::int64_t jid, bool isNew, const LoadedFacts &loaded,
                        const dvm::JobJudgement &judgement);
    void creditPayments(const LoadedFacts &loaded, const dvm::JobJudgement &judgement);
    void markCustomerNotes(const LoadedFacts &loaded);

    Interner &m_keys;
    EventLoader &m_events;
    const dvm::KindTable &m_kinds;
    FactListener &m_listener;
    PaymentWriter &m_payments;
    JobRows &m_rows;
    FactReader m_facts;
    JobFactsLoader m_loader;
    Statement m_deleteAttempts;
    BulkInsert m_insertAttempt;
    std::vector<AttemptRow> m_attempts; ///< that writeAttempts() is to write
    std::vector<nostr::EventId> m_changedNotes;
    Statement m_setNote;
};

} // namespace dvmdash::store
