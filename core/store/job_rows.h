// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/job.h"
#include "nostr/bytes.h"
#include "store/bulk_insert.h"
#include "store/id_filter.h"
#include "store/id_table.h"
#include "store/interner.h"
#include "store/job_finder.h"
#include "store/rows.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace dvmdash::store
{

/// What is judged of a job, as it stands in its table.
struct JudgedColumns {
    dvm::State state = dvm::State::Missing;
    dvm::PaymentState payment = dvm::PaymentState::None;
    std::int64_t attempts = 0;
    std::int64_t targeted = 0;
    std::int64_t unobserved = 0;
    std::optional<std::int64_t> deadline;
    std::optional<std::int64_t> response_s;
    std::optional<std::int64_t> response_ms;
    std::int64_t last_change = 0;
};

/// The rows of jobs, their targets and their answers, for the writer. New ones are kept back and written many
/// at a time: a new job, which is found by its id, changed by its request and judged in one transaction,
/// becomes one row in one go. Before anything else reads the tables, say which rows it needs to find there.
/// In the caller's transaction; all must be written before its end.
class JobRows
{
public:
    JobRows(Database &db, Interner &keys, IdTable &ids);

    /// Holds every id that a job, an event or a payment of the file names; new jobs are added. Then the
    /// tables are not asked for those that nobody has named. Empty: they always are.
    void setNamed(std::shared_ptr<IdFilter> named) { m_named = std::move(named); }
    void noteNamed(const nostr::EventId &id);
    /// False: neither a job nor an event nor a payment names it.
    bool mayBeNamed(const nostr::EventId &id) const { return !m_named || m_named->mayHold(id); }

    /// Which row number a new job takes; empty, or without an answer: the next free one.
    using ChooseRow = std::function<std::optional<std::int64_t>(const nostr::EventId &request)>;
    void setChooseRow(ChooseRow choose) { m_chooseRow = std::move(choose); }

    std::optional<std::int64_t> find(const nostr::EventId &request);
    /// Its event is stored itself, not only inside an answer.
    bool isKnownRequest(const nostr::EventId &id);
    /// Nothing: nobody knows yet.
    std::optional<std::int64_t> customerOf(std::int64_t jid);
    std::optional<std::int64_t> jobOfAnswer(RowId answer);

    std::int64_t add(const nostr::EventId &request, std::int64_t created_at);
    /// Without a row of its event the request was seen only inside an answer.
    void setRequest(std::int64_t jid, const dvm::Request &request, std::optional<RowId> rid);
    void setUnseen(std::int64_t jid, int kind, std::int64_t created_at);
    void setJudged(std::int64_t jid, const JudgedColumns &judged);
    void addAnswer(std::int64_t jid, RowId rid, const dvm::Answer &answer, dvm::MatchRule rule);

    void writeAnswers();
    /// All of them, if this one waits.
    void writeAnswer(RowId rid);
    /// The job alone, with its targets and answers: to be read back.
    void write(std::int64_t jid);
    void writeAll();
    /// After a rollback.
    void forget();

private:
    struct JobRow {
        nostr::EventId id;
        std::optional<RowId> rid;
        int kind = 0;
        std::optional<std::int64_t> customer;
        std::int64_t created_at = 0;
        std::int64_t received_ms = 0;
        bool live = false;
        bool encrypted = false;
        bool nested = false;
        JudgedColumns judged;
    };
    struct AnswerRow {
        RowId rid;
        std::int64_t jid;
        dvm::Answer answer;
        dvm::MatchRule rule;
    };
    using TargetRow = std::array<std::int64_t, 3>;
    using Waiting = std::map<std::int64_t, JobRow>;

    std::int64_t rowForNew(const nostr::EventId &request);
    void writeTargets();
    template<typename Iterator>
    void insertJobs(std::size_t count, Iterator from);

    Interner &m_keys;
    IdTable &m_ids;
    std::shared_ptr<IdFilter> m_named;
    ChooseRow m_chooseRow;
    std::int64_t m_nextRow = 0; ///< 0: not known yet
    Waiting m_jobs;
    std::unordered_map<nostr::EventId, std::int64_t, nostr::BytesHash> m_added; ///< in this transaction
    std::vector<TargetRow> m_targets;
    std::vector<AnswerRow> m_answers;
    std::unordered_map<RowId, std::int64_t> m_jobsOfAnswers; ///< of m_answers

    JobFinder m_finder;
    Statement m_lastRow;
    Statement m_customerOf;
    Statement m_jobOfAnswer;
    Statement m_setRequest;
    Statement m_setUnseen;
    Statement m_setJudged;
    BulkInsert m_insertJob;
    BulkInsert m_insertTarget;
    BulkInsert m_insertAnswer;
};

} // namespace dvmdash::store
