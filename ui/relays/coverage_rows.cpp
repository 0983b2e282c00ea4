// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/coverage_rows.h"

#include <algorithm>
#include <limits>

namespace dvmdash::ui
{

namespace
{

CoverageRow rowOf(const QString &relay, const store::IntervalSet &covered, qint64 from, qint64 until)
{
    CoverageRow row;
    row.relay = relay;
    for (const auto &[start, end] : covered.intervals()) {
        const qint64 first = std::max<qint64>(start, from);
        const qint64 last = std::min<qint64>(end, until);
        if (first >= last)
            continue;
        row.spans.append({first, last});
        row.covered_s += last - first;
    }
    if (until > from)
        row.share = static_cast<double>(row.covered_s) / static_cast<double>(until - from);
    return row;
}

} // namespace

CoverageTable coverageTable(const engine::Coverages &coverages, const QStringList &list,
                            const engine::TimeWindow &window, qint64 now_s)
{
    store::IntervalSet together;
    qint64 earliest = std::numeric_limits<qint64>::max();
    for (const store::RelayCoverage &one : coverages.relays)
        for (const auto &[from, until] : one.covered.intervals()) {
            together.add(from, until);
            earliest = std::min<qint64>(earliest, from);
        }
    CoverageTable table;
    table.until = std::min<qint64>(window.until, now_s);
    table.from = window.since > 0 ? window.since : std::min(earliest, table.until);
    if (table.from >= table.until)
        return {};
    const auto coveredBy = [&](const QString &url) {
        for (const store::RelayCoverage &one : coverages.relays)
            if (QString::fromStdString(one.relay) == url)
                return one.covered;
        return store::IntervalSet();
    };
    table.rows.append(rowOf({}, together, table.from, table.until));
    for (const QString &url : list)
        table.rows.append(rowOf(url, coveredBy(url), table.from, table.until));
    for (const store::RelayCoverage &one : coverages.relays) {
        const QString url = QString::fromStdString(one.relay);
        CoverageRow row = rowOf(url, one.covered, table.from, table.until);
        if (!list.contains(url) && !row.spans.isEmpty())
            table.rows.append(std::move(row));
    }
    return table;
}

std::optional<CoverageSpot> spotAt(const CoverageTable &table, const CoverageRow &row, qint64 time)
{
    if (time < table.from || time >= table.until)
        return std::nullopt;
    CoverageSpot gap{table.from, table.until, false};
    for (const auto &[from, until] : row.spans) {
        if (time >= from && time < until)
            return CoverageSpot{from, until, true};
        if (until <= time)
            gap.from = until;
        else
            gap.until = std::min(gap.until, from);
    }
    return gap;
}

} // namespace dvmdash::ui
