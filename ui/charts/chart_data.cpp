// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_data.h"

#include "ui/widgets/format.h"

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

/// Beyond this no chart is readable and a mistaken bucket size would eat the memory.
constexpr qint64 mostBuckets = 2'000'000;

qint64 floorTo(qint64 value, qint64 step)
{
    const qint64 rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

bool isUneven(const QVector<qint64> &bounds)
{
    return bounds.size() > 1;
}

/// Index of the last start that is not after `time`; within the buckets.
qsizetype boundOf(const QVector<qint64> &bounds, qint64 time)
{
    const auto after = std::upper_bound(bounds.begin(), bounds.end(), time);
    return qBound<qsizetype>(0, after - bounds.begin() - 1, bounds.size() - 2);
}

} // namespace

qint64 ChartData::bucketStart(qint64 time) const
{
    if (isUneven(bounds))
        return bounds.at(boundOf(bounds, time));
    const qint64 step = qMax<qint64>(1, bucketSeconds);
    qint64 offset = 0;
    for (const ChartSeries &s : series) {
        if (!s.points.isEmpty()) {
            offset = s.points.front().time - floorTo(s.points.front().time, step);
            break;
        }
    }
    return floorTo(time - offset, step) + offset;
}

qint64 ChartData::bucketCount() const
{
    const qint64 until = asOf > 0 ? qMin(window.until, asOf + 1) : window.until;
    if (until <= window.since)
        return 0;
    return qMin(mostBuckets, indexOf(bucketStart(until - 1)) + 1);
}

qint64 ChartData::bucketEnd(qint64 bucket) const
{
    return isUneven(bounds) ? bounds.at(boundOf(bounds, bucket) + 1)
                            : bucket + qMax<qint64>(1, bucketSeconds);
}

double ChartData::middleOf(qint64 bucket) const
{
    const qint64 end = bucketEnd(bucket);
    if (end <= window.since || bucket >= window.until)
        return double(bucket + end) / 2;
    return double(qMax(bucket, window.since) + qMin(end, window.until)) / 2;
}

qint64 ChartData::bucketAt(qint64 index) const
{
    if (!isUneven(bounds))
        return firstBucket() + index * qMax<qint64>(1, bucketSeconds);
    return bounds.at(qBound<qsizetype>(0, boundOf(bounds, window.since) + index, bounds.size() - 2));
}

qint64 ChartData::indexOf(qint64 bucket) const
{
    if (isUneven(bounds))
        return boundOf(bounds, bucket) - boundOf(bounds, window.since);
    return (bucket - firstBucket()) / qMax<qint64>(1, bucketSeconds);
}

bool ChartData::isRunning(qint64 bucket) const
{
    return asOf > 0 && asOf >= bucket && asOf < bucketEnd(bucket);
}

/// The part of a bucket of which anything can be said.
TimeSpan ChartData::observable(qint64 bucket) const
{
    const qint64 past = asOf > 0 ? qMin(window.until, asOf + 1) : window.until;
    const qint64 since = qMax(bucket, window.since);
    return {since, qMax(since, qMin(bucketEnd(bucket), past))};
}

qint64 ChartData::missingIn(qint64 bucket) const
{
    const TimeSpan span = observable(bucket);
    auto gap = std::upper_bound(gaps.begin(), gaps.end(), span.since,
                                [](qint64 time, const ChartGap &g) { return time < g.until; });
    qint64 missing = 0;
    for (; gap != gaps.end() && gap->since < span.until; ++gap) {
        const qint64 common = qMin(gap->until, span.until) - qMax(gap->since, span.since);
        const double share = double(gap->missing) / double(qMax<qint64>(1, gap->until - gap->since));
        missing += qRound64(double(common) * share);
    }
    return missing;
}

bool ChartData::isGap(qint64 bucket) const
{
    if (gaps.isEmpty())
        return false;
    const TimeSpan span = observable(bucket);
    return span.until > span.since && 2 * missingIn(bucket) >= span.until - span.since;
}

bool ChartData::isEmpty() const
{
    return std::none_of(series.begin(), series.end(), [&](const ChartSeries &s) {
        return std::any_of(s.points.begin(), s.points.end(), [&](const ChartPoint &point) {
            return bucketEnd(point.time) > window.since && point.time < window.until;
        });
    });
}

std::optional<qint64> ChartData::valueAt(const ChartSeries &s, qint64 bucket) const
{
    const auto at = std::lower_bound(s.points.begin(), s.points.end(), bucket,
                                     [](const ChartPoint &point, qint64 time) { return point.time < time; });
    if (at != s.points.end() && at->time == bucket)
        return at->value;
    if (s.missing == Missing::Unknown || isGap(bucket) || (asOf > 0 && bucket > asOf))
        return std::nullopt;
    return 0;
}

QString ChartData::formatted(qint64 value) const
{
    switch (format) {
    case ValueFormat::Count:
        return format::count(value);
    case ValueFormat::DurationMs:
        return format::durationMs(value);
    case ValueFormat::Millisats:
        return format::satsNumber(value);
    case ValueFormat::Bytes:
        return format::bytes(value);
    }
    return {};
}

QVector<QVector<ChartPoint>> knownRuns(const ChartData &data, const ChartSeries &series)
{
    QVector<QVector<ChartPoint>> runs;
    const qint64 count = data.bucketCount();
    auto point = std::lower_bound(series.points.begin(), series.points.end(), data.firstBucket(),
                                  [](const ChartPoint &p, qint64 time) { return p.time < time; });
    bool open = false;
    for (qint64 i = 0; i < count; ++i) {
        const qint64 bucket = data.bucketAt(i);
        while (point != series.points.end() && point->time < bucket)
            ++point;
        const bool hasPoint = point != series.points.end() && point->time == bucket;
        if (!hasPoint && (series.missing == Missing::Unknown || data.isGap(bucket))) {
            open = false;
            continue;
        }
        if (!open)
            runs.append(QVector<ChartPoint>());
        open = true;
        runs.back().append({bucket, hasPoint ? point->value : 0});
    }
    return runs;
}

CsvTable toCsvTable(const ChartData &data)
{
    CsvTable table;
    table.header.append(QStringLiteral("time_utc"));
    for (const ChartSeries &series : data.series)
        table.header.append(series.id);
    if (!data.gaps.isEmpty())
        table.header.append(QStringLiteral("not_observed_s"));
    const qint64 count = data.bucketCount();
    table.rows.reserve(count);
    for (qint64 i = 0; i < count; ++i) {
        const qint64 bucket = data.bucketAt(i);
        QStringList row{format::isoUtc(bucket)};
        for (const ChartSeries &series : data.series) {
            const auto value = data.valueAt(series, bucket);
            row.append(value ? QString::number(*value) : QString());
        }
        if (!data.gaps.isEmpty())
            row.append(QString::number(data.missingIn(bucket)));
        table.rows.append(row);
    }
    return table;
}

} // namespace dvmdash::ui
