// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/event_indexer.h"

#include "store/split_id.h"

namespace dvmdash::store
{

EventIndexer::EventIndexer(Database &db, IdTable &ids)
    : m_ids(ids)
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

void EventIndexer::index(std::span<const NumberedEvent> events)
{
    for (const auto &[event, rid, pid] : events) {
        m_ids.add(event->event.id, IdUse::Event, rid);
        for (const auto &[id, relation] : event->references)
            m_ids.add(id, relation, rid);
    }
    for (const NumberedEvent &numbered : events)
        if (numbered.event->profileName)
            nameAuthor(numbered);
}

void EventIndexer::nameAuthor(const NumberedEvent &numbered)
{
    constexpr int fromProfile = 1;
    constexpr int fromAnnouncement = 2;
    const Prepared &prepared = *numbered.event;
    m_upsertProfile.bind(1, numbered.pid)
        .bindText(2, *prepared.profileName)
        .bind(3, prepared.event.kind == 31990 ? fromAnnouncement : fromProfile)
        .bind(4, prepared.event.created_at)
        .bind(5, id8(prepared.event.id))
        .run();
}

} // namespace dvmdash::store
