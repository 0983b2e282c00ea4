// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/board_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

/// One DVM, and one kind.
namespace dvmdash::metrics
{

namespace
{

TimeWindow windowBefore(const TimeWindow &window)
{
    return {window.since - window.length(), window.since};
}

/// The kinds that a DVM was ever met in: results, and whatever its attempts were for.
std::vector<int> kindsEver(FigureReader &reader, std::int64_t pid)
{
    std::set<int> kinds;
    store::Statement results =
        reader.database().prepare("SELECT k1 FROM activity WHERE what = ?1 AND k2 = ?2 AND k2 <> 0");
    results.bind(1, static_cast<int>(Seen::KindResult)).bind(2, pid);
    while (results.step())
        kinds.insert(static_cast<int>(results.integer(0)));
    return {kinds.begin(), kinds.end()};
}

std::vector<KindOfDvm> kindsOfDvm(FigureReader &reader, std::int64_t pid, const TimeWindow &window)
{
    std::vector<KindOfDvm> kinds;
    for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, false)) {
        if (key.k2 != pid)
            continue;
        KindOfDvm kind;
        kind.kind = static_cast<int>(key.k1);
        kind.figures = figuresOf(reader.windows().row(Dimension::KindDvm, key, window, true));
        if (!isActive(kind.figures))
            continue;
        const RowSums all = reader.windows().row(Dimension::Kind, {kind.kind, 0}, window, false);
        kind.share = {kind.figures.results, figuresOf(all).results};
        kinds.push_back(std::move(kind));
    }
    std::sort(kinds.begin(), kinds.end(), [](const KindOfDvm &a, const KindOfDvm &b) {
        return std::tuple(-a.figures.results, a.kind) < std::tuple(-b.figures.results, b.kind);
    });
    return kinds;
}

/// Those who gave results in the window for a kind that this one ever gave results for.
std::vector<Competitor> competitorsOf(FigureReader &reader, std::int64_t pid, const TimeWindow &window)
{
    std::map<std::int64_t, RowSums> sums;
    std::map<std::int64_t, std::vector<int>> kinds;
    const std::vector<int> ever = kindsEver(reader, pid);
    store::ProgressParts parts(reader.progress(), store::ProgressParts::equal(ever.size()));
    for (const int kind : ever) {
        for (const auto &[key, row] : reader.windows().rows(Dimension::KindDvm, window, true, kind)) {
            if (key.k2 == pid || row.counts[metric::Results] == 0)
                continue;
            sums[key.k2].counts += row.counts;
            sums[key.k2].responses += row.responses;
            kinds[key.k2].push_back(kind);
        }
        parts.next();
    }
    std::vector<Competitor> competitors;
    for (const auto &[other, row] : sums)
        competitors.push_back({reader.keyOf(other), kinds[other], figuresOf(row)});
    std::sort(competitors.begin(), competitors.end(), [](const Competitor &a, const Competitor &b) {
        return std::tuple(-a.figures.results, a.dvm) < std::tuple(-b.figures.results, b.dvm);
    });
    return competitors;
}

KindRow kindRow(FigureReader &reader, int kind, const TimeWindow &window)
{
    KindRow row;
    row.kind = kind;
    row.figures = reader.figures(Dimension::Kind, {kind, 0}, window);
    row.dvms_ever = countBefore(firstResults(reader.database(), kind)[kind], window.until);
    const SeenSpan seen = seenSpan(reader.database(), kind, {Seen::KindRequest});
    row.first_seen_at = seen.first;
    row.last_seen_at = seen.last;
    return row;
}

std::vector<KindPoint> kindPoints(FigureReader &reader, int kind, const TimeWindow &window, Step stepLength)
{
    std::vector<KindPoint> points;
    const std::vector<std::int64_t> firsts = firstResults(reader.database(), kind)[kind];
    const auto steps = stepsOf(window, stepLength);
    store::ProgressParts parts(reader.progress(), store::ProgressParts::equal(steps.size()));
    for (const TimeWindow &step : steps) {
        KindPoint point;
        point.start = stepStart(stepLength, step.since);
        point.figures = reader.figures(Dimension::Kind, {kind, 0}, step);
        point.dvms_ever = countBefore(firsts, step.until);
        points.push_back(std::move(point));
        parts.next();
    }
    return points;
}

} // namespace

Dvm readDvm(store::Reader &file, const DvmQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Dvm dvm;
    dvm.question = question;
    dvm.window = window;
    dvm.step = question.step.value_or(stepFor(window));
    dvm.row.dvm = question.dvm;
    const auto pid = reader.pidOf(question.dvm);
    dvm.known = pid.has_value();
    // Nobody has pid 0: all that is read of an unknown key is empty.
    const RowKey key{pid.value_or(0), 0};
    store::ProgressParts parts(reader.progress(), {6, 1, 3, 3});
    dvm.points = reader.series(Dimension::Dvm, key, window, dvm.step);
    parts.next();
    if (pid) {
        LastCompleted completed(reader.database());
        HealthReader health(reader.database(), now_ms / 1000);
        dvm.row =
            dvmRow(reader, *pid, reader.windows().row(Dimension::Dvm, key, window, true),
                   seenSpan(reader.database(), *pid, {Seen::Results, Seen::Feedback}), completed, health);
        dvm.previous = reader.figures(Dimension::Dvm, key, windowBefore(window));
        parts.next();
        dvm.kinds = kindsOfDvm(reader, *pid, window);
        for (const KindOfDvm &kind : dvm.kinds)
            dvm.row.kinds.push_back(kind.kind);
        std::sort(dvm.row.kinds.begin(), dvm.row.kinds.end());
        parts.next();
        dvm.competitors = competitorsOf(reader, *pid, window);
    }
    dvm.freshness = reader.freshness(window);
    return dvm;
}

Kind readKind(store::Reader &file, const KindQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Kind kind;
    kind.question = question;
    kind.window = window;
    kind.step = question.step.value_or(stepFor(window));
    store::ProgressParts parts(reader.progress(), {2, 6, 2});
    kind.row = kindRow(reader, question.kind, window);
    kind.previous = reader.figures(Dimension::Kind, {question.kind, 0}, windowBefore(window));
    parts.next();
    kind.points = kindPoints(reader, question.kind, window, kind.step);
    parts.next();
    KindBest best;
    for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, true, question.kind)) {
        DvmOfKind row{reader.keyOf(key.k2), figuresOf(sums), {}};
        if (!isActive(row.figures))
            continue;
        row.share = {row.figures.results, kind.row.figures.results};
        considerForKind(best, row.dvm, row.figures);
        kind.dvms.push_back(std::move(row));
    }
    kind.row.fastest = best.fastest;
    if (best.top_earning)
        kind.row.top_earning = best.top_earning->dvm;
    std::sort(kind.dvms.begin(), kind.dvms.end(), [](const DvmOfKind &a, const DvmOfKind &b) {
        return std::tuple(-a.figures.results, a.dvm) < std::tuple(-b.figures.results, b.dvm);
    });
    kind.freshness = reader.freshness(window);
    return kind;
}

} // namespace dvmdash::metrics
