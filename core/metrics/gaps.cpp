// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/gaps.h"

#include <algorithm>
#include <numeric>

namespace dvmdash::metrics
{

std::vector<Gap> gapsBetween(const TimeWindow &past, std::vector<TimeWindow> spans)
{
    std::sort(spans.begin(), spans.end(),
              [](const TimeWindow &a, const TimeWindow &b) { return a.since < b.since; });
    std::vector<Gap> gaps;
    std::int64_t at = past.since;
    for (const TimeWindow &span : spans) {
        if (at >= past.until)
            break;
        if (span.until <= std::max(at, span.since))
            continue;
        if (span.since > at)
            gaps.push_back({at, std::min(span.since, past.until)});
        at = span.until;
    }
    if (at < past.until)
        gaps.push_back({at, past.until});
    return gaps;
}

std::vector<Gap> joinNearest(const std::vector<Gap> &gaps, std::size_t most)
{
    if (gaps.size() <= most)
        return gaps;
    // The longest covered moments stay; moment i lies between the gaps i and i + 1.
    std::vector<std::size_t> moments(gaps.size() - 1);
    std::iota(moments.begin(), moments.end(), std::size_t(0));
    const auto length = [&](std::size_t i) { return gaps[i + 1].since - gaps[i].until; };
    const auto firstDropped = moments.begin() + static_cast<std::ptrdiff_t>(most - 1);
    std::nth_element(moments.begin(), firstDropped, moments.end(), [&](std::size_t a, std::size_t b) {
        return length(a) != length(b) ? length(a) > length(b) : a < b;
    });
    std::vector<bool> stays(moments.size(), false);
    for (auto moment = moments.begin(); moment != firstDropped; ++moment)
        stays[*moment] = true;

    std::vector<Gap> joined{gaps.front()};
    for (std::size_t i = 1; i < gaps.size(); ++i) {
        if (stays[i - 1]) {
            joined.push_back(gaps[i]);
            continue;
        }
        joined.back().until = gaps[i].until;
        joined.back().missing_s += gaps[i].missing_s;
    }
    return joined;
}

} // namespace dvmdash::metrics
