// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/charts/chart_data.h"

#include <optional>

namespace dvmdash::ui
{

/// Title of an axis that counts events: "events per 15 minutes".
QString eventsPer(metrics::Step step);

/// The points of a window that can be compared with each other: the first one is left out when the window
/// begins inside of it, for it would look like a fall that never was. `Point` has a start. Keeps references.
template<typename Point>
class Course
{
public:
    Course(const std::vector<Point> &points, const engine::TimeWindow &window, metrics::Step step,
           const metrics::Freshness &fresh)
        : m_points(points)
        , m_first(points.size() > 1 && points.front().start < window.since ? 1 : 0)
    {
        m_data.window = {window.since, window.until};
        if (m_first < points.size())
            m_data.window.since = qMax<qint64>(window.since, points[m_first].start);
        m_data.bucketSeconds = metrics::stepSeconds(step);
        m_data.asOf = fresh.as_of_ms / 1000;
    }

    /// A line for each; `value(point)` gives an integer, or nothing where there is no such number.
    template<typename Value>
    Course &line(const QString &id, const QString &name, Hue hue, Missing missing, Value value)
    {
        ChartSeries series{id, name, hue, {}, missing};
        for (std::size_t i = m_first; i < m_points.size(); ++i)
            if (const std::optional<qint64> found = value(m_points[i]))
                series.points.append({m_points[i].start, *found});
        m_data.series.append(series);
        return *this;
    }
    ChartData chart(const QString &unit, ValueFormat format = ValueFormat::Count)
    {
        m_data.unit = unit;
        m_data.format = format;
        return m_data;
    }

private:
    const std::vector<Point> &m_points;
    const std::size_t m_first;
    ChartData m_data;
};

} // namespace dvmdash::ui
