// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "store/event_loader.h"
#include "store/id_table.h"
#include "store/sqlite.h"

#include <cstdint>
#include <optional>

namespace dvmdash::store
{

/// How much of the past a file keeps; stored in it (meta). Numbers of 15 minutes and longer are kept for
/// ever.
struct RetentionPolicy {
    std::int64_t max_bytes = 10'000'000'000; ///< of pages in use; oldest events go first. 0: no limit
    int max_days = 0;                        ///< raw events older than this go. 0: no limit
    int minute_days = 14;                    ///< numbers by the minute older than this go. 0: no limit
    /// Jobs of which events were deleted stay so long after the horizon, so that a late answer finds its job.
    int inactive_days = 30;
    bool operator==(const RetentionPolicy &) const = default;
};
RetentionPolicy readPolicy(Database &db);
/// In the caller's transaction.
void writePolicy(Database &db, const RetentionPolicy &policy);

/// Deletes what the policy no longer keeps, in small pieces, each in a transaction of its own. On the
/// writer's thread.
///
/// - Events go by whole hours, up to a horizon that is recorded first: what is older is refused from then on.
/// The last
///   day is always kept. Profiles and announcements (kinds 0, 10019, 31990) stay, they are the names of DVMs.
/// - A job that loses an event is frozen: it is judged no more, and what was counted of it stands.
/// - No number of a quarter of an hour or longer changes.
class Retention
{
public:
    Retention(Database &db, EventLoader &events, IdTable &ids, const dvm::KindTable &kinds);

    /// One piece of work at `now` (Unix seconds). True when there is more to do. Throws store::Error.
    bool step(std::int64_t now);
    /// `now`, as far as events confirm it: at most a day after the ten newest that are not dated later. A
    /// clock that was set years ahead must not make all that is kept look old.
    std::int64_t confirmed(std::int64_t now);
    /// Reads the policy again, which was changed in the file.
    void policyChanged() { m_policy = readPolicy(m_db); }
    const RetentionPolicy &policy() const { return m_policy; }

    /// Events of such a kind are never deleted.
    static bool isKeptForEver(int kind);

private:
    std::optional<std::int64_t> nextHorizon(std::int64_t now);
    bool moveHorizon(std::int64_t now);
    bool deleteEvents();
    void deleteEvent(std::int64_t rid);
    bool deleteMinutes(std::int64_t now);
    bool deleteJobs();
    std::int64_t usedBytes();
    std::int64_t meta(const char *key);
    void setMeta(const char *key, std::int64_t value);
    void newSequence();

    Database &m_db;
    EventLoader &m_events;
    IdTable &m_ids;
    const dvm::KindTable &m_kinds;
    RetentionPolicy m_policy;
    Statement m_oldest;
    Statement m_newest;
    Statement m_oldEvents;
    Statement m_freeze;
    Statement m_oldJobs;
};

/// Pages in use, in bytes: what was deleted is used again before the file grows.
std::int64_t bytesInUse(Database &db);

} // namespace dvmdash::store
