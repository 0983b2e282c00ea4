// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"
#include "store/sqlite.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dvmdash::store
{

/// Tells for most ids that are not stored that they are not, without a look into the file: a Bloom filter
/// (Bloom 1970) whose bits for one id lie in one word (Putze, Sanders, Singler 2007). Two bytes for each
/// expected id leave about one in a hundred in doubt. Any number of threads may ask while one adds.
class IdFilter
{
public:
    explicit IdFilter(std::size_t expected);

    /// All ids of a file. A look at each: some tenths of a second for a million.
    void addStored(Database &db);
    /// All that its jobs, references and payments name: see JobRows::setNamed().
    void addNamed(Database &db);
    void add(const nostr::EventId &id);
    /// False: it was never added.
    bool mayHold(const nostr::EventId &id) const;

private:
    struct Place {
        std::size_t word;
        std::uint64_t bits;
    };
    Place placeOf(std::int64_t id8) const;
    void add(std::int64_t id8);

    std::vector<std::atomic<std::uint64_t>> m_words; ///< a power of two
};

} // namespace dvmdash::store
