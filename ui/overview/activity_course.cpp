// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/activity_course.h"

#include "ui/models/observed.h"

namespace dvmdash::ui
{

namespace
{

constexpr std::size_t mostValues = 60;
constexpr std::size_t mostRates = 24;  ///< a rate of a few jobs says little
constexpr qint64 wholeInTenths = 1000; ///< tenths of a percent

QVector<ChartPoint> addedUp(QVector<ChartPoint> points)
{
    qint64 total = 0;
    for (ChartPoint &point : points) {
        total += point.value;
        point.value = total;
    }
    return points;
}

} // namespace

ActivityCourse::ActivityCourse(const engine::Overview &overview)
    : m_overview(overview)
{
    const auto &activity = overview.points;
    if (activity.empty())
        return;
    const bool isEverything = overview.question.window.since <= 0;
    if (!isEverything && activity.size() > 1 && activity.front().start < overview.window.since)
        m_first = 1;
    const std::int64_t asOf = overview.freshness.as_of_ms / 1000;
    m_lastRuns = metrics::stepEnd(overview.step, activity.back().start) > asOf;
    m_observed = frame(m_first);
    setObserved(m_observed, overview.freshness);
}

ActivityCourse::Values ActivityCourse::thinned(const Read &read, std::size_t most) const
{
    const auto &activity = m_overview.points;
    const std::size_t buckets = activity.size() - m_first;
    const std::size_t group = (buckets + most - 1) / most;
    Values values;
    if (buckets == 0)
        return values;
    // Whole groups are counted from the end: the newest value is never a remainder.
    const std::size_t rest = buckets % group;
    for (std::size_t at = m_first + rest; at < activity.size(); at += group) {
        qint64 sum = 0;
        bool isObserved = false;
        for (std::size_t i = at; i < at + group; ++i) {
            sum += read(activity[i].figures);
            isObserved = isObserved || !m_observed.isGap(activity[i].start);
        }
        values.append(sum != 0 || isObserved ? std::optional(sum) : std::nullopt);
    }
    return values;
}

ActivityCourse::Values ActivityCourse::thinned(const Read &read) const
{
    return thinned(read, mostValues);
}

ActivityCourse::Values ActivityCourse::values(const Read &read) const
{
    Values values;
    for (const ChartPoint &point : points(read))
        values.append(point.value != 0 || !m_observed.isGap(point.time) ? std::optional(point.value)
                                                                        : std::nullopt);
    return values;
}

ActivityCourse::Values ActivityCourse::completion() const
{
    const auto delivered = thinned([](const metrics::Figures &f) { return f.completion().part; }, mostRates);
    const auto seen = thinned([](const metrics::Figures &f) { return f.completion().whole; }, mostRates);
    Values tenths;
    for (qsizetype i = 0; i < seen.size(); ++i)
        tenths.append(seen.at(i).value_or(0) > 0
                          ? std::optional(delivered.at(i).value_or(0) * wholeInTenths / *seen.at(i))
                          : std::nullopt);
    return tenths;
}

QVector<ChartPoint> ActivityCourse::points(const Read &read) const
{
    QVector<ChartPoint> line;
    for (std::size_t i = m_first; i < m_overview.points.size(); ++i)
        line.append({m_overview.points[i].start, read(m_overview.points[i].figures)});
    return line;
}

ChartData ActivityCourse::frame(std::size_t first) const
{
    const auto &window = m_overview.window;
    const auto &activity = m_overview.points;
    ChartData data;
    data.bucketSeconds = metrics::stepSeconds(m_overview.step);
    data.window = {window.since, window.until};
    if (first > 0 && first < activity.size())
        data.window.since = qMax<qint64>(data.window.since, activity[first].start);
    if (m_overview.step == metrics::Step::Month && first < activity.size()) {
        for (std::size_t i = first; i < activity.size(); ++i)
            data.bounds.append(activity[i].start);
        data.bounds.append(metrics::stepEnd(m_overview.step, activity.back().start));
    }
    data.asOf = m_overview.freshness.as_of_ms / 1000;
    return data;
}

ChartData ActivityCourse::chart(Subject subject) const
{
    ChartData data = frame(m_first);
    data.unit = unit(subject, m_overview.step);
    switch (subject) {
    case Subject::Jobs:
        data.series.append({QStringLiteral("requests"), tr("Requests"), Hue::Requests,
                            points(&metrics::Figures::requests), Missing::Zero});
        data.series.append({QStringLiteral("results"), tr("Results"), Hue::Results,
                            points(&metrics::Figures::results), Missing::Zero});
        break;
    case Subject::Actors:
        data.series.append({QStringLiteral("users"), tr("Users"), Hue::Orange,
                            points(&metrics::Figures::users), Missing::Zero});
        data.series.append({QStringLiteral("dvms"), tr("DVMs"), Hue::Purple, points(&metrics::Figures::dvms),
                            Missing::Zero});
        break;
    }
    setObserved(data, m_overview.freshness);
    return data;
}

ChartData ActivityCourse::runningTotal() const
{
    ActivityCourse whole = *this;
    whole.m_first = 0;
    ChartData data = frame(0);
    data.unit = tr("events since the window began");
    data.series.append({QStringLiteral("requests_running_total"), tr("Requests"), Hue::Requests,
                        addedUp(whole.points(&metrics::Figures::requests)), Missing::Unknown});
    data.series.append({QStringLiteral("results_running_total"), tr("Results"), Hue::Results,
                        addedUp(whole.points(&metrics::Figures::results)), Missing::Unknown});
    setObserved(data, m_overview.freshness);
    return data;
}

QString ActivityCourse::unit(Subject subject, metrics::Step step)
{
    const bool isJobs = subject == Subject::Jobs;
    switch (step) {
    case metrics::Step::Minute:
        return isJobs ? tr("events per minute") : tr("users and DVMs per minute");
    case metrics::Step::FiveMinutes:
        return isJobs ? tr("events per 5 minutes") : tr("users and DVMs per 5 minutes");
    case metrics::Step::Quarter:
        return isJobs ? tr("events per 15 minutes") : tr("users and DVMs per 15 minutes");
    case metrics::Step::Hour:
        return isJobs ? tr("events per hour") : tr("users and DVMs per hour");
    case metrics::Step::FourHours:
        return isJobs ? tr("events per 4 hours") : tr("users and DVMs per 4 hours");
    case metrics::Step::Day:
        return isJobs ? tr("events per day") : tr("users and DVMs per day");
    case metrics::Step::Month:
        return isJobs ? tr("events per month") : tr("users and DVMs per month");
    }
    return {};
}

} // namespace dvmdash::ui
