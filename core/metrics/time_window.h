// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dvmdash::metrics
{

/// [since, until), Unix seconds.
struct TimeWindow {
    std::int64_t since = 0;
    std::int64_t until = 0;
    std::int64_t length() const { return until - since; }
    bool operator==(const TimeWindow &) const = default;
};

} // namespace dvmdash::metrics
