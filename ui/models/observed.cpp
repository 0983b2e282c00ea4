// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/observed.h"

#include <algorithm>

namespace dvmdash::ui
{

void setObserved(ChartData &data, const metrics::Freshness &fresh)
{
    data.gaps.clear();
    if (fresh.known_since > data.window.since && data.asOf >= data.window.since)
        data.gaps.append({data.window.since, std::min<qint64>(fresh.known_since, data.asOf + 1)});
    for (const metrics::Gap &gap : fresh.gaps) {
        // What touches is one: the first gap may begin where our time does.
        if (!data.gaps.isEmpty() && data.gaps.back().until == gap.since)
            data.gaps.back() = {data.gaps.back().since, gap.until, data.gaps.back().missing + gap.missing_s};
        else
            data.gaps.append({gap.since, gap.until, gap.missing_s});
    }
    for (ChartSeries &series : data.series) {
        if (series.missing != Missing::Zero)
            continue;
        const auto isUnproven = [&](const ChartPoint &point) {
            return point.value == 0 && data.isGap(point.time);
        };
        series.points.erase(std::remove_if(series.points.begin(), series.points.end(), isUnproven),
                            series.points.end());
    }
}

} // namespace dvmdash::ui
