// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/time_window.h"

#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace dvmdash::metrics
{

/// How long the buckets of a series are; in UTC, aligned to the calendar.
enum class Step { Minute, FiveMinutes, Quarter, Hour, FourHours, Day, Month };

std::string_view stepName(
    Step step); ///< "1m", "5m", "15m", "1h", "4h", "1d", "month": as the command line writes and reads it
/// Seconds; of a month 30 days.
std::int64_t stepSeconds(Step step);
std::int64_t stepStart(Step step, std::int64_t time);
/// Start of the bucket after the one that holds this moment.
std::int64_t stepEnd(Step step, std::int64_t time);

/// What a window of this length is drawn in: up to 2 h a minute, 6 h 5 min, 2 d 15 min, 14 d an hour, 60 d 4
/// h, 500 d a day, longer a month. So no series has more than about 500 points.
Step stepFor(const TimeWindow &window);

/// A window was asked for in more steps than anybody could look at.
class TooManySteps : public std::length_error
{
public:
    TooManySteps();
};

/// The buckets that overlap the window, each cut to it. At most `mostSteps`, then it throws TooManySteps.
inline constexpr std::size_t mostSteps = 20'000;
std::vector<TimeWindow> stepsOf(const TimeWindow &window, Step step);

} // namespace dvmdash::metrics
