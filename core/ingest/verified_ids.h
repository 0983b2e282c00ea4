// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"
#include "relay/frame_sink.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace dvmdash::ingest
{

/// The ids whose signature held lately, and which relays gave them. Bounded: two generations, the older one
/// is dropped when the newer is full, so it remembers at least `capacity` of the last ids and at most twice
/// that. What it forgot is verified again and found by the store. Thread-safe.
class VerifiedIds
{
public:
    enum class Known {
        No,
        FromOthers,    ///< this relay is not known to have given it; from now on it is
        FromThisRelay, ///< another copy from where one came before
    };

    explicit VerifiedIds(std::size_t capacity = 200'000);

    /// An id may be added only after its signature was checked.
    void add(const nostr::EventId &id, relay::RelayNumber relay);
    /// Whether it is known, now that this relay gives it. Of relays with large numbers it is not remembered
    /// who they are: they are always new.
    Known meet(const nostr::EventId &id, relay::RelayNumber relay);
    bool contains(const nostr::EventId &id) const;

private:
    /// Open addressing with linear probing: a look-up touches one place in memory. Doubles as it fills.
    class Generation
    {
    public:
        struct Slot {
            nostr::EventId id;
            std::uint64_t relays = 0; ///< bits; 0: the slot is empty
        };

        Slot *find(const nostr::EventId &id, std::size_t hash);
        void insert(const nostr::EventId &id, std::size_t hash, std::uint64_t relays);
        std::size_t size() const { return m_size; }

    private:
        std::size_t placeOf(const nostr::EventId &id, std::size_t hash) const;
        void grow();

        std::vector<Slot> m_slots;
        std::size_t m_size = 0;
    };

    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    mutable Generation m_young;
    mutable Generation m_old;
};

} // namespace dvmdash::ingest
