// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/csv.h"
#include "ui/theme/colors.h"

#include <QString>
#include <QVector>

#include <optional>

namespace dvmdash::ui
{

/// One bucket of a series: Unix seconds of its start, and its value.
struct ChartPoint {
    qint64 time = 0;
    qint64 value = 0;
    friend bool operator==(const ChartPoint &, const ChartPoint &) = default;
};

/// Unix seconds, since included, until not.
struct TimeSpan {
    qint64 since = 0;
    qint64 until = 0;
    bool contains(qint64 time) const { return time >= since && time < until; }
    friend bool operator==(const TimeSpan &, const TimeSpan &) = default;
};

/// A time that was not observed, as `since` and `until` of TimeSpan.
struct ChartGap {
    qint64 since = 0;
    qint64 until = 0;
    /// Seconds of it that are missing: all, unless several gaps were joined for being very many. Then moments
    /// that were observed lie between, and a part of the gap is taken to miss its share.
    qint64 missing = until - since;
    friend bool operator==(const ChartGap &, const ChartGap &) = default;
};

/// What a bucket without a point means.
enum class Missing {
    Zero,    ///< nothing was counted: counters, sums
    Unknown, ///< there is no such number: percentiles, averages; the line breaks
};

/// How values are written.
enum class ValueFormat { Count, DurationMs, Millisats, Bytes };

struct ChartSeries {
    QString id;   ///< head of the CSV column, with unit
    QString name; ///< at the end of the line
    Hue hue = Hue::Requests;
    QVector<ChartPoint> points; ///< ascending times, at bucket starts
    Missing missing = Missing::Zero;
    /// A state: drawn in its colour in place of the hue.
    std::optional<Tone> tone = {};
    bool isPale = false; ///< of two states of one colour that are stacked, the paler one
};

/// Everything a time chart shows. Values are integers in raw units; nothing is interpolated.
///
/// What gaps do: the hatching shows exactly the time that was not observed, a second of reconnecting too (in
/// a pixel or two), but such a second does not make a quarter of an hour unknown. So a bucket is only taken
/// for a gap, where no zero is claimed and lines break, when most of it was not observed: at least half of
/// what lies in the window and is past. A point that is there, though, is a real count and always drawn: it
/// may be too low, never too high. The crosshair and the table say of every bucket how much of it is missing.
struct ChartData {
    QVector<ChartSeries> series;
    TimeSpan window;
    qint64 bucketSeconds = 3600; ///< length of all buckets; not read when there are bounds
    /// Of buckets of uneven length (months): ascending starts and, last, the end of the last one. They cover
    /// the window. Fewer than two: the buckets are all alike.
    QVector<qint64> bounds;
    QString unit; ///< title of the value axis: "requests per hour"
    ValueFormat format = ValueFormat::Count;
    QVector<ChartGap> gaps; ///< ascending, disjoint
    /// Unix seconds up to which the numbers stand. The bucket that holds it is still running and drawn
    /// lighter; later buckets are not drawn. 0: every bucket of the window is complete.
    qint64 asOf = 0;

    /// Start of the bucket that holds `time`, in step with the points of the series; of the first or the last
    /// one for a time outside of the bounds.
    qint64 bucketStart(qint64 time) const;
    /// End of the bucket that begins at `bucket`: the start of the next one.
    qint64 bucketEnd(qint64 bucket) const;
    /// Where a value of the bucket is drawn: the middle of its part in the window.
    double middleOf(qint64 bucket) const;
    /// The first bucket that overlaps the window.
    qint64 firstBucket() const { return bucketStart(window.since); }
    /// Number of buckets from the first to the end of the window or to asOf.
    qint64 bucketCount() const;
    /// Start of the bucket that comes `index` after the first one, for an index below bucketCount().
    qint64 bucketAt(qint64 index) const;
    /// The inverse of bucketAt().
    qint64 indexOf(qint64 bucket) const;
    bool isRunning(qint64 bucket) const;
    /// Seconds of the bucket, within the window and past, that were not observed.
    qint64 missingIn(qint64 bucket) const;
    /// Most of the bucket was not observed: see above.
    bool isGap(qint64 bucket) const;
    bool isEmpty() const; ///< no series has a point in the window
    /// The value that may be claimed for the bucket: its point, or 0 where that is known.
    std::optional<qint64> valueAt(const ChartSeries &series, qint64 bucket) const;
    /// "12,480", "9.2 s"
    QString formatted(qint64 value) const;

private:
    TimeSpan observable(qint64 bucket) const;
};

/// Runs of successive buckets with known values; a line is drawn through each. Also buckets that hold a real
/// point within a gap are in a run.
QVector<QVector<ChartPoint>> knownRuns(const ChartData &data, const ChartSeries &series);

/// The chart as a table: time_utc, then one column a series; a cell is empty where the value is not known.
/// Where there are gaps the last column, not_observed_s, says how many seconds of each bucket are missing.
CsvTable toCsvTable(const ChartData &data);

} // namespace dvmdash::ui
