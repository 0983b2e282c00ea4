// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/verified_ids.h"

namespace dvmdash::ingest
{

namespace
{

constexpr int relaysWithBits = 63;
constexpr std::uint64_t used = std::uint64_t{1} << relaysWithBits;

std::uint64_t bitOf(relay::RelayNumber relay)
{
    return relay >= 0 && relay < relaysWithBits ? std::uint64_t{1} << relay : 0;
}

} // namespace

VerifiedIds::VerifiedIds(std::size_t capacity)
    : m_relays(capacity)
{
}

void VerifiedIds::add(const nostr::EventId &id, relay::RelayNumber relay)
{
    const std::lock_guard lock(m_mutex);
    m_relays[id] |= bitOf(relay) | used;
}

relay::Copy VerifiedIds::meet(const nostr::EventId &id, relay::RelayNumber relay)
{
    const std::lock_guard lock(m_mutex);
    std::uint64_t *relays = m_relays.find(id);
    if (!relays)
        return relay::Copy::No;
    const std::uint64_t before = *relays;
    *relays |= bitOf(relay);
    return *relays == before && bitOf(relay) != 0 ? relay::Copy::Again : relay::Copy::First;
}

bool VerifiedIds::contains(const nostr::EventId &id) const
{
    const std::lock_guard lock(m_mutex);
    return m_relays.find(id) != nullptr;
}

} // namespace dvmdash::ingest
