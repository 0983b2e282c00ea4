// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/job_rows.h"

#include "store/split_id.h"

#include <algorithm>
#include <utility>

namespace dvmdash::store
{

JobRows::JobRows(Database &db, Interner &keys, IdTable &ids)
    : m_keys(keys)
    , m_ids(ids)
    , m_finder(db)
    , m_lastRow(db.prepare("SELECT max(jid) FROM job"))
    , m_customerOf(db.prepare("SELECT customer FROM job WHERE jid = ?1 AND customer IS NOT NULL"))
    , m_jobOfAnswer(db.prepare("SELECT jid FROM answer WHERE rid = ?1"))
    , m_setRequest(
          db.prepare("UPDATE job SET rid = ?2, kind = ?3, customer = ?4, created_at = ?5, received_ms = ?6, "
                     "live = ?7, encrypted = ?8, nested = ?9 WHERE jid = ?1"))
    , m_setUnseen(db.prepare("UPDATE job SET kind = ?2, created_at = ?3 WHERE jid = ?1"))
    , m_setJudged(db.prepare(
          "UPDATE job SET state = ?2, payment = ?3, attempts = ?4, targeted = ?5, unobserved = ?6, "
          "deadline = ?7, response_s = ?8, response_ms = ?9, last_change = ?10 WHERE jid = ?1"))
    , m_insertJob(
          db,
          "INSERT OR FAIL INTO job(jid, id8, id24, rid, kind, customer, created_at, received_ms, live, "
          "encrypted, nested, state, payment, attempts, targeted, unobserved, deadline, response_s, "
          "response_ms, last_change)",
          20)
    , m_insertTarget(db, "INSERT OR IGNORE INTO target(jid, position, pid)", 3)
    , m_insertAnswer(db,
                     "INSERT OR FAIL INTO answer(rid, jid, pid, created_at, received_ms, live, kind, "
                     "status, rule, msat, payment_deadline, content_hash, empty, encrypted)",
                     14)
{
}

void JobRows::noteNamed(const nostr::EventId &id)
{
    if (m_named)
        m_named->add(id);
}

std::optional<std::int64_t> JobRows::find(const nostr::EventId &request)
{
    if (const auto added = m_added.find(request); added != m_added.end())
        return added->second;
    if (!mayBeNamed(request))
        return std::nullopt;
    const auto found = m_finder.find(request);
    return found ? std::optional(found->jid) : std::nullopt;
}

bool JobRows::isKnownRequest(const nostr::EventId &id)
{
    if (const auto added = m_added.find(id); added != m_added.end())
        if (const auto waiting = m_jobs.find(added->second); waiting != m_jobs.end())
            return waiting->second.rid.has_value();
    if (!mayBeNamed(id))
        return false;
    const auto found = m_finder.find(id);
    return found && found->isRequestStored;
}

std::optional<std::int64_t> JobRows::customerOf(std::int64_t jid)
{
    if (const auto waiting = m_jobs.find(jid); waiting != m_jobs.end())
        return waiting->second.customer;
    const ResetAtEnd reset(m_customerOf);
    return m_customerOf.bind(1, jid).step() ? std::optional(m_customerOf.integer(0)) : std::nullopt;
}

std::optional<std::int64_t> JobRows::jobOfAnswer(RowId answer)
{
    if (const auto waiting = m_jobsOfAnswers.find(answer); waiting != m_jobsOfAnswers.end())
        return waiting->second;
    const ResetAtEnd reset(m_jobOfAnswer);
    return m_jobOfAnswer.bind(1, answer).step() ? std::optional(m_jobOfAnswer.integer(0)) : std::nullopt;
}

std::int64_t JobRows::rowForNew(const nostr::EventId &request)
{
    const auto chosen = m_chooseRow ? m_chooseRow(request) : std::nullopt;
    if (!chosen && m_nextRow == 0) {
        const ResetAtEnd reset(m_lastRow);
        m_nextRow = (m_lastRow.step() ? m_lastRow.integer(0) : 0) + 1;
        if (!m_jobs.empty())
            m_nextRow = std::max(m_nextRow, m_jobs.rbegin()->first + 1);
    }
    const std::int64_t row = chosen.value_or(m_nextRow);
    if (m_nextRow != 0)
        m_nextRow = std::max(m_nextRow, row + 1);
    return row;
}

std::int64_t JobRows::add(const nostr::EventId &request, std::int64_t created_at)
{
    const std::int64_t jid = rowForNew(request);
    JobRow row;
    row.id = request;
    row.created_at = created_at;
    if (!m_jobs.emplace(jid, row).second)
        throw Error("Two new jobs were given the row " + std::to_string(jid));
    m_added.emplace(request, jid);
    noteNamed(request);
    return jid;
}

void JobRows::setRequest(std::int64_t jid, const dvm::Request &request, std::optional<RowId> rid)
{
    const std::int64_t customer = m_keys.pid(request.customer);
    if (const auto waiting = m_jobs.find(jid); waiting != m_jobs.end()) {
        JobRow &row = waiting->second;
        row.rid = rid;
        row.kind = request.kind;
        row.customer = customer;
        row.created_at = request.created_at;
        row.received_ms = request.received_ms;
        row.live = request.live;
        row.encrypted = request.encrypted;
        row.nested = !rid;
    } else {
        m_setRequest.bind(1, jid)
            .bind(2, rid)
            .bind(3, request.kind)
            .bind(4, customer)
            .bind(5, request.created_at)
            .bind(6, request.received_ms)
            .bind(7, request.live ? 1 : 0)
            .bind(8, request.encrypted ? 1 : 0)
            .bind(9, rid ? 0 : 1)
            .run();
    }
    std::int64_t position = 0;
    for (const auto &target : request.targets)
        m_targets.push_back({jid, position++, m_keys.pid(target)});
}

void JobRows::setUnseen(std::int64_t jid, int kind, std::int64_t created_at)
{
    if (const auto waiting = m_jobs.find(jid); waiting != m_jobs.end()) {
        waiting->second.kind = kind;
        waiting->second.created_at = created_at;
        return;
    }
    m_setUnseen.bind(1, jid).bind(2, kind).bind(3, created_at).run();
}

void JobRows::setJudged(std::int64_t jid, const JudgedColumns &judged)
{
    if (const auto waiting = m_jobs.find(jid); waiting != m_jobs.end()) {
        waiting->second.judged = judged;
        return;
    }
    m_setJudged.bind(1, jid)
        .bind(2, static_cast<int>(judged.state))
        .bind(3, static_cast<int>(judged.payment))
        .bind(4, judged.attempts)
        .bind(5, judged.targeted)
        .bind(6, judged.unobserved)
        .bind(7, judged.deadline)
        .bind(8, judged.response_s)
        .bind(9, judged.response_ms)
        .bind(10, judged.last_change)
        .run();
}

void JobRows::addAnswer(std::int64_t jid, RowId rid, const dvm::Answer &answer, dvm::MatchRule rule)
{
    m_answers.push_back({rid, jid, answer, rule});
    m_jobsOfAnswers.emplace(rid, jid);
}

void JobRows::writeAnswers()
{
    m_insertAnswer.run(m_answers.size(), [this](BulkInsert::Row row, std::size_t i) {
        const auto &[rid, jid, answer, rule] = m_answers[i];
        row.bind(1, rid)
            .bind(2, jid)
            .bind(3, m_keys.pid(answer.author))
            .bind(4, answer.created_at)
            .bind(5, answer.received_ms)
            .bind(6, answer.live ? 1 : 0)
            .bind(7, answer.kind)
            .bind(8, static_cast<int>(answer.status))
            .bind(9, static_cast<int>(rule))
            .bind(10, answer.amount_msat)
            .bind(11, answer.payment_deadline)
            .bind(12, asSigned(answer.content_hash))
            .bind(13, answer.empty ? 1 : 0)
            .bind(14, answer.encrypted ? 1 : 0);
    });
    m_answers.clear();
    m_jobsOfAnswers.clear();
}

void JobRows::writeAnswer(RowId rid)
{
    if (m_jobsOfAnswers.find(rid) != m_jobsOfAnswers.end())
        writeAnswers();
}

void JobRows::writeTargets()
{
    m_insertTarget.run(m_targets.size(), [this](BulkInsert::Row row, std::size_t i) {
        row.bind(1, m_targets[i][0]).bind(2, m_targets[i][1]).bind(3, m_targets[i][2]);
    });
    m_targets.clear();
}

/// By their rows, in order.
template<typename Iterator>
void JobRows::insertJobs(std::size_t count, Iterator from)
{
    m_insertJob.run(count, [&](BulkInsert::Row row, std::size_t) {
        const auto &[jid, job] = *from++;
        m_ids.add(job.id, IdUse::Job, jid);
        const JudgedColumns &judged = job.judged;
        row.bind(1, jid)
            .bind(2, id8(job.id))
            .bindBlob(3, id24(job.id))
            .bind(4, job.rid)
            .bind(5, job.kind)
            .bind(6, job.customer)
            .bind(7, job.created_at)
            .bind(8, job.received_ms)
            .bind(9, job.live ? 1 : 0)
            .bind(10, job.encrypted ? 1 : 0)
            .bind(11, job.nested ? 1 : 0)
            .bind(12, static_cast<int>(judged.state))
            .bind(13, static_cast<int>(judged.payment))
            .bind(14, judged.attempts)
            .bind(15, judged.targeted)
            .bind(16, judged.unobserved)
            .bind(17, judged.deadline)
            .bind(18, judged.response_s)
            .bind(19, judged.response_ms)
            .bind(20, judged.last_change);
    });
}

void JobRows::write(std::int64_t jid)
{
    writeTargets();
    writeAnswers();
    const auto waiting = m_jobs.find(jid);
    if (waiting == m_jobs.end())
        return;
    insertJobs(1, waiting);
    m_jobs.erase(waiting);
}

void JobRows::writeAll()
{
    writeTargets();
    writeAnswers();
    insertJobs(m_jobs.size(), m_jobs.cbegin());
    m_ids.write(); // they are found there from now on
    m_jobs.clear();
    m_added.clear();
    m_nextRow = 0;
}

void JobRows::forget()
{
    m_jobs.clear();
    m_added.clear();
    m_targets.clear();
    m_answers.clear();
    m_jobsOfAnswers.clear();
    m_nextRow = 0;
}

} // namespace dvmdash::store
