// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/reader.h"

#include "store/store_file.h"

#include <chrono>

namespace dvmdash::store
{

Reader::Reader(const std::string &path)
    : m_path(path)
    , m_db(openForReading(path))
    , m_events(m_db)
    , m_firstAnswerers(
          m_db.prepare("SELECT k.pk FROM attempt a JOIN pubkey k USING(pid) WHERE a.jid = ?1 "
                       "ORDER BY a.first_answer_at IS NULL, a.first_answer_at, a.position LIMIT ?2"))
{
}

std::int64_t Reader::nowMs() const
{
    using namespace std::chrono;
    return m_clock ? m_clock() : duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::uint64_t Reader::sequence()
{
    return static_cast<std::uint64_t>(m_db.integer("SELECT value FROM meta WHERE key = 'ingest_sequence'"));
}

std::int64_t Reader::eventCount()
{
    return m_db.integer("SELECT value FROM meta WHERE key = 'event_count'");
}

std::optional<std::int64_t> Reader::pidOf(const nostr::PublicKey &key)
{
    Statement find = m_db.prepare("SELECT pid FROM pubkey WHERE pk = ?1");
    if (find.bindBlob(1, key.view()).step())
        return find.integer(0);
    return std::nullopt;
}

std::vector<std::pair<nostr::PublicKey, std::string>> Reader::names(const std::vector<nostr::PublicKey> &keys)
{
    std::vector<std::pair<nostr::PublicKey, std::string>> found;
    Statement find = m_db.prepare("SELECT p.name FROM profile p JOIN pubkey k USING(pid) WHERE k.pk = ?1");
    for (const auto &key : keys) {
        const ResetAtEnd reset(find);
        if (find.bindBlob(1, key.view()).step())
            found.emplace_back(key, std::string(find.text(0)));
    }
    return found;
}

std::vector<nostr::PublicKey> Reader::peopleNamed(std::string_view text, int most)
{
    std::vector<nostr::PublicKey> found;
    // instr() takes the text as it is: no wildcard in it means anything.
    Statement find = m_db.prepare("SELECT k.pk FROM profile p JOIN pubkey k USING(pid) "
                                  "WHERE instr(lower(p.name), lower(?1)) > 0 LIMIT ?2");
    find.bindText(1, text).bind(2, most);
    while (find.step())
        if (const auto key = nostr::PublicKey::fromBytes(find.blob(0)))
            found.push_back(*key);
    return found;
}

std::vector<nostr::PublicKey> Reader::announcedDvms(int most)
{
    std::vector<nostr::PublicKey> found;
    Statement find = m_db.prepare("SELECT k.pk FROM profile p JOIN pubkey k USING(pid) WHERE p.source = 2 "
                                  "ORDER BY p.created_at DESC LIMIT ?1");
    find.bind(1, most);
    while (find.step())
        if (const auto key = nostr::PublicKey::fromBytes(find.blob(0)))
            found.push_back(*key);
    return found;
}

std::vector<RowId> Reader::newestOf(std::int64_t pid, int kind, int most)
{
    // The kind stands in the text, for SQLite to see that the partial index holds it. Ids are compared as
    // unsigned.
    const std::string sql = "SELECT rid FROM event WHERE pid = ?1 AND kind = " + std::to_string(kind) +
                            " AND created_at < (SELECT value FROM meta WHERE key = 'counted_until') "
                            "ORDER BY created_at DESC, id8 < 0, id8, id24 LIMIT ?2";
    std::vector<RowId> found;
    Statement rows = m_db.prepare(sql);
    rows.bind(1, pid).bind(2, most);
    while (rows.step())
        found.push_back(rows.integer(0));
    return found;
}

SelfDescription Reader::selfDescription(const nostr::PublicKey &key)
{
    const Transaction transaction(m_db, Transaction::Kind::Read);
    return describedBySelf(key);
}

SelfDescription Reader::describedBySelf(const nostr::PublicKey &key)
{
    constexpr int announcementKind = 31990;
    constexpr int profileKind = 0;
    constexpr int heartbeatKind = 11998;
    constexpr int mostAnnouncements = 500;
    SelfDescription self;
    const auto pid = pidOf(key);
    if (!pid)
        return self;
    for (const RowId rid : newestOf(*pid, announcementKind, mostAnnouncements))
        self.announcements.push_back(m_events.load(rid));
    for (const RowId rid : newestOf(*pid, profileKind, 1))
        self.profile = m_events.load(rid);
    for (const RowId rid : newestOf(*pid, heartbeatKind, 1)) {
        Statement heartbeat = m_db.prepare("SELECT created_at FROM event WHERE rid = ?1");
        if (heartbeat.bind(1, rid).step())
            self.last_heartbeat_at = heartbeat.integer(0);
    }
    return self;
}

std::vector<RelaySummary> Reader::relays()
{
    std::vector<RelaySummary> found;
    Statement all = m_db.prepare(
        "SELECT r.url, coalesce(s.events, 0), coalesce(s.first, 0), coalesce(s.last, 0), coalesce(c.covered, "
        "0) "
        "FROM relay r "
        "LEFT JOIN (SELECT relay, sum(events) AS events, min(first) AS first, max(last) AS last FROM ("
        "SELECT relay, count(*) AS events, min(received_ms) AS first, max(received_ms) AS last "
        "FROM event WHERE relay <> 0 GROUP BY relay "
        "UNION ALL SELECT relay, count(*), min(first_ms), max(first_ms) FROM seen_again GROUP BY relay) "
        "GROUP BY relay) s USING(relay) "
        "LEFT JOIN (SELECT relay, sum(until - since) AS covered FROM coverage GROUP BY relay) c USING(relay) "
        "ORDER BY r.url");
    while (all.step())
        found.push_back(
            {std::string(all.text(0)), all.integer(1), all.integer(2), all.integer(3), all.integer(4)});
    return found;
}

std::vector<RelayCoverage> Reader::coverage()
{
    std::vector<RelayCoverage> found;
    Statement spans = m_db.prepare("SELECT r.url, c.since, c.until FROM coverage c JOIN relay r USING(relay) "
                                   "ORDER BY r.url, c.since");
    while (spans.step()) {
        if (found.empty() || found.back().relay != spans.text(0))
            found.push_back({std::string(spans.text(0)), {}});
        found.back().covered.add(spans.integer(1), spans.integer(2));
    }
    return found;
}

} // namespace dvmdash::store
