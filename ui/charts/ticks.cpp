// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ticks.h"

#include <QDateTime>

#include <array>

namespace dvmdash::ui
{

namespace
{

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 month = 30 * day; // for choosing a step only
constexpr qint64 year = 365 * day;
constexpr qint64 shortestMonth = 28 * day;

constexpr std::array<qint64, 26> timeSteps{
    1,           2,           5,           10,    15,        30,        minute,   2 * minute, 5 * minute,
    10 * minute, 15 * minute, 30 * minute, hour,  2 * hour,  3 * hour,  6 * hour, 12 * hour,  day,
    2 * day,     7 * day,     14 * day,    month, 3 * month, 6 * month, year,     5 * year};

constexpr std::array<qint64, 22> durationSteps{
    1,     2,      5,      10,     20,     50,      100,     200,     500,     1'000,     2'000,
    5'000, 10'000, 15'000, 30'000, 60'000, 120'000, 300'000, 600'000, 900'000, 1'800'000, 3'600'000};

qint64 decimalStep(qint64 least)
{
    qint64 power = 1;
    while (power * 10 <= least && power < 100'000'000'000'000'000)
        power *= 10;
    for (const qint64 factor : {1, 2, 5}) {
        if (power * factor >= least)
            return power * factor;
    }
    return power * 10;
}

qint64 stepFor(qint64 least, ValueFormat format)
{
    switch (format) {
    case ValueFormat::DurationMs:
        for (const qint64 step : durationSteps) {
            if (step >= least)
                return step;
        }
        return decimalStep(least / durationSteps.back() + 1) * durationSteps.back();
    case ValueFormat::Millisats:
        // Whole sats where that is fine enough.
        return least > 500 ? decimalStep((least + 999) / 1000) * 1000 : decimalStep(least);
    case ValueFormat::Count:
    case ValueFormat::Bytes:
        return decimalStep(least);
    }
    return 1;
}

qint64 floorDiv(qint64 a, qint64 b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

bool isTwelveHours(const QLocale &locale)
{
    return locale.timeFormat(QLocale::ShortFormat).contains(QLatin1Char('a'), Qt::CaseInsensitive);
}

QString timeText(const QDateTime &at, const QLocale &locale, bool seconds)
{
    if (isTwelveHours(locale))
        return locale.toString(at.time(), seconds ? QStringLiteral("h:mm:ss AP") : QStringLiteral("h:mm AP"));
    return locale.toString(at.time(), seconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

QString dayText(const QDate &date, const QLocale &locale)
{
    const QString order = locale.dateFormat(QLocale::ShortFormat);
    const bool monthFirst =
        locale.language() != QLocale::C && order.indexOf(QLatin1Char('M')) < order.indexOf(QLatin1Char('d'));
    return locale.toString(date, monthFirst ? QStringLiteral("MMM d") : QStringLiteral("d MMM"));
}

/// Ticks within days: counted from each local midnight, so that they stay round over changes of summer time.
void appendClockTicks(QVector<TimeTick> &ticks, TimeSpan span, qint64 step, const QLocale &locale)
{
    const QDate lastDay = QDateTime::fromSecsSinceEpoch(span.until).date();
    for (QDate date = QDateTime::fromSecsSinceEpoch(span.since).date(); date <= lastDay;
         date = date.addDays(1)) {
        // A span of minutes need not walk through a whole day.
        const qint64 midnight = date.startOfDay().toSecsSinceEpoch();
        const qint64 begin = qMax<qint64>(0, (span.since - midnight - 2 * hour) / step * step);
        const qint64 end = qMin(day, span.until - midnight + 2 * hour);
        for (qint64 second = begin; second < end; second += step) {
            const QDateTime at(date, QTime::fromMSecsSinceStartOfDay(static_cast<int>(second * 1000)));
            // The hour that summer time skips comes out as another one.
            if (!at.isValid() || at.time().msecsSinceStartOfDay() != second * 1000)
                continue;
            const qint64 time = at.toSecsSinceEpoch();
            if (!span.contains(time))
                continue;
            ticks.append({time, second == 0 ? dayText(date, locale) : timeText(at, locale, step < minute),
                          second == 0});
        }
    }
}

void appendDayTicks(QVector<TimeTick> &ticks, TimeSpan span, qint64 days, const QLocale &locale)
{
    QDate date = QDateTime::fromSecsSinceEpoch(span.since).date();
    // Weeks begin on Mondays; other steps keep to a fixed count of days, so that ticks do not slide with the
    // window.
    const qint64 offset = floorDiv(date.toJulianDay(), days) * days;
    for (date = QDate::fromJulianDay(offset);; date = date.addDays(days)) {
        const qint64 time = date.startOfDay().toSecsSinceEpoch();
        if (time >= span.until)
            return;
        if (time >= span.since)
            ticks.append({time, dayText(date, locale), date.day() == 1});
    }
}

void appendMonthTicks(QVector<TimeTick> &ticks, TimeSpan span, int months, const QLocale &locale)
{
    const QDate start = QDateTime::fromSecsSinceEpoch(span.since).date();
    const int index = start.year() * 12 + start.month() - 1;
    for (int at = index / months * months;; at += months) {
        const QDate date(at / 12, at % 12 + 1, 1);
        const qint64 time = date.startOfDay().toSecsSinceEpoch();
        if (!date.isValid() || time >= span.until)
            return;
        if (time < span.since)
            continue;
        const bool january = date.month() == 1;
        ticks.append({time,
                      january ? QString::number(date.year()) : locale.toString(date, QStringLiteral("MMM")),
                      january && months < 12});
    }
}

} // namespace

ValueTicks valueTicks(qint64 lowest, qint64 highest, int wanted, ValueFormat format)
{
    lowest = qMin<qint64>(0, lowest);
    highest = qMax(highest, lowest + 1);
    const qint64 parts = qMax(1, wanted);
    const qint64 least = (highest - lowest) / parts + ((highest - lowest) % parts != 0 ? 1 : 0);
    const auto intervals = [&](qint64 step) {
        return (highest - floorDiv(lowest, step) * step + step - 1) / step;
    };
    qint64 step = stepFor(least, format);
    // One line more is better than an axis that is half empty.
    if (const qint64 finer = stepFor(qMax<qint64>(1, least * 2 / 3), format); intervals(finer) <= wanted + 1)
        step = finer;
    ValueTicks ticks;
    ticks.step = step;
    ticks.first = floorDiv(lowest, step) * step;
    ticks.count = static_cast<int>(intervals(step)) + 1;
    return ticks;
}

QVector<TimeTick> timeTicks(TimeSpan span, int most, const QLocale &locale)
{
    QVector<TimeTick> ticks;
    const qint64 length = span.until - span.since;
    if (length <= 0 || most < 1)
        return ticks;
    qint64 step = timeSteps.back();
    for (const qint64 candidate : timeSteps) {
        if (length / candidate < most) {
            step = candidate;
            break;
        }
    }
    while (length / step >= most)
        step *= 2;
    if (step < day)
        appendClockTicks(ticks, span, step, locale);
    else if (step < month)
        appendDayTicks(ticks, span, step / day, locale);
    else
        appendMonthTicks(ticks, span, static_cast<int>(step >= year ? step / year * 12 : step / month),
                         locale);
    return ticks;
}

QString widestClockText(const QLocale &locale)
{
    return isTwelveHours(locale) ? QStringLiteral("00:00 AM") : QStringLiteral("00:00");
}

QString bucketText(TimeSpan bucket, const QLocale &locale)
{
    const qint64 length = bucket.until - bucket.since;
    QDateTime start = QDateTime::fromSecsSinceEpoch(bucket.since);
    QDateTime end = QDateTime::fromSecsSinceEpoch(bucket.until);
    QString zone;
    const bool isUtcDays = length >= day && bucket.since % day == 0 && bucket.until % day == 0;
    if (isUtcDays && (start.offsetFromUtc() != 0 || end.offsetFromUtc() != 0)) {
        start = start.toUTC();
        end = end.toUTC();
        zone = QStringLiteral(" UTC");
    }
    if (length >= shortestMonth && start.date().day() == 1 && end.date() == start.date().addMonths(1))
        return locale.toString(start.date(), QStringLiteral("MMMM yyyy")) + zone;
    const QString date = locale.toString(start.date(), QStringLiteral("ddd ")) +
                         dayText(start.date(), locale) + QStringLiteral(" %1").arg(start.date().year());
    if (length >= 2 * day)
        return date + QStringLiteral(" \u2013 ") + dayText(end.date().addDays(-1), locale) + zone;
    if (length >= day)
        return date + zone;
    const bool seconds = length < minute;
    return date + QStringLiteral("  ") + timeText(start, locale, seconds) + QStringLiteral(" \u2013 ") +
           timeText(end, locale, seconds);
}

} // namespace dvmdash::ui
