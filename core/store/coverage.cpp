// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/coverage.h"

#include <algorithm>
#include <vector>

namespace dvmdash::store
{

Coverage::Coverage(Database &db)
    : m_db(db)
    , m_overlapping(
          db.prepare("SELECT since, until FROM coverage WHERE relay = ?1 AND since <= ?3 AND until >= ?2"))
    , m_delete(db.prepare("DELETE FROM coverage WHERE relay = ?1 AND since = ?2"))
    , m_insert(db.prepare("INSERT OR REPLACE INTO coverage(relay, since, until) VALUES(?1, ?2, ?3)"))
{
    reload();
}

void Coverage::reload()
{
    m_heard = Heard(m_db);
}

void Coverage::add(std::int64_t relayRow, std::int64_t from, std::int64_t until)
{
    if (from >= until)
        return;
    std::vector<std::int64_t> merged;
    {
        const ResetAtEnd reset(m_overlapping);
        m_overlapping.bind(1, relayRow).bind(2, from).bind(3, until);
        while (m_overlapping.step()) {
            merged.push_back(m_overlapping.integer(0));
            from = std::min(from, m_overlapping.integer(0));
            until = std::max(until, m_overlapping.integer(1));
        }
    }
    for (const std::int64_t since : merged)
        m_delete.bind(1, relayRow).bind(2, since).run();
    m_insert.bind(1, relayRow).bind(2, from).bind(3, until).run();
    m_heard.add(from, until);
}

void Coverage::takeBack(std::int64_t from, std::int64_t until)
{
    if (from >= until)
        return;
    const auto run = [&](const char *sql) { m_db.prepare(sql).bind(1, from).bind(2, until).run(); };
    run("INSERT OR REPLACE INTO coverage(relay, since, until) "
        "SELECT relay, ?2, until FROM coverage WHERE since < ?2 AND until > ?2");
    run("DELETE FROM coverage WHERE since >= ?1 AND since < ?2");
    run("UPDATE coverage SET until = ?1 WHERE since < ?1 AND until > ?1 AND since < ?2");
    reload();
    for (auto &[relay, frontier] : m_frontier)
        frontier = std::min(frontier, from);
}

void Coverage::beginAnew(const std::vector<RelayStanding> &standing)
{
    reload();
    m_live.clear();
    m_frontier.clear();
    for (const RelayStanding &one : standing) {
        setLive(one.relay, one.live);
        if (one.proven_until > 0)
            noteFrontier(one.relay, one.proven_until);
    }
}

void Coverage::setLive(relay::RelayNumber relay, bool live)
{
    if (live)
        m_live.insert(relay);
    else
        m_live.erase(relay);
}

void Coverage::noteFrontier(relay::RelayNumber relay, std::int64_t until)
{
    std::int64_t &frontier = m_frontier[relay];
    frontier = std::max(frontier, until);
}

std::int64_t Coverage::judgeTime(std::int64_t now) const
{
    if (m_live.empty())
        return now;
    std::int64_t proven = now - longestLagSeconds;
    for (const auto relay : m_live)
        if (const auto at = m_frontier.find(relay); at != m_frontier.end())
            proven = std::max(proven, at->second);
    return std::min(now, proven);
}

} // namespace dvmdash::store
