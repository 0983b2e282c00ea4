// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/gaps.h"
#include "metrics/time_window.h"
#include "store/sqlite.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dvmdash::metrics
{

/// Why an answer may lack something.
enum class Partial {
    NotCovered,   ///< for a part of the window nobody listened
    EventsPruned, ///< raw events of the window's ends were deleted: up to a quarter of an hour there is left
                  ///< out
    HeldBack,     ///< events in the window are dated too far ahead and wait for their time
};
std::string_view partialName(Partial reason); ///< "not_covered"

/// What an answer rests on.
struct Freshness {
    TimeWindow window;
    std::uint64_t sequence = 0;          ///< ingest sequence of the newest commit that the answer saw
    std::int64_t as_of_ms = 0;           ///< our clock when it was asked, Unix milliseconds
    std::int64_t newest_event_at = 0;    ///< largest created_at that counts by now; 0: none
    std::int64_t newest_received_ms = 0; ///< when the newest row came in; 0: none
    std::int64_t late = 0;               ///< events in the window that came over 15 minutes after their time
    std::int64_t known_since = 0;        ///< first second that is covered or holds an event; 0: none
    /// Seconds of the window's past: from known_since up to now. What lies before is not missing, it is
    /// before our time. While somebody listens it ends with the newest second that a relay has proved, at
    /// most store::longestLagSeconds ago: nobody can say of the seconds since whether they are whole, and a
    /// gap that opens and closes with every sign of life would be none.
    std::int64_t past_s = 0;
    std::int64_t covered_s = 0; ///< seconds of it for which some relay surely delivered everything
    std::vector<Gap> gaps; ///< the rest of it, ascending, at most mostGaps; missing_s adds up to the rest
    int relays = 0;        ///< how many relays and files cover any of it
    std::vector<Partial> partial;

    /// Seconds since anything new came in; 0 when nothing ever did.
    std::int64_t staleSeconds() const
    {
        return newest_received_ms > 0 ? std::max<std::int64_t>(0, (as_of_ms - newest_received_ms) / 1000) : 0;
    }
    bool isPartial() const { return !partial.empty(); }
};

/// Reads it in the caller's read transaction; `late` and EventsPruned are the caller's to add.
Freshness readFreshness(store::Database &db, const TimeWindow &window, std::int64_t now_ms);

} // namespace dvmdash::metrics
