// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/attempt_rows.h"
#include "store/chain_walk.h"
#include "store/job_finder.h"
#include "store/reader.h"
#include "store/split_id.h"

#include <algorithm>

namespace dvmdash::store
{

namespace
{

constexpr int mostDvmsShown = 4;

constexpr const char *jobColumns =
    "j.jid, j.id8, j.id24, j.rid, j.kind, k.pk, j.created_at, j.state, j.payment, "
    "j.attempts, j.targeted, j.response_s, j.response_ms, j.last_change ";

/// States that isFailure() names, for SQL.
constexpr const char *failureStates = "(6, 7, 8, 9)";

std::string numberList(const std::vector<std::int64_t> &numbers)
{
    std::string text = "(";
    for (std::size_t i = 0; i < numbers.size(); ++i)
        text += (i == 0 ? "" : ",") + std::to_string(numbers[i]);
    return text + ")";
}

/// Only a look at the chain tells whether a job is wanted.
bool isSelectedByChain(const JobSelection &selection)
{
    return selection.chains &&
           (selection.judging.now || !selection.causes.empty() || selection.awaiting_payment);
}

JobPlace placeOf(const Statement &row)
{
    return {dvm::isFailure(static_cast<dvm::State>(row.integer(7))), row.integer(6), row.integer(0)};
}

/// For SQL: stands behind it in the order of the list.
std::string behind(const JobPlace &place, bool failedFirst)
{
    const std::string at = std::to_string(place.created_at);
    const std::string older = "(j.created_at < " + at + " OR (j.created_at = " + at + " AND j.jid < " +
                              std::to_string(place.row) + "))";
    // The upper end in its own words, for the index.
    if (!failedFirst)
        return " AND j.created_at <= " + at + " AND " + older;
    const std::string failed = std::string("j.state IN ") + failureStates;
    const std::string others = "NOT (" + failed + ")";
    return place.failed ? " AND (" + others + " OR " + older + ")" : " AND " + others + " AND " + older;
}

bool matches(const JobSelection &selection, const JobRow &row)
{
    const auto &states = selection.states;
    const auto &causes = selection.causes;
    const bool isInState =
        states.empty() || std::find(states.begin(), states.end(), row.state) != states.end();
    const bool hasCause =
        causes.empty() || std::any_of(row.causes.begin(), row.causes.end(), [&](const dvm::RootCause &cause) {
            return std::find(causes.begin(), causes.end(), cause.reason) != causes.end();
        });
    return isInState && hasCause && (!selection.awaiting_payment || row.awaits_payment);
}

} // namespace

JobRow Reader::jobRow(const Statement &row)
{
    JobRow job;
    const std::int64_t jid = row.integer(0);
    job.request = joinId(row.integer(1), row.blob(2));
    job.request_seen = !row.isNull(3);
    job.kind = static_cast<int>(row.integer(4));
    job.customer = nostr::PublicKey::fromBytes(row.blob(5));
    job.created_at = row.integer(6);
    job.state = static_cast<dvm::State>(row.integer(7));
    job.payment = static_cast<dvm::PaymentState>(row.integer(8));
    job.attempts = static_cast<int>(row.integer(9));
    job.targeted = static_cast<int>(row.integer(10));
    job.response_s = row.optionalInteger(11);
    job.response_ms = row.optionalInteger(12);
    job.last_change = row.integer(13);
    job.dvms = firstAnswerers(jid);
    return job;
}

std::vector<nostr::PublicKey> Reader::firstAnswerers(std::int64_t jid)
{
    std::vector<nostr::PublicKey> found;
    const ResetAtEnd reset(m_firstAnswerers);
    m_firstAnswerers.bind(1, jid).bind(2, mostDvmsShown);
    while (m_firstAnswerers.step())
        if (const auto key = nostr::PublicKey::fromBytes(m_firstAnswerers.blob(0)))
            found.push_back(*key);
    return found;
}

/// `where`: of those that match; empty when none does. Counted slice by slice of the time, to tell how far it
/// is. Who had a part in which jobs is looked up once a statement, so with people there is one slice.
void Reader::countJobs(const JobSelection &selection, const std::string &where, JobList &list)
{
    constexpr std::int64_t slices = 64;
    Statement ends = m_db.prepare("SELECT (SELECT min(created_at) FROM job WHERE created_at >= ?1), "
                                  "(SELECT max(created_at) FROM job WHERE created_at < ?2)");
    ends.bind(1, selection.since).bind(2, selection.until).step();
    if (ends.isNull(0) || ends.isNull(1) || ends.integer(0) > ends.integer(1))
        return;
    const std::int64_t since = ends.integer(0);
    const std::int64_t length = ends.integer(1) + 1 - since;
    const std::int64_t count =
        selection.people.empty() && selection.dvms.empty() ? std::min(slices, length) : 1;
    Statement failed =
        m_db.prepare(std::string("SELECT count(*) FROM job WHERE created_at >= ?1 AND created_at < ?2 "
                                 "AND state IN ") +
                     failureStates);
    Statement matching = m_db.prepare("SELECT count(*) FROM job j " +
                                      (where.empty() ? std::string("WHERE ?1 > ?2 AND 0") : where));
    for (std::int64_t slice = 0; slice < count; ++slice) {
        const std::int64_t from = since + length * slice / count;
        const std::int64_t until = since + length * (slice + 1) / count;
        const ResetAtEnd resetFailed(failed);
        const ResetAtEnd resetMatching(matching);
        failed.bind(1, from).bind(2, until).step();
        list.failed += failed.integer(0);
        matching.bind(1, from).bind(2, until).step();
        list.matching += matching.integer(0);
        m_progress.report(slice + 1, count);
    }
}

/// Of those that are known.
std::vector<std::int64_t> Reader::pidsOf(const std::vector<nostr::PublicKey> &keys)
{
    std::vector<std::int64_t> pids;
    for (const auto &key : keys)
        if (const auto pid = pidOf(key))
            pids.push_back(*pid);
    return pids;
}

JobList Reader::jobs(const JobSelection &selection)
{
    const Transaction transaction(m_db, Transaction::Kind::Read);
    JobList list;
    ProgressParts parts(m_progress, {9, 1});
    std::string where = "WHERE j.created_at >= ?1 AND j.created_at < ?2";
    // Judged anew, a job may be in another state than the one that is stored.
    if (!selection.states.empty() && !selection.judging.now) {
        std::vector<std::int64_t> states;
        for (const auto state : selection.states)
            states.push_back(static_cast<std::int64_t>(state));
        where += " AND j.state IN " + numberList(states);
    }
    if (!selection.kinds.empty())
        where += " AND j.kind IN " + numberList({selection.kinds.begin(), selection.kinds.end()});
    if (!selection.people.empty()) {
        const std::string numbers = numberList(pidsOf(selection.people));
        where += " AND (j.customer IN " + numbers + " OR j.jid IN (SELECT jid FROM attempt WHERE pid IN " +
                 numbers + "))";
    }
    if (!selection.dvms.empty())
        where +=
            " AND j.jid IN (SELECT jid FROM attempt WHERE pid IN " + numberList(pidsOf(selection.dvms)) + ")";
    if (selection.event) {
        const auto jid = jobRowId(*selection.event);
        if (!jid) {
            countJobs(selection, {}, list);
            return list;
        }
        where += " AND j.jid = " + std::to_string(*jid);
    }

    if (selection.after)
        where += behind(*selection.after, selection.failed_first);
    else
        countJobs(selection, where, list);
    parts.next();
    const std::string order = selection.failed_first ? std::string(" ORDER BY j.state IN ") + failureStates +
                                                           " DESC, j.created_at DESC, j.jid DESC"
                                                     : std::string(" ORDER BY j.created_at DESC, j.jid DESC");
    Statement rows =
        m_db.prepare(std::string("SELECT ") + jobColumns +
                     "FROM job j LEFT JOIN pubkey k ON k.pid = j.customer " + where + order + " LIMIT ?3");
    constexpr int noLimit = -1;
    rows.bind(1, selection.since)
        .bind(2, selection.until)
        .bind(3, isSelectedByChain(selection) ? noLimit : selection.limit);
    if (selection.chains)
        addWithChains(selection, rows, list);
    else
        addRows(rows, list);
    return list;
}

void Reader::addRows(Statement &rows, JobList &list)
{
    while (rows.step()) {
        list.rows.push_back(jobRow(rows));
        list.last = placeOf(rows);
    }
}

void Reader::addWithChains(const JobSelection &selection, Statement &rows, JobList &list)
{
    ChainWalk walk(*this, selection.judging);
    while (rows.step()) {
        JobRow row = jobRow(rows);
        const dvm::Chain chain = walk.around(rows.integer(0));
        const std::size_t job = chain.indexOf(row.request).value();
        const dvm::ChainNode &node = chain.nodes[job];
        row.state = node.state;
        row.awaits_payment = dvm::awaitsPayment(node);
        row.causes = dvm::verdictOf(chain, job).root_causes;
        row.chain_jobs = static_cast<int>(chain.nodes.size());
        if (matches(selection, row))
            list.rows.push_back(std::move(row));
        list.last = placeOf(rows);
    }
    if (!isSelectedByChain(selection))
        return;
    list.matching = static_cast<std::int64_t>(list.rows.size());
    if (selection.failed_first)
        std::stable_partition(list.rows.begin(), list.rows.end(),
                              [](const JobRow &row) { return dvm::isFailure(row.state); });
    if (list.matching > selection.limit)
        list.rows.resize(static_cast<std::size_t>(std::max(0, selection.limit)));
}

std::vector<nostr::EventId> Reader::deliveredJobs(int kind, const std::optional<nostr::PublicKey> &customer,
                                                  int most)
{
    constexpr int mostLookedAt = 20'000;
    const auto pid = customer ? pidOf(*customer) : std::nullopt;
    if (customer && !pid)
        return {};
    // Over the index of the kinds, or of the authors: of jobs there is none by kind.
    const std::string newest = customer ? "event INDEXED BY event_author WHERE pid = ?4 AND kind = ?1"
                                        : "event INDEXED BY event_kind WHERE kind = ?1";
    Statement rows = m_db.prepare("SELECT j.id8, j.id24 FROM (SELECT rid, id8 FROM " + newest +
                                  " ORDER BY created_at DESC LIMIT ?3) e "
                                  "CROSS JOIN job j ON j.rid = e.rid AND j.jid IN "
                                  "(SELECT row FROM id WHERE id8 = e.id8 AND use = 16) WHERE j.state = 5 "
                                  "LIMIT ?2");
    rows.bind(1, kind).bind(2, most).bind(3, mostLookedAt);
    if (pid)
        rows.bind(4, *pid);
    std::vector<nostr::EventId> found;
    while (rows.step())
        found.push_back(joinId(rows.integer(0), rows.blob(1)));
    return found;
}

std::optional<std::int64_t> Reader::jobRowId(const nostr::EventId &id)
{
    if (const auto found = JobFinder(m_db).find(id))
        return found->jid;
    const auto rid = m_events.find(id);
    if (!rid)
        return std::nullopt;
    Statement byAnswer = m_db.prepare("SELECT jid FROM answer WHERE rid = ?1 "
                                      "UNION ALL SELECT jid FROM payment WHERE rid = ?1 AND jid IS NOT NULL "
                                      "UNION ALL SELECT jid FROM cancellation WHERE rid = ?1");
    if (byAnswer.bind(1, *rid).step())
        return byAnswer.integer(0);
    return std::nullopt;
}

std::vector<dvm::Attempt> Reader::attempts(std::int64_t jid)
{
    return AttemptRows(m_db).of(jid);
}

std::optional<JobDetail> Reader::jobDetail(const nostr::EventId &id)
{
    const Transaction transaction(m_db, Transaction::Kind::Read);
    const auto jid = jobRowId(id);
    if (!jid)
        return std::nullopt;
    JobDetail detail;
    Statement job = m_db.prepare(std::string("SELECT ") + jobColumns +
                                 "FROM job j LEFT JOIN pubkey k ON k.pid = j.customer WHERE j.jid = ?1");
    if (!job.bind(1, *jid).step())
        return std::nullopt;
    detail.row = jobRow(job);
    detail.attempts = attempts(*jid);
    Statement rids = m_db.prepare("SELECT rid FROM (SELECT rid FROM job WHERE jid = ?1 AND rid IS NOT NULL "
                                  "UNION SELECT rid FROM answer WHERE jid = ?1 "
                                  "UNION SELECT rid FROM payment WHERE jid = ?1 "
                                  "UNION SELECT rid FROM cancellation WHERE jid = ?1) "
                                  "JOIN event USING(rid) ORDER BY created_at, rid");
    rids.bind(1, *jid);
    while (rids.step())
        if (auto row = m_events.row(rids.integer(0)))
            detail.events.push_back(std::move(*row));
    return detail;
}

} // namespace dvmdash::store
