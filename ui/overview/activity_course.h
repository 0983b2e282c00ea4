// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/charts/chart_data.h"

#include <QCoreApplication>
#include <QVector>

#include <functional>
#include <optional>

namespace dvmdash::ui
{

/// The buckets of an overview that can be compared with each other: the first one is left out when the window
/// begins inside of it, for it would look like a fall in activity that never was. Not so when the window is
/// everything: before its first event there was nothing. What was not observed is marked in the charts.
class ActivityCourse
{
    Q_DECLARE_TR_FUNCTIONS(ActivityCourse)
public:
    using Read = std::function<std::int64_t(const metrics::Figures &)>;
    enum class Subject {
        Jobs,   ///< requests and results
        Actors, ///< users and DVMs: different ones in each bucket, so buckets are never added up
    };

    /// Keeps a reference.
    explicit ActivityCourse(const engine::Overview &overview);

    /// The last bucket is still running.
    bool lastRuns() const { return m_lastRuns; }
    using Values = QVector<std::optional<qint64>>;
    /// At most 60 values: neighbouring buckets are added up. Not for unique counts. Nothing where nothing was
    /// counted and most was not observed.
    Values thinned(const Read &read) const;
    /// One value a bucket, or nothing as above.
    Values values(const Read &read) const;
    /// Delivered jobs of all jobs seen in tenths of a percent, at most 24 values; nothing where
    /// there was no job.
    Values completion() const;

    ChartData chart(Subject subject) const;
    /// Requests and results since the window began: the last value is the total of the window, so the first
    /// bucket counts with its part.
    ChartData runningTotal() const;
    /// "events per minute", "users and DVMs per 15 minutes"
    static QString unit(Subject subject, metrics::Step step);

private:
    Values thinned(const Read &read, std::size_t most) const;
    ChartData frame(std::size_t first) const;
    QVector<ChartPoint> points(const Read &read) const;

    const engine::Overview &m_overview;
    std::size_t m_first = 0;
    bool m_lastRuns = false;
    ChartData m_observed; ///< without series: where the gaps are
};

} // namespace dvmdash::ui
