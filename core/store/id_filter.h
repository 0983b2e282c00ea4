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
/// expected id leave about one in a hundred in doubt. Any number of threads may ask and add.
class IdFilter
{
public:
    /// Of a file that is empty, or (`isComplete` false) of one whose ids are yet to be read.
    explicit IdFilter(std::size_t expected, bool isComplete = true);

    /// All ids of a file. A look at each: some tenths of a second for a million. Then it is complete: what
    /// came into the file meanwhile was added too.
    void addStored(Database &db);
    /// The same with all that its jobs, references and payments name: see JobRows::setNamed().
    void addNamed(Database &db);
    void add(const nostr::EventId &id);
    /// False: it was never added, and the filter is complete.
    bool mayHold(const nostr::EventId &id) const;
    /// Others change the file: nothing is known of it any more.
    void giveUp() { m_hasGivenUp = true; }

private:
    struct Place {
        std::size_t word;
        std::uint64_t bits;
    };
    Place placeOf(std::int64_t id8) const;
    void add(std::int64_t id8);

    std::vector<std::atomic<std::uint64_t>> m_words; ///< a power of two
    std::atomic<bool> m_isComplete;
    std::atomic<bool> m_hasGivenUp = false;
};

} // namespace dvmdash::store
