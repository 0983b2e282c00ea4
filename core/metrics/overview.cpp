// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/overview.h"

#include "metrics/figure_reader.h"

namespace dvmdash::metrics
{

Overview readOverview(store::Reader &file, const OverviewQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Overview overview;
    overview.question = question;
    overview.window = window;
    overview.step = question.step.value_or(stepFor(window));
    store::ProgressParts parts(reader.progress(), {1, 1, 6, 6});
    overview.totals = reader.figures(Dimension::Global, {}, window);
    parts.next();
    overview.previous = reader.figures(Dimension::Global, {}, {window.since - window.length(), window.since});
    parts.next();
    overview.leaders = readLeaders(reader, window);
    parts.next();
    overview.points = reader.series(Dimension::Global, {}, window, overview.step);
    overview.freshness = reader.freshness(window);
    return overview;
}

Series readSeries(store::Reader &file, const SeriesQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    Series series;
    series.question = question;
    series.window = reader.resolved(question.window);
    series.step = question.step.value_or(stepFor(series.window));
    Dimension dimension = question.kind ? Dimension::Kind : Dimension::Global;
    RowKey key{question.kind.value_or(0), 0};
    if (question.dvm) {
        const std::int64_t pid = reader.pidOf(*question.dvm).value_or(0);
        dimension = question.kind ? Dimension::KindDvm : Dimension::Dvm;
        key = question.kind ? RowKey{*question.kind, pid} : RowKey{pid, 0};
    }
    series.points = reader.series(dimension, key, series.window, series.step);
    series.freshness = reader.freshness(series.window);
    return series;
}

Months readMonths(store::Reader &file, const MonthsQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    Months months;
    TimeWindow window = reader.span();
    window.since = stepStart(Step::Month, window.since);
    if (window.length() > 0) {
        auto steps = stepsOf(window, Step::Month);
        if (question.most > 0 && steps.size() > static_cast<std::size_t>(question.most))
            window.since = steps[steps.size() - static_cast<std::size_t>(question.most)].since;
        months.months = reader.series(Dimension::Global, {}, window, Step::Month);
    }
    months.freshness = reader.freshness(window);
    return months;
}

} // namespace dvmdash::metrics
