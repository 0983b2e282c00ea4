// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/health_reader.h"

#include "dvm/job.h"
#include "store/coverage.h"
#include "store/split_id.h"

#include <algorithm>
#include <string>
#include <vector>

namespace dvmdash::metrics
{

namespace
{

/// Of a board there are many DVMs, and for the state one ignored request is enough.
constexpr int mostForBoard = 100;
constexpr int mostForPage = 2'000;
/// A relay that flaps makes very many spans, and what lies behind so many says no more.
constexpr int mostSpans = 10'000;

/// The kind stands in the text, for SQLite to see that the partial index event_self holds it.
std::string newestSql(const char *kind)
{
    return std::string("SELECT created_at, id8, id24 FROM event WHERE pid = ?1 AND kind = ") + kind +
           " AND created_at < (SELECT value FROM meta WHERE key = 'counted_until') "
           "ORDER BY created_at DESC LIMIT 1";
}

/// The end of the index attempt_dvm, so that the work is bounded.
std::string attemptsSql(const char *order)
{
    return std::string("SELECT jid, state FROM attempt WHERE pid = ?1 AND since > ?2 ORDER BY since ") +
           order + " LIMIT ?3";
}

} // namespace

/// From the newest span backwards, over the spans of all relays.
std::optional<std::int64_t> heardSince(store::Database &db, std::int64_t now)
{
    std::vector<std::int64_t> relays;
    std::int64_t frontier = 0;
    store::Statement each = db.prepare("SELECT relay FROM relay");
    store::Statement end =
        db.prepare("SELECT until FROM coverage WHERE relay = ?1 ORDER BY since DESC LIMIT 1");
    while (each.step()) {
        const store::ResetAtEnd reset(end);
        if (!end.bind(1, each.integer(0)).step())
            continue;
        relays.push_back(each.integer(0));
        frontier = std::max(frontier, end.integer(0));
    }
    if (frontier < now - store::longestLagSeconds)
        return std::nullopt;
    store::Statement before = db.prepare(
        "SELECT since, until FROM coverage WHERE relay = ?1 AND since < ?2 ORDER BY since DESC LIMIT 1");
    std::int64_t since = std::min(frontier, now);
    for (int span = 0; span < mostSpans; ++span) {
        std::int64_t earlier = since;
        for (const std::int64_t relay : relays) {
            const store::ResetAtEnd reset(before);
            if (before.bind(1, relay).bind(2, since).step() && before.integer(1) >= since)
                earlier = std::min(earlier, before.integer(0));
        }
        if (earlier == since)
            break;
        since = earlier;
    }
    return since;
}

HealthReader::HealthReader(store::Database &db, std::int64_t now)
    : m_now(now)
    , m_heardSince(heardSince(db, now))
    , m_heartbeat(db.prepare(newestSql("11998")))
    , m_announcement(db.prepare(newestSql("31990")))
    , m_newestAttempts(db.prepare(attemptsSql("DESC")))
    , m_oldestAttempts(db.prepare(attemptsSql("ASC")))
    , m_request(db.prepare("SELECT created_at, id8, id24 FROM job WHERE jid = ?1"))
    , m_answer(db.prepare("SELECT e.id8, e.id24 FROM event e LEFT JOIN answer a ON a.rid = e.rid "
                          "WHERE e.pid = ?1 AND e.created_at = ?2 AND e.role IN (2, 3) AND (e.flags & 1) = 0 "
                          "AND coalesce(a.note, 0) = 0 ORDER BY e.rid LIMIT 1"))
{
}

dvm::LivenessFacts HealthReader::facts(std::int64_t pid, std::int64_t answeredAt)
{
    dvm::LivenessFacts facts;
    facts.now = m_now;
    facts.heard_since = m_heardSince;
    facts.answer.at = answeredAt;
    facts.heartbeat = newest(m_heartbeat, pid);
    facts.ignored = ignored(pid, answeredAt, mostForBoard);
    return facts;
}

dvm::LivenessFacts HealthReader::factsWithEvents(std::int64_t pid, std::int64_t answeredAt)
{
    dvm::LivenessFacts facts = this->facts(pid, answeredAt);
    facts.answer = answer(pid, answeredAt);
    facts.announcement = newest(m_announcement, pid);
    facts.ignored = ignored(pid, answeredAt, mostForPage);
    return facts;
}

dvm::IgnoredRequests HealthReader::ignored(std::int64_t pid, std::int64_t answeredAt, int most)
{
    dvm::IgnoredRequests sum;
    if (addIgnored(m_newestAttempts, pid, answeredAt, most, sum) < most)
        return sum;
    // More than were looked at: where it began is looked for from the other end.
    sum.more = true;
    dvm::IgnoredRequests oldest;
    addIgnored(m_oldestAttempts, pid, answeredAt, most, oldest);
    if (oldest.count > 0 && (sum.count == 0 || oldest.first.at < sum.first.at))
        sum.first = oldest.first;
    sum.last = sum.count > 0 ? sum.last : oldest.last;
    sum.count = std::max(sum.count, oldest.count);
    return sum;
}

int HealthReader::addIgnored(store::Statement &attempts, std::int64_t pid, std::int64_t answeredAt, int most,
                             dvm::IgnoredRequests &sum)
{
    int seen = 0;
    const store::ResetAtEnd reset(attempts);
    attempts.bind(1, pid).bind(2, answeredAt).bind(3, most);
    for (; attempts.step(); ++seen) {
        if (static_cast<dvm::State>(attempts.integer(1)) != dvm::State::Ignored)
            continue;
        const store::ResetAtEnd resetRequest(m_request);
        if (!m_request.bind(1, attempts.integer(0)).step() || m_request.integer(0) <= answeredAt)
            continue;
        const dvm::Sign request{m_request.integer(0), store::joinId(m_request.integer(1), m_request.blob(2))};
        if (sum.count == 0 || request.at < sum.first.at)
            sum.first = request;
        if (sum.count == 0 || request.at > sum.last.at)
            sum.last = request;
        ++sum.count;
    }
    return seen;
}

dvm::Sign HealthReader::newest(store::Statement &of, std::int64_t pid)
{
    const store::ResetAtEnd reset(of);
    if (!of.bind(1, pid).step())
        return {};
    return {of.integer(0), store::joinId(of.integer(1), of.blob(2))};
}

dvm::Sign HealthReader::answer(std::int64_t pid, std::int64_t answeredAt)
{
    dvm::Sign sign{answeredAt, std::nullopt};
    if (answeredAt <= 0)
        return sign;
    const store::ResetAtEnd reset(m_answer);
    if (m_answer.bind(1, pid).bind(2, answeredAt).step())
        sign.event = store::joinId(m_answer.integer(0), m_answer.blob(1));
    return sign;
}

} // namespace dvmdash::metrics
