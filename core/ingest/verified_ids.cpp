// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/verified_ids.h"

#include <utility>

namespace dvmdash::ingest
{

namespace
{

constexpr std::size_t firstSlots = 1024; ///< always a power of two
constexpr int relaysWithBits = 63;
constexpr std::uint64_t used = std::uint64_t{1} << relaysWithBits;

std::uint64_t bitOf(relay::RelayNumber relay)
{
    return relay >= 0 && relay < relaysWithBits ? std::uint64_t{1} << relay : 0;
}

} // namespace

// --- one generation --------------------------------------------------------------------------------------

/// Of the id, or of the empty slot where it would stand. There is always an empty one.
std::size_t VerifiedIds::Generation::placeOf(const nostr::EventId &id, std::size_t hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = hash & mask;
    while (m_slots[at].relays != 0 && m_slots[at].id != id)
        at = (at + 1) & mask;
    return at;
}

VerifiedIds::Generation::Slot *VerifiedIds::Generation::find(const nostr::EventId &id, std::size_t hash)
{
    if (m_slots.empty())
        return nullptr;
    Slot &slot = m_slots[placeOf(id, hash)];
    return slot.relays != 0 ? &slot : nullptr;
}

void VerifiedIds::Generation::insert(const nostr::EventId &id, std::size_t hash, std::uint64_t relays)
{
    if (5 * (m_size + 1) > 4 * m_slots.size())
        grow();
    Slot &slot = m_slots[placeOf(id, hash)];
    if (slot.relays == 0)
        ++m_size;
    slot.id = id;
    slot.relays |= relays | used;
}

void VerifiedIds::Generation::grow()
{
    std::vector<Slot> before = std::exchange(m_slots, {});
    m_slots.resize(before.empty() ? firstSlots : 2 * before.size());
    for (const Slot &slot : before)
        if (slot.relays != 0)
            m_slots[placeOf(slot.id, nostr::BytesHash()(slot.id))] = slot;
}

// --- both ------------------------------------------------------------------------------------------------

VerifiedIds::VerifiedIds(std::size_t capacity)
    : m_capacity(capacity)
{
}

void VerifiedIds::add(const nostr::EventId &id, relay::RelayNumber relay)
{
    const std::size_t hash = nostr::BytesHash()(id);
    const std::lock_guard lock(m_mutex);
    if (m_young.size() >= m_capacity)
        m_old = std::exchange(m_young, {});
    m_young.insert(id, hash, bitOf(relay));
}

VerifiedIds::Known VerifiedIds::meet(const nostr::EventId &id, relay::RelayNumber relay)
{
    const std::size_t hash = nostr::BytesHash()(id);
    const std::lock_guard lock(m_mutex);
    Generation::Slot *slot = m_young.find(id, hash);
    if (!slot)
        slot = m_old.find(id, hash);
    if (!slot)
        return Known::No;
    const std::uint64_t before = slot->relays;
    slot->relays |= bitOf(relay);
    return slot->relays == before && bitOf(relay) != 0 ? Known::FromThisRelay : Known::FromOthers;
}

bool VerifiedIds::contains(const nostr::EventId &id) const
{
    const std::size_t hash = nostr::BytesHash()(id);
    const std::lock_guard lock(m_mutex);
    return m_young.find(id, hash) || m_old.find(id, hash);
}

} // namespace dvmdash::ingest
