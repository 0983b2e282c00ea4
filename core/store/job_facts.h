// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/job.h"
#include "store/interner.h"
#include "store/rows.h"
#include "store/sqlite.h"

#include <map>
#include <set>

namespace dvmdash::store
{

/// What is known of one job, with the rows that its events stand in.
struct LoadedFacts {
    dvm::JobFacts facts;
    std::map<nostr::EventId, RowId> rows;     ///< of the answers
    std::map<nostr::EventId, RowId> payments; ///< of the payments
    bool frozen = false;                      ///< events of it were deleted: what is left tells no more
    std::set<RowId> notes;                    ///< answers that are marked as the customer's notes
};

/// Reads the facts that dvm::judge() needs from the lean rows, without decoding a payload. Of the receipts
/// that name the job only those that count are among them: judge() sees one job, and another receipt of the
/// same payment may name another.
class JobFactsLoader
{
public:
    JobFactsLoader(Database &db, Interner &keys);
    LoadedFacts load(std::int64_t jid);

private:
    void loadRequest(std::int64_t jid, LoadedFacts &loaded);
    void loadAnswers(std::int64_t jid, LoadedFacts &loaded);
    void loadPayments(std::int64_t jid, LoadedFacts &loaded);
    void loadCancellations(std::int64_t jid, dvm::JobFacts &facts);

    Interner &m_keys;
    Statement m_job;
    Statement m_targets;
    Statement m_answers;
    Statement m_payments;
    Statement m_cancellations;
};

} // namespace dvmdash::store
