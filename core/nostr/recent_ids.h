// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace dvmdash::nostr
{

/// What is known of the latest ids. Bounded: of two generations the older one is dropped when the newer is
/// full, so it remembers at least `capacity` of the last ids and at most twice that. A `Value` is false, as
/// in if (value), only when it is the default one, which cannot be kept. Not thread-safe.
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
        const std::size_t hash = BytesHash()(id);
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
        return m_young.at(id, BytesHash()(id));
    }

    void clear()
    {
        m_young = {};
        m_old = {};
    }

private:
    /// Open addressing with linear probing: a look-up touches one place in memory. Doubles as it fills.
    class Generation
    {
    public:
        Value *find(const EventId &id, std::size_t hash)
        {
            if (m_slots.empty())
                return nullptr;
            Slot &slot = m_slots[placeOf(id, hash)];
            return slot.value ? &slot.value : nullptr;
        }
        /// Whoever gets an empty one fills it.
        Value &at(const EventId &id, std::size_t hash)
        {
            if (5 * (m_size + 1) > 4 * m_slots.size())
                grow();
            Slot &slot = m_slots[placeOf(id, hash)];
            if (!slot.value)
                ++m_size;
            slot.id = id;
            return slot.value;
        }
        std::size_t size() const { return m_size; }
        /// Its memory stays: to get it anew costs more than all that is done with it.
        void clear()
        {
            std::fill(m_slots.begin(), m_slots.end(), Slot());
            m_size = 0;
        }

    private:
        struct Slot {
            EventId id;
            Value value{}; ///< false: the slot is empty
        };

        /// Of the id, or of the empty slot where it would stand. There is always an empty one.
        std::size_t placeOf(const EventId &id, std::size_t hash) const
        {
            const std::size_t mask = m_slots.size() - 1;
            std::size_t at = hash & mask;
            while (m_slots[at].value && m_slots[at].id != id)
                at = (at + 1) & mask;
            return at;
        }
        void grow()
        {
            constexpr std::size_t first = 1024; // always a power of two
            std::vector<Slot> before = std::exchange(m_slots, {});
            m_slots.resize(std::max(first, 2 * before.size()));
            for (const Slot &slot : before)
                if (slot.value)
                    m_slots[placeOf(slot.id, BytesHash()(slot.id))] = slot;
        }

        std::vector<Slot> m_slots;
        std::size_t m_size = 0;
    };

    std::size_t m_capacity;
    Generation m_young;
    Generation m_old;
};

} // namespace dvmdash::nostr
