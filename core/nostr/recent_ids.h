// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace dvmdash::nostr
{

/// What is known of the latest ids. Bounded: of two generations the older one is dropped when the newer is
/// full, so it remembers at least `capacity` of the last ids and at most twice that. Not thread-safe.
///
/// Made for ids that are asked for in about the order in which they came, as copies of events are: what is
/// known of them stands in that order in memory, and the one after the last that was found is looked at
/// first.
template<typename Value>
class RecentIds
{
public:
    explicit RecentIds(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    /// Nothing when it is not known. Good until the next call of another member.
    Value *find(const EventId &id)
    {
        const std::uint32_t hash = hashOf(id);
        Value *value = m_young.find(id, hash);
        return value ? value : m_old.find(id, hash);
    }

    /// Makes room for it among the latest. What it says of an id that was forgotten begins anew.
    Value &operator[](const EventId &id)
    {
        if (m_young.size() >= m_capacity) {
            std::swap(m_old, m_young);
            m_young.clear();
        }
        const std::uint32_t hash = hashOf(id);
        Value *value = m_young.find(id, hash);
        return value ? *value : m_young.add(id, hash, m_capacity);
    }

    void clear()
    {
        m_young = {};
        m_old = {};
    }

private:
    static std::uint32_t hashOf(const EventId &id) { return static_cast<std::uint32_t>(BytesHash()(id)); }

    /// Entries in the order in which they came, and a small table of where they stand: open addressing with
    /// linear probing, never more than half full, so that a look-up mostly touches one line of it.
    class Generation
    {
    public:
        Value *find(const EventId &id, std::uint32_t hash)
        {
            if (m_next < m_entries.size() && m_entries[m_next].id == id)
                return &m_entries[m_next++].value;
            if (m_places.empty())
                return nullptr;
            for (std::size_t at = hash & mask(); m_places[at].number != 0; at = (at + 1) & mask()) {
                if (m_places[at].hash != hash)
                    continue;
                if (Entry &entry = m_entries[m_places[at].number - 1]; entry.id == id) {
                    m_next = m_places[at].number;
                    return &entry.value;
                }
            }
            return nullptr;
        }
        /// One that is not here. `most`: that may ever come.
        Value &add(const EventId &id, std::uint32_t hash, std::size_t most)
        {
            if (m_entries.capacity() == 0)
                m_entries.reserve(most); // no more than an address until it is written to
            if (2 * (m_entries.size() + 1) > m_places.size())
                grow();
            m_entries.push_back({id, {}});
            place({hash, static_cast<std::uint32_t>(m_entries.size())});
            return m_entries.back().value;
        }
        std::size_t size() const { return m_entries.size(); }
        /// Its memory stays: to get it anew costs more than all that is done with it.
        void clear()
        {
            m_entries.clear();
            m_next = 0;
            m_places.assign(m_places.size(), Place());
        }

    private:
        struct Entry {
            EventId id;
            Value value{};
        };
        struct Place {
            std::uint32_t hash = 0;
            std::uint32_t number = 0; ///< of the entry, from 1; 0: nothing stands here
        };

        std::size_t mask() const { return m_places.size() - 1; }
        void place(Place entry)
        {
            std::size_t at = entry.hash & mask();
            while (m_places[at].number != 0)
                at = (at + 1) & mask();
            m_places[at] = entry;
        }
        void grow()
        {
            constexpr std::size_t first = 1024; // always a power of two
            const std::vector<Place> before = std::exchange(m_places, {});
            m_places.resize(before.empty() ? first : 2 * before.size());
            for (const Place &entry : before)
                if (entry.number != 0)
                    place(entry);
        }

        std::vector<Entry> m_entries;
        std::vector<Place> m_places;
        std::size_t m_next = 0; ///< the one after the last that was found
    };

    std::size_t m_capacity; ///< below 2^31
    Generation m_young;
    Generation m_old;
};

} // namespace dvmdash::nostr
