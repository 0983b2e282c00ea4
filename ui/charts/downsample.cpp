// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/downsample.h"

#include <algorithm>
#include <array>

namespace dvmdash::ui
{

namespace
{

using Iterator = QVector<ChartPoint>::const_iterator;

constexpr int keptPerColumn = 4;

/// Appends first, lowest, highest and last of one column, each once.
void appendExtremes(QVector<ChartPoint> &result, Iterator begin, Iterator end)
{
    const auto byValue = [](const ChartPoint &a, const ChartPoint &b) { return a.value < b.value; };
    const auto [lowest, highest] = std::minmax_element(begin, end, byValue);
    std::array<Iterator, keptPerColumn> kept{begin, lowest, highest, end - 1};
    std::sort(kept.begin(), kept.end());
    const auto last = std::unique(kept.begin(), kept.end());
    for (auto it = kept.begin(); it != last; ++it)
        result.append(**it);
}

} // namespace

QVector<ChartPoint> downsample(const QVector<ChartPoint> &points, TimeSpan span, int pixels)
{
    const qint64 length = span.until - span.since;
    if (length <= 0 || pixels <= 0 || points.size() <= qsizetype(pixels) * keptPerColumn)
        return points;

    const auto before = [](const ChartPoint &point, qint64 time) { return point.time < time; };
    auto begin = std::lower_bound(points.begin(), points.end(), span.since, before);
    auto end = std::lower_bound(begin, points.end(), span.until, before);
    QVector<ChartPoint> result;
    result.reserve(qsizetype(pixels) * keptPerColumn + 2);
    if (begin != points.begin())
        result.append(*(begin - 1));
    const auto columnOf = [&](const ChartPoint &point) {
        return static_cast<int>(double(point.time - span.since) / double(length) * pixels);
    };
    while (begin != end) {
        const int column = columnOf(*begin);
        const auto next =
            std::find_if(begin, end, [&](const ChartPoint &point) { return columnOf(point) != column; });
        appendExtremes(result, begin, next);
        begin = next;
    }
    if (end != points.end())
        result.append(*end);
    return result;
}

} // namespace dvmdash::ui
