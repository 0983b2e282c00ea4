// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

namespace dvmdash::metrics
{

/// [since, until), Unix seconds. In a question a window that begins at or before 0 begins with the first
/// event that counts, and one until `forever` ends after the last; the answer says where that was.
struct TimeWindow {
    static constexpr std::int64_t forever = std::numeric_limits<std::int64_t>::max();
    static constexpr TimeWindow everything() { return {0, forever}; }

    std::int64_t since = 0;
    std::int64_t until = 0;
    std::int64_t length() const { return until - since; }
    bool operator==(const TimeWindow &) const = default;
};

} // namespace dvmdash::metrics
