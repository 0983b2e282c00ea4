// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/event_indexer.h"

#include "store/split_id.h"

namespace dvmdash::store
{

EventIndexer::EventIndexer(Database &db, Interner &keys)
    : m_keys(keys)
    , m_insertRef(db.prepare("INSERT OR IGNORE INTO ref(dst8, rel, src) VALUES(?1, ?2, ?3)"))
    , m_insertMention(db.prepare("INSERT OR IGNORE INTO ptag(pid, created_at, src) VALUES(?1, ?2, ?3)"))
    // An announcement names a DVM better than a profile does; of one source the newest wins, ties go to the
    // lowest id (NIP-01's rule for replaceable events).
    , m_upsertProfile(db.prepare(
          "INSERT INTO profile(pid, name, source, created_at, id8) VALUES(?1, ?2, ?3, ?4, ?5) "
          "ON CONFLICT DO UPDATE SET name = excluded.name, source = excluded.source, "
          "created_at = excluded.created_at, id8 = excluded.id8 "
          "WHERE excluded.source > source OR (excluded.source = source AND (excluded.created_at > created_at "
          "OR (excluded.created_at = created_at "
          "AND (excluded.id8 < id8) <> ((excluded.id8 < 0) <> (id8 < 0)))))")) // unsigned order
{
}

void EventIndexer::index(const Prepared &prepared, RowId rid, std::int64_t pid)
{
    for (const auto &[id, relation] : prepared.references)
        m_insertRef.bind(1, id8(id)).bind(2, static_cast<int>(relation)).bind(3, rid).run();
    for (const auto &key : prepared.mentions)
        m_insertMention.bind(1, m_keys.pid(key)).bind(2, prepared.event.created_at).bind(3, rid).run();
    if (!prepared.profileName)
        return;
    constexpr int fromProfile = 1;
    constexpr int fromAnnouncement = 2;
    m_upsertProfile.bind(1, pid)
        .bindText(2, *prepared.profileName)
        .bind(3, prepared.event.kind == 31990 ? fromAnnouncement : fromProfile)
        .bind(4, prepared.event.created_at)
        .bind(5, id8(prepared.event.id))
        .run();
}

} // namespace dvmdash::store
