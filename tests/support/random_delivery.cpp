// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/random_delivery.h"

#include <algorithm>
#include <limits>

namespace dvmdash::store::test
{

void giveAtRandom(ScratchStore &scratch, std::vector<nostr::Event> events, std::mt19937 &random)
{
    std::shuffle(events.begin(), events.end(), random);
    std::int64_t newest = 0;
    std::int64_t oldest = std::numeric_limits<std::int64_t>::max();
    for (const auto &event : events) {
        newest = std::max(newest, event.created_at);
        oldest = std::min(oldest, event.created_at);
    }
    for (std::size_t at = 0; at < events.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 200, events.size() - at);
        const auto from = events.begin() + static_cast<std::ptrdiff_t>(at);
        const std::vector<nostr::Event> batch(from, from + static_cast<std::ptrdiff_t>(size));
        scratch.give(batch, static_cast<int>(random() % 3), random() % 2 == 0);
        if (random() % 3 == 0)
            scratch.give(batch, static_cast<int>(random() % 3));
        if (random() % 3 == 0)
            scratch.giveCopy(batch.front().id, static_cast<int>(random() % 4), oldest * 1000);
        if (random() % 4 == 0) {
            const auto until = oldest + static_cast<std::int64_t>(
                                            random() % static_cast<std::uint64_t>(newest - oldest + 1));
            scratch.listen(oldest - 600, until);
        }
        at += size;
    }
}

} // namespace dvmdash::store::test
