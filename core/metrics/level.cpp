// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/level.h"

#include <chrono>

namespace dvmdash::metrics
{

namespace
{

constexpr std::int64_t minute = 60;
constexpr std::int64_t day = 24 * 60 * minute;

/// 0 for months, whose lengths differ.
constexpr std::int64_t lengthOf(Level level)
{
    switch (level) {
    case Level::Minute:
        return minute;
    case Level::Quarter:
        return 15 * minute;
    case Level::Hour:
        return 60 * minute;
    case Level::Day:
        return day;
    case Level::Month:
        return 0;
    }
    return 0;
}

std::int64_t floorTo(std::int64_t time, std::int64_t length)
{
    const std::int64_t past = time % length;
    return time - (past < 0 ? past + length : past);
}

std::chrono::year_month monthOf(std::int64_t time)
{
    const std::chrono::sys_days date{std::chrono::days(floorTo(time, day) / day)};
    const std::chrono::year_month_day parts{date};
    return parts.year() / parts.month();
}

std::int64_t startOf(std::chrono::year_month month)
{
    return std::chrono::sys_days{month / 1}.time_since_epoch().count() * day;
}

} // namespace

std::string_view levelName(Level level)
{
    switch (level) {
    case Level::Minute:
        return "minute";
    case Level::Quarter:
        return "15 minutes";
    case Level::Hour:
        return "hour";
    case Level::Day:
        return "day";
    case Level::Month:
        return "month";
    }
    return "?";
}

std::int64_t bucketStart(Level level, std::int64_t time)
{
    return level == Level::Month ? startOf(monthOf(time)) : floorTo(time, lengthOf(level));
}

std::int64_t bucketEnd(Level level, std::int64_t time)
{
    return level == Level::Month ? startOf(monthOf(time) + std::chrono::months(1))
                                 : floorTo(time, lengthOf(level)) + lengthOf(level);
}

} // namespace dvmdash::metrics
