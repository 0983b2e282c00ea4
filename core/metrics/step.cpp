// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/step.h"

#include "metrics/level.h"

#include <algorithm>
#include <stdexcept>

namespace dvmdash::metrics
{

namespace
{

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

} // namespace

std::string_view stepName(Step step)
{
    switch (step) {
    case Step::Minute:
        return "1m";
    case Step::FiveMinutes:
        return "5m";
    case Step::Quarter:
        return "15m";
    case Step::Hour:
        return "1h";
    case Step::FourHours:
        return "4h";
    case Step::Day:
        return "1d";
    case Step::Month:
        return "month";
    }
    return "?";
}

std::int64_t stepSeconds(Step step)
{
    switch (step) {
    case Step::Minute:
        return minute;
    case Step::FiveMinutes:
        return 5 * minute;
    case Step::Quarter:
        return 15 * minute;
    case Step::Hour:
        return hour;
    case Step::FourHours:
        return 4 * hour;
    case Step::Day:
        return day;
    case Step::Month:
        return 30 * day;
    }
    return 0;
}

std::int64_t stepStart(Step step, std::int64_t time)
{
    if (step == Step::Month)
        return bucketStart(Level::Month, time);
    const std::int64_t length = stepSeconds(step);
    const std::int64_t past = time % length;
    return time - (past < 0 ? past + length : past);
}

std::int64_t stepEnd(Step step, std::int64_t time)
{
    return step == Step::Month ? bucketEnd(Level::Month, time) : stepStart(step, time) + stepSeconds(step);
}

Step stepFor(const TimeWindow &window)
{
    const std::int64_t length = window.length();
    if (length <= 2 * hour)
        return Step::Minute;
    if (length <= 6 * hour)
        return Step::FiveMinutes;
    if (length <= 2 * day)
        return Step::Quarter;
    if (length <= 14 * day)
        return Step::Hour;
    if (length <= 60 * day)
        return Step::FourHours;
    if (length <= 500 * day)
        return Step::Day;
    return Step::Month;
}

TooManySteps::TooManySteps()
    : std::length_error("too many steps")
{
}

std::vector<TimeWindow> stepsOf(const TimeWindow &window, Step step)
{
    std::vector<TimeWindow> steps;
    for (std::int64_t at = window.since; at < window.until;) {
        const std::int64_t end = std::min(stepEnd(step, at), window.until);
        steps.push_back({at, end});
        if (steps.size() > mostSteps)
            throw TooManySteps();
        at = end;
    }
    return steps;
}

} // namespace dvmdash::metrics
