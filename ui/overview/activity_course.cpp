// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/activity_course.h"

namespace dvmdash::ui
{

namespace
{

constexpr std::size_t mostValues = 60;

} // namespace

ActivityCourse::ActivityCourse(const engine::Overview &overview)
    : m_overview(overview)
{
    const auto &activity = overview.points;
    if (activity.empty())
        return;
    if (activity.size() > 1 && activity.front().start < overview.window.since)
        m_first = 1;
    const std::int64_t asOf = overview.freshness.as_of_ms / 1000;
    m_lastRuns = metrics::stepEnd(overview.step, activity.back().start) > asOf;
}

QVector<qint64> ActivityCourse::thinned(Member member) const
{
    const auto &activity = m_overview.points;
    const std::size_t buckets = activity.size() - m_first;
    const std::size_t group = (buckets + mostValues - 1) / mostValues;
    QVector<qint64> values;
    if (buckets == 0)
        return values;
    // Whole groups are counted from the end: the newest value is never a remainder.
    const std::size_t rest = buckets % group;
    for (std::size_t at = m_first + rest; at < activity.size(); at += group) {
        qint64 sum = 0;
        for (std::size_t i = at; i < at + group; ++i)
            sum += activity[i].figures.*member;
        values.append(sum);
    }
    return values;
}

QVector<ChartPoint> ActivityCourse::points(Member member) const
{
    QVector<ChartPoint> line;
    for (std::size_t i = m_first; i < m_overview.points.size(); ++i)
        line.append({m_overview.points[i].start, m_overview.points[i].figures.*member});
    return line;
}

ChartData ActivityCourse::chart() const
{
    const auto &window = m_overview.window;
    ChartData data;
    data.bucketSeconds = metrics::stepSeconds(m_overview.step);
    data.window = {window.since, window.until};
    if (m_first < m_overview.points.size())
        data.window.since = qMax<qint64>(data.window.since, m_overview.points[m_first].start);
    data.asOf = m_overview.freshness.as_of_ms / 1000;
    data.unit = unit(data.bucketSeconds);
    data.series.append({QStringLiteral("requests"), tr("Requests"), Hue::Requests,
                        points(&metrics::Figures::requests), Missing::Zero});
    data.series.append({QStringLiteral("results"), tr("Results"), Hue::Results,
                        points(&metrics::Figures::results), Missing::Zero});
    return data;
}

QString ActivityCourse::unit(std::int64_t bucketSeconds)
{
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    if (bucketSeconds == minute)
        return tr("events per minute");
    if (bucketSeconds == hour)
        return tr("events per hour");
    if (bucketSeconds == day)
        return tr("events per day");
    if (bucketSeconds % day == 0)
        return tr("events per %n days", nullptr, static_cast<int>(bucketSeconds / day));
    if (bucketSeconds % hour == 0)
        return tr("events per %n hours", nullptr, static_cast<int>(bucketSeconds / hour));
    return tr("events per %n minutes", nullptr, static_cast<int>(bucketSeconds / minute));
}

} // namespace dvmdash::ui
