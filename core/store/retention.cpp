// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/retention.h"

#include "store/prepared.h"
#include "store/split_id.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace dvmdash::store
{

namespace
{

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;
constexpr int eventsAtOnce = 200;
constexpr int confirming = 10; ///< events
constexpr int rowsAtOnce = 2'000;
constexpr int jobsAtOnce = 200;

struct PolicyKey {
    const char *key;
    std::int64_t standard;
};
constexpr PolicyKey maxBytesKey{"keep_bytes", RetentionPolicy().max_bytes};
constexpr PolicyKey maxDaysKey{"keep_days", RetentionPolicy().max_days};
constexpr PolicyKey minuteDaysKey{"keep_minute_days", RetentionPolicy().minute_days};
constexpr PolicyKey inactiveDaysKey{"keep_inactive_days", RetentionPolicy().inactive_days};

std::int64_t floorTo(std::int64_t time, std::int64_t step)
{
    return time - time % step;
}

} // namespace

RetentionPolicy readPolicy(Database &db)
{
    Statement find = db.prepare("SELECT value FROM meta WHERE key = ?1");
    const auto read = [&](const PolicyKey &key) {
        const ResetAtEnd reset(find);
        return find.bindText(1, key.key).step() ? find.integer(0) : key.standard;
    };
    RetentionPolicy policy;
    policy.max_bytes = read(maxBytesKey);
    policy.max_days = static_cast<int>(read(maxDaysKey));
    policy.minute_days = static_cast<int>(read(minuteDaysKey));
    policy.inactive_days = static_cast<int>(read(inactiveDaysKey));
    return policy;
}

void writePolicy(Database &db, const RetentionPolicy &policy)
{
    Statement set = db.prepare("INSERT OR REPLACE INTO meta VALUES(?1, ?2)");
    const auto write = [&](const PolicyKey &key, std::int64_t value) {
        set.bindText(1, key.key).bind(2, value).run();
    };
    write(maxBytesKey, policy.max_bytes);
    write(maxDaysKey, policy.max_days);
    write(minuteDaysKey, policy.minute_days);
    write(inactiveDaysKey, policy.inactive_days);
}

std::int64_t bytesInUse(Database &db)
{
    return (db.integer("PRAGMA page_count") - db.integer("PRAGMA freelist_count")) *
           db.integer("PRAGMA page_size");
}

bool Retention::isKeptForEver(int kind)
{
    return kind == 0 || kind == 10019 || kind == 31990;
}

Retention::Retention(Database &db, EventLoader &events, IdTable &ids, const dvm::KindTable &kinds)
    : m_db(db)
    , m_events(events)
    , m_ids(ids)
    , m_kinds(kinds)
    , m_policy(readPolicy(db))
    , m_oldest(
          db.prepare("SELECT created_at FROM event WHERE created_at >= ?1 AND kind NOT IN (0, 10019, 31990) "
                     "ORDER BY created_at LIMIT 1"))
    , m_newest(db.prepare("SELECT created_at FROM event WHERE created_at <= ?1 ORDER BY created_at DESC "
                          "LIMIT 1 OFFSET ?2"))
    , m_oldEvents(db.prepare(
          "SELECT rid FROM event WHERE created_at < ?1 AND kind NOT IN (0, 10019, 31990) LIMIT ?2"))
    , m_freeze(db.prepare(
          "UPDATE job SET frozen = 1, deadline = NULL, unobserved = 0 WHERE frozen = 0 AND jid IN ("
          "SELECT jid FROM job WHERE jid IN (SELECT row FROM id WHERE id8 = ?2 AND use = 16) AND rid = ?1 "
          "UNION ALL SELECT jid FROM answer WHERE rid = ?1 "
          "UNION ALL SELECT jid FROM payment WHERE rid = ?1 "
          "UNION ALL SELECT jid FROM cancellation WHERE rid = ?1)"))
    , m_oldJobs(db.prepare("SELECT jid FROM job WHERE frozen = 1 AND created_at < ?1 LIMIT ?2"))
{
}

std::int64_t Retention::meta(const char *key)
{
    return m_db.integer(std::string("SELECT value FROM meta WHERE key = '") + key + "'");
}

void Retention::setMeta(const char *key, std::int64_t value)
{
    Statement set = m_db.prepare("UPDATE meta SET value = ?2 WHERE key = ?1");
    set.bindText(1, key).bind(2, value).run();
}

/// What windows rest on has changed at their ends.
void Retention::newSequence()
{
    m_db.execute("UPDATE meta SET value = value + 1 WHERE key = 'ingest_sequence'");
}

bool Retention::step(std::int64_t now)
{
    Transaction transaction(m_db, Transaction::Kind::Write);
    const bool more = deleteEvents() || moveHorizon(now) || deleteMinutes(now) || deleteJobs();
    transaction.commit();
    return more;
}

std::int64_t Retention::confirmed(std::int64_t now)
{
    const ResetAtEnd reset(m_newest);
    // With fewer than these nothing is confirmed, and nothing is old.
    if (!m_newest.bind(1, now).bind(2, confirming - 1).step())
        return 0;
    return std::min(now, m_newest.integer(0) + day);
}

/// Where the horizon has to move to, if anywhere: always a full hour, so that no bucket of an hour or less is
/// cut.
std::optional<std::int64_t> Retention::nextHorizon(std::int64_t now)
{
    const std::int64_t horizon = meta("horizon");
    const std::int64_t latest = floorTo(now - day, hour);
    std::int64_t wanted = horizon;
    if (m_policy.max_days > 0)
        wanted = std::max(wanted, floorTo(now - m_policy.max_days * day, hour));
    if (m_policy.max_bytes > 0 && bytesInUse(m_db) > m_policy.max_bytes) {
        // Hour by hour: what that frees is seen before the next one.
        const ResetAtEnd reset(m_oldest);
        if (m_oldest.bind(1, wanted).step())
            wanted = std::max(wanted, floorTo(m_oldest.integer(0), hour) + hour);
    }
    wanted = std::min(wanted, latest);
    return wanted > horizon ? std::optional(wanted) : std::nullopt;
}

bool Retention::moveHorizon(std::int64_t now)
{
    const auto next = nextHorizon(now);
    if (!next)
        return false;
    // Nothing is older than the first event: a horizon before it would only refuse what was never deleted.
    {
        const ResetAtEnd reset(m_oldest);
        if (!m_oldest.bind(1, 0).step() || m_oldest.integer(0) >= *next)
            return false;
    }
    setMeta("horizon", *next);
    newSequence();
    return true;
}

/// Those from before the horizon.
bool Retention::deleteEvents()
{
    const std::int64_t horizon = meta("horizon");
    if (horizon == 0)
        return false;
    std::vector<std::int64_t> rids;
    {
        const ResetAtEnd reset(m_oldEvents);
        m_oldEvents.bind(1, horizon).bind(2, eventsAtOnce);
        while (m_oldEvents.step())
            rids.push_back(m_oldEvents.integer(0));
    }
    for (const std::int64_t rid : rids)
        deleteEvent(rid);
    if (rids.empty())
        return false;
    Statement count = m_db.prepare("UPDATE meta SET value = value - ?1 WHERE key = 'event_count'");
    count.bind(1, static_cast<std::int64_t>(rids.size())).run();
    return true;
}

void Retention::deleteEvent(std::int64_t rid)
{
    const auto event = prepare(m_events.verified(rid), m_kinds);
    for (const auto &[id, relation] : event->references)
        m_ids.erase(id, relation, rid);
    m_ids.erase(event->event.id, IdUse::Event, rid);
    m_freeze.bind(1, rid).bind(2, id8(event->event.id)).run();
    for (const char *table : {"seen_again", "payload", "event"}) {
        Statement erase = m_db.prepare(std::string("DELETE FROM ") + table + " WHERE rid = ?1");
        erase.bind(1, rid).run();
    }
}

bool Retention::deleteMinutes(std::int64_t now)
{
    if (m_policy.minute_days <= 0)
        return false;
    const std::int64_t from = floorTo(now - m_policy.minute_days * day, day);
    const std::int64_t before = std::max(from, meta("minutes_from"));
    for (const char *table : {"rollup", "duration"}) {
        // Only the network and the kinds have minutes (dimensions 0 and 1).
        for (const int dimension : {0, 1}) {
            Statement erase =
                m_db.prepare(std::string("DELETE FROM ") + table +
                             " WHERE (level, dim, bucket, k1, k2) IN (SELECT level, dim, bucket, k1, k2 "
                             "FROM " +
                             table + " WHERE level = 0 AND dim = ?1 AND bucket < ?2 LIMIT ?3)");
            erase.bind(1, dimension).bind(2, before).bind(3, rowsAtOnce).run();
            if (m_db.changes() == 0)
                continue;
            if (before > meta("minutes_from")) {
                setMeta("minutes_from", before);
                newSequence();
            }
            return true;
        }
    }
    return false;
}

/// Frozen ones, long after the horizon. What was counted of them stays.
bool Retention::deleteJobs()
{
    const std::int64_t horizon = meta("horizon");
    if (horizon == 0)
        return false;
    std::vector<std::int64_t> jids;
    {
        const ResetAtEnd reset(m_oldJobs);
        m_oldJobs.bind(1, horizon - m_policy.inactive_days * day).bind(2, jobsAtOnce);
        while (m_oldJobs.step())
            jids.push_back(m_oldJobs.integer(0));
    }
    Statement eraseId = m_db.prepare(
        "DELETE FROM id WHERE id8 = (SELECT id8 FROM job WHERE jid = ?1) AND use = 16 AND row = ?1");
    for (const std::int64_t jid : jids)
        eraseId.bind(1, jid).run();
    for (const char *table : {"target", "attempt", "answer", "payment", "cancellation", "job"}) {
        Statement erase = m_db.prepare(std::string("DELETE FROM ") + table + " WHERE jid = ?1");
        for (const std::int64_t jid : jids)
            erase.bind(1, jid).run();
    }
    return !jids.empty();
}

} // namespace dvmdash::store
