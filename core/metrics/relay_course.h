// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/freshness.h"
#include "metrics/gaps.h"
#include "metrics/step.h"
#include "metrics/time_window.h"
#include "store/reader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dvmdash::metrics
{

/// How many requests, results and feedback one relay gave in each step of a window, by the events' own time.
struct RelayCourseQuestion {
    std::string url; ///< or "file:NAME"
    TimeWindow window;
    bool operator==(const RelayCourseQuestion &) const = default;
};
struct RelayCoursePoint {
    std::int64_t start = 0; ///< of the step, Unix seconds; the first may begin before the window
    std::int64_t events = 0;
    bool operator==(const RelayCoursePoint &) const = default;
};
struct RelayCourse {
    RelayCourseQuestion question;
    TimeWindow window; ///< that was meant
    /// stepFor() the window, but at least an hour where the relay gave more than mostReadOneByOne events: of
    /// relays whole hours are kept, and what is finer is read from the events.
    Step step = Step::Hour;
    std::vector<RelayCoursePoint> points; ///< one for each step, also where nothing came
    /// Of the window's past, where this relay did not surely deliver everything: at most mostGaps.
    std::vector<Gap> gaps;
    Freshness freshness;
};
inline constexpr std::int64_t mostReadOneByOne = 200'000;
RelayCourse readRelayCourse(store::Reader &reader, const RelayCourseQuestion &question, std::int64_t now_ms);

} // namespace dvmdash::metrics
