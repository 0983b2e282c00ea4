// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/charts/chart_data.h"

#include <QCoreApplication>
#include <QVector>

namespace dvmdash::ui
{

/// The buckets of an overview that can be compared with each other: the first one is left out when the window
/// begins inside of it, for it would look like a fall in activity that never was.
class ActivityCourse
{
    Q_DECLARE_TR_FUNCTIONS(ActivityCourse)
public:
    using Member = std::int64_t metrics::Figures::*;

    /// Keeps a reference.
    explicit ActivityCourse(const engine::Overview &overview);

    /// The last bucket is still running.
    bool lastRuns() const { return m_lastRuns; }
    /// At most 60 values: neighbouring buckets are added up.
    QVector<qint64> thinned(Member member) const;
    /// Requests and results.
    ChartData chart() const;
    /// "events per minute", "events per 15 minutes"
    static QString unit(std::int64_t bucketSeconds);

private:
    QVector<ChartPoint> points(Member member) const;

    const engine::Overview &m_overview;
    std::size_t m_first = 0;
    bool m_lastRuns = false;
};

} // namespace dvmdash::ui
