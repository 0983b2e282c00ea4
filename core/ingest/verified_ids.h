// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <cstddef>
#include <mutex>
#include <unordered_set>

namespace dvmdash::ingest
{

/// The ids whose signature held lately. Bounded: two generations, the older one is dropped when the newer is
/// full, so it remembers at least `capacity` of the last ids and at most twice that. What it forgot is
/// verified again and found by the store. Thread-safe.
class VerifiedIds
{
public:
    explicit VerifiedIds(std::size_t capacity = 200'000);

    /// An id may be added only after its signature was checked.
    void add(const nostr::EventId &id);
    bool contains(const nostr::EventId &id) const;

private:
    using Set = std::unordered_set<nostr::EventId, nostr::BytesHash>;
    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    Set m_young;
    Set m_old;
};

} // namespace dvmdash::ingest
