// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_set>
#include <vector>

namespace dvmdash::engine
{

/// Requests and results that others name and that were not seen: which of them relays are asked for by id.
/// Each is asked for once, for a while; the newest first when there are many. A value.
class MissingEvents
{
public:
    static constexpr std::size_t mostAsked = 200;         ///< at once: relays refuse long filters
    static constexpr std::int64_t askedForMs = 120'000;   ///< then it is given up
    static constexpr std::size_t mostRemembered = 20'000; ///< not to be asked for again

    /// Somebody named it. `now_ms` is any clock that only goes forward.
    void name(const nostr::EventId &id, std::int64_t now_ms);
    /// It came.
    void seen(const nostr::EventId &id);
    /// Gives up what was asked for long enough.
    void expire(std::int64_t now_ms);

    /// What to ask for, newest first.
    std::vector<nostr::EventId> wanted() const;
    /// Something new is wanted, or nothing any more, since the last call.
    bool takeChange();

private:
    struct Entry {
        nostr::EventId id;
        std::int64_t until_ms = 0;
    };
    void remember(const nostr::EventId &id);

    std::deque<Entry> m_wanted; ///< oldest first
    std::unordered_set<nostr::EventId, nostr::BytesHash> m_known;
    std::deque<nostr::EventId> m_order; ///< of m_known
    bool m_changed = false;
};

} // namespace dvmdash::engine
