// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/time_window.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dvmdash::metrics
{

/// A time for which nobody surely delivered everything, [since, until), Unix seconds.
struct Gap {
    std::int64_t since = 0;
    std::int64_t until = 0;
    /// Seconds of it that are missing. Fewer than it is long where gaps were joined: then covered moments lie
    /// between its ends, which are missing themselves.
    std::int64_t missing_s = until - since;
    bool operator==(const Gap &) const = default;
};

/// More are not handed out: a relay that flaps makes tens of thousands in a month.
inline constexpr std::size_t mostGaps = 400;

/// What of `past` lies in none of the spans, ascending, no two touching. The spans may come in any order and
/// may overlap.
std::vector<Gap> gapsBetween(const TimeWindow &past, std::vector<TimeWindow> spans);

/// At most `most` (at least 1) of them: those are joined between which the shortest covered moments lie.
/// Nothing that is missing is dropped, and the sum of missing_s stays. Each moment that is swallowed is
/// shorter than the `most` that remain between the gaps, so shorter than that part of the time they span: of
/// a chart of that many pixels no pixel is hatched that would not have been touched.
std::vector<Gap> joinNearest(const std::vector<Gap> &gaps, std::size_t most);

} // namespace dvmdash::metrics
