// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/recent_ids.h"
#include "store/bulk_insert.h"
#include "store/event_loader.h"
#include "store/event_writer.h"
#include "store/fact_listener.h"
#include "store/fact_reader.h"
#include "store/job_writer.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// Notes and counts which relays gave copies of an event that is stored. Most copies follow their event
/// closely, so what the latest events are and count for is remembered: of their copies nothing is read. In
/// the caller's transaction, on the writer's thread.
class Sightings
{
public:
    Sightings(Database &db, EventWriter &events, EventLoader &loader, FactReader &facts, JobWriter &jobs,
              FactListener &listener);

    /// The event was stored and counted just now; `fact`: none when it counts for nothing.
    void remember(const nostr::EventId &id, RowId rid, relay::RelayNumber giver,
                  const std::optional<EventFact> &fact);
    bool isStored(const nostr::EventId &id) { return m_latest.find(id) || m_loader.find(id); }
    /// False when no such event is stored. Say write() before the rows are read.
    bool note(const nostr::EventId &id, relay::RelayNumber relay, std::int64_t received_ms);
    void write();

    /// From now on what is noted is kept to be told of.
    void keepNoted(bool kept) { m_keepsNoted = kept; }
    /// What was noted since the last call, and is no row of an event that was stored meanwhile.
    std::vector<NotedSighting> takeNoted() { return std::exchange(m_noted, {}); }

    /// Of an event that counts for something else from now on.
    void forget(const nostr::EventId &id);
    /// After a rollback, or when others changed the rows.
    void forget();

private:
    struct Stored {
        RowId rid = 0;
        std::uint64_t relays = 0; ///< bits: who is noted, and nobody else
        std::optional<EventFact> fact;
    };
    bool noteStored(RowId rid, std::int64_t relay, std::int64_t received_ms);
    bool isFirst(RowId rid, std::int64_t relay, std::int64_t received_ms);

    Database &m_db;
    EventWriter &m_events;
    EventLoader &m_loader;
    FactReader &m_facts;
    JobWriter &m_jobs;
    FactListener &m_listener;
    nostr::RecentIds<Stored> m_latest;
    std::vector<NotedSighting> m_waiting; ///< none of which is in the table
    std::vector<NotedSighting> m_noted;
    bool m_keepsNoted = false;
    BulkInsert m_insertMany;
    Statement m_insert;
    Statement m_setEarlier;
    Statement m_first;
    Statement m_moveFirst;
};

} // namespace dvmdash::store
