// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/recent_ids.h"
#include "relay/frame_sink.h"

#include <cstddef>
#include <cstdint>
#include <mutex>

namespace dvmdash::ingest
{

/// The ids whose signature held lately, and which relays gave them: at least `capacity` of them, at most
/// twice that. What it forgot is verified again and found by the store. Thread-safe.
class VerifiedIds
{
public:
    explicit VerifiedIds(std::size_t capacity = 200'000);

    /// An id may be added only after its signature was checked.
    void add(const nostr::EventId &id, relay::RelayNumber relay);
    /// What it is, now that this relay gives it; from now on it is known to have given it. Of relays with large
    /// numbers it is not remembered who they are: each of their copies is a first one.
    relay::Copy meet(const nostr::EventId &id, relay::RelayNumber relay);
    bool contains(const nostr::EventId &id) const;

private:
    mutable std::mutex m_mutex;
    mutable nostr::RecentIds<std::uint64_t> m_relays; ///< bits
};

} // namespace dvmdash::ingest
