// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace dvmdash::metrics
{

/// How long the buckets of a rollup are. All in UTC; quarters of an hour serve the time zones with :30 and
/// :45. The numbers are stored: never renumber.
enum class Level : int { Minute = 0, Quarter = 1, Hour = 2, Day = 3, Month = 4 };
std::string_view levelName(Level level);

/// Start of the bucket that holds this moment (Unix seconds, also negative ones).
std::int64_t bucketStart(Level level, std::int64_t time);
/// Start of the bucket after the one that holds this moment.
std::int64_t bucketEnd(Level level, std::int64_t time);

} // namespace dvmdash::metrics
