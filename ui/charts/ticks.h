// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_data.h"

#include <QLocale>
#include <QString>
#include <QVector>

namespace dvmdash::ui
{

/// Lines of a value axis: round integer steps that cover lowest to highest, at least one step.
struct ValueTicks {
    qint64 first = 0;
    qint64 step = 1;
    int count = 2;
    qint64 last() const { return first + step * (count - 1); }
};

/// Steps of 1, 2, 5 times a power of ten; for durations those of a clock; for bytes of decimal units. The
/// axis begins at 0 unless values are negative. About `wanted` lines, never more than wanted + 2.
ValueTicks valueTicks(qint64 lowest, qint64 highest, int wanted, ValueFormat format);

struct TimeTick {
    qint64 time = 0; ///< Unix seconds
    QString text;
    bool isMajor = false; ///< a new day among hours, a new year among months
};

/// Round local times in the span, at most `most`: seconds to years, midnight as the date. Written after the
/// locale; clocks of 24 hours unless the locale says otherwise. Changes of summer time neither lose nor
/// double a tick.
QVector<TimeTick> timeTicks(TimeSpan span, int most, const QLocale &locale = QLocale());

/// The widest time of day a tick may show, to measure by.
QString widestClockText(const QLocale &locale = QLocale());

/// "Tue 5 Mar 2024  14:00 – 14:15" for the crosshair, "Tue 5 Mar 2024", "March 2024". Local time; whole days
/// and months of UTC are named as such where local time is another.
QString bucketText(TimeSpan bucket, const QLocale &locale = QLocale());

} // namespace dvmdash::ui
