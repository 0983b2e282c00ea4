// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sightings.h"

#include <algorithm>
#include <tuple>

namespace dvmdash::store
{

namespace
{

/// A little less memory than a minute at full speed takes.
constexpr std::size_t latest = 100'000;

/// 0: there is none for it.
std::uint64_t bitOf(std::int64_t relay)
{
    constexpr std::int64_t relaysWithBits = 64;
    return relay < relaysWithBits ? std::uint64_t{1} << relay : 0;
}

} // namespace

Sightings::Sightings(Database &db, EventWriter &events, EventLoader &loader, FactReader &facts,
                     JobWriter &jobs, FactListener &listener)
    : m_db(db)
    , m_events(events)
    , m_loader(loader)
    , m_facts(facts)
    , m_jobs(jobs)
    , m_listener(listener)
    , m_latest(latest)
    , m_insertMany(db, "INSERT OR FAIL INTO seen_again(rid, relay, first_ms)", 3)
    , m_insert(db.prepare("INSERT OR IGNORE INTO seen_again(rid, relay, first_ms) VALUES(?1, ?2, ?3)"))
    , m_setEarlier(
          db.prepare("UPDATE seen_again SET first_ms = ?3 WHERE rid = ?1 AND relay = ?2 AND first_ms > ?3"))
    , m_first(db.prepare("SELECT relay, received_ms FROM event WHERE rid = ?1"))
    , m_moveFirst(db.prepare("UPDATE event SET relay = 0 WHERE rid = ?1"))
{
}

void Sightings::remember(const nostr::EventId &id, RowId rid, relay::RelayNumber giver,
                         const std::optional<EventFact> &fact)
{
    m_latest[id] = {rid, bitOf(m_events.relayRow(giver)), fact};
}

bool Sightings::note(const nostr::EventId &id, relay::RelayNumber relay, std::int64_t received_ms)
{
    const std::int64_t row = m_events.relayRow(relay);
    const std::uint64_t bit = bitOf(row);
    Stored *known = m_latest.find(id);
    if (known && bit != 0 && (known->relays & bit) == 0) {
        known->relays |= bit;
        m_waiting.push_back({known->rid, row, received_ms});
        if (m_keepsNoted)
            m_noted.push_back(m_waiting.back());
        if (known->fact)
            m_listener.sighting(*known->fact, row, +1);
        return true;
    }
    const auto rid = known ? std::optional(known->rid) : m_loader.find(id);
    if (!rid)
        return false;
    write();
    if (noteStored(*rid, row, received_ms)) {
        m_jobs.writeAnswer(*rid);
        if (const auto fact = m_facts.counted(*rid))
            m_listener.sighting(*fact, row, +1);
    }
    return true;
}

/// Whether the relay had not given it before.
bool Sightings::noteStored(RowId rid, std::int64_t relay, std::int64_t received_ms)
{
    if (isFirst(rid, relay, received_ms))
        return false;
    m_insert.bind(1, rid).bind(2, relay).bind(3, received_ms).run();
    if (m_db.changes() > 0) {
        if (m_keepsNoted)
            m_noted.push_back({rid, relay, received_ms});
        return true;
    }
    m_setEarlier.bind(1, rid).bind(2, relay).bind(3, received_ms).run();
    return false;
}

/// Whether it is noted with the event itself. An earlier time, as from a recording, is not that of the event:
/// the sighting moves to the others then.
bool Sightings::isFirst(RowId rid, std::int64_t relay, std::int64_t received_ms)
{
    const ResetAtEnd reset(m_first);
    if (!m_first.bind(1, rid).step() || m_first.integer(0) != relay)
        return false;
    if (received_ms < m_first.integer(1)) {
        m_moveFirst.bind(1, rid).run();
        m_insert.bind(1, rid).bind(2, relay).bind(3, received_ms).run();
    }
    return true;
}

/// In the order of the table.
void Sightings::write()
{
    std::sort(m_waiting.begin(), m_waiting.end(), [](const NotedSighting &a, const NotedSighting &b) {
        return std::tie(a.rid, a.relay) < std::tie(b.rid, b.relay);
    });
    m_insertMany.run(m_waiting.size(), [this](BulkInsert::Row row, std::size_t i) {
        row.bind(1, m_waiting[i].rid).bind(2, m_waiting[i].relay).bind(3, m_waiting[i].first_ms);
    });
    m_waiting.clear();
}

void Sightings::forget(const nostr::EventId &id)
{
    if (Stored *known = m_latest.find(id))
        *known = {known->rid, ~std::uint64_t{0}, std::nullopt};
}

void Sightings::forget()
{
    m_latest.clear();
    m_waiting.clear();
    m_noted.clear();
}

} // namespace dvmdash::store
