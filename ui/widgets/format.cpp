// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/format.h"

#include <QDateTime>

#include <array>
#include <cmath>
#include <limits>

namespace dvmdash::ui::format
{

namespace
{

constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

/// Years 0000 and 9999, the range of ISO 8601 without agreement.
constexpr qint64 firstIsoSecond = -62167219200;
constexpr qint64 lastIsoSecond = 253402300799;

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("format", text, nullptr, n);
}

/// `value / unit` with one decimal, rounded toward zero; without the decimal when it is 0 or from 100 units
/// on.
QString oneDecimal(qint64 value, qint64 unit)
{
    const qint64 whole = value / unit;
    const qint64 tenth = std::abs(value % unit) / (unit / 10);
    if (tenth == 0 || std::abs(whole) >= 100)
        return count(whole);
    const QString sign = whole == 0 && value < 0 ? locale().negativeSign() : QString();
    return sign + count(whole) + locale().decimalPoint() + QString::number(tenth);
}

/// Without overflow at the smallest number.
qint64 magnitude(qint64 value)
{
    return value == std::numeric_limits<qint64>::min() ? std::numeric_limits<qint64>::max() : std::abs(value);
}

/// part * scale / whole without overflow, scale at most 1000: in such large numbers the last digits do not
/// matter.
qint64 scaledRatio(qint64 part, qint64 whole, qint64 scale)
{
    while (whole > std::numeric_limits<qint64>::max() / 1000) {
        whole /= 1000;
        part /= 1000;
    }
    return part / whole * scale + part % whole * scale / whole;
}

struct Unit {
    qint64 size;
    const char *pattern;
};

template<std::size_t N>
std::optional<QString> inUnits(qint64 value, const std::array<Unit, N> &units)
{
    for (const Unit &unit : units) {
        if (magnitude(value) >= unit.size)
            return tr(unit.pattern).arg(oneDecimal(value, unit.size));
    }
    return std::nullopt;
}

/// "3 min 20 s": the two largest units, the smaller one left out when it is 0.
QString twoUnits(qint64 large, const char *largePattern, qint64 small, const char *smallPattern)
{
    const QString first = tr(largePattern).arg(count(large));
    return small == 0 ? first : first + QLatin1Char(' ') + tr(smallPattern).arg(small);
}

} // namespace

QLocale locale()
{
    const QLocale standard;
    return standard.language() == QLocale::C ? QLocale(QLocale::English, QLocale::UnitedStates) : standard;
}

QString count(qint64 value)
{
    return locale().toString(value);
}

QString compactCount(qint64 value)
{
    if (magnitude(value) < 10'000)
        return count(value);
    static constexpr std::array<Unit, 3> units{{
        {1'000'000'000, QT_TRANSLATE_NOOP("format", "%1 G")},
        {1'000'000, QT_TRANSLATE_NOOP("format", "%1 M")},
        {1'000, QT_TRANSLATE_NOOP("format", "%1 k")},
    }};
    return *inUnits(value, units);
}

QString bytes(qint64 value)
{
    static constexpr std::array<Unit, 4> units{{
        {1'000'000'000'000, QT_TRANSLATE_NOOP("format", "%1 TB")},
        {1'000'000'000, QT_TRANSLATE_NOOP("format", "%1 GB")},
        {1'000'000, QT_TRANSLATE_NOOP("format", "%1 MB")},
        {1'000, QT_TRANSLATE_NOOP("format", "%1 kB")},
    }};
    return inUnits(value, units).value_or(tr("%1 B").arg(count(value)));
}

QString satsNumber(qint64 millisats)
{
    const qint64 whole = millisats / 1000;
    const qint64 rest = std::abs(millisats % 1000);
    QString number = millisats < 0 && whole == 0 ? locale().negativeSign() + count(0) : count(whole);
    if (rest != 0) {
        QString digits = QStringLiteral("%1").arg(rest, 3, 10, QLatin1Char('0'));
        while (digits.endsWith(QLatin1Char('0')))
            digits.chop(1);
        number += locale().decimalPoint() + digits;
    }
    return number;
}

QString sats(qint64 millisats)
{
    const QString number = satsNumber(millisats);
    return millisats == 1000 ? tr("%1 sat").arg(number) : tr("%1 sats").arg(number);
}

QString durationMs(qint64 milliseconds)
{
    if (milliseconds < 0)
        return locale().negativeSign() + durationMs(magnitude(milliseconds));
    if (milliseconds < second)
        return tr("%1 ms").arg(milliseconds);
    if (milliseconds < minute)
        return tr("%1 s").arg(oneDecimal(milliseconds, second));
    if (milliseconds < hour)
        return twoUnits(milliseconds / minute, QT_TRANSLATE_NOOP("format", "%1 min"),
                        milliseconds % minute / second, QT_TRANSLATE_NOOP("format", "%1 s"));
    if (milliseconds < day)
        return twoUnits(milliseconds / hour, QT_TRANSLATE_NOOP("format", "%1 h"),
                        milliseconds % hour / minute, QT_TRANSLATE_NOOP("format", "%1 min"));
    return twoUnits(milliseconds / day, QT_TRANSLATE_NOOP("format", "%1 d"), milliseconds % day / hour,
                    QT_TRANSLATE_NOOP("format", "%1 h"));
}

std::optional<QString> percent(qint64 part, qint64 whole)
{
    if (whole <= 0)
        return std::nullopt;
    const qint64 tenths = scaledRatio(part, whole, 1000);
    return tr("%1 %").arg(oneDecimal(tenths, 10));
}

Change change(qint64 now, qint64 before)
{
    if (now == before)
        return {Change::Direction::Same, tr("unchanged")};
    if (before <= 0)
        return {Change::Direction::New, tr("new")};
    const qint64 percent = scaledRatio(now > before ? now - before : before - now, before, 100);
    const bool more = now > before;
    const QString size = percent == 0 ? tr("under 1 %") : tr("%1 %").arg(count(percent));
    return {more ? Change::Direction::Up : Change::Direction::Down,
            more ? tr("%1 more").arg(size) : tr("%1 less").arg(size)};
}

std::optional<Change> pointsChange(qint64 part, qint64 whole, qint64 partBefore, qint64 wholeBefore)
{
    if (whole <= 0 || wholeBefore <= 0)
        return std::nullopt;
    const qint64 tenths = scaledRatio(part, whole, 1000) - scaledRatio(partBefore, wholeBefore, 1000);
    if (tenths == 0)
        return Change{Change::Direction::Same, tr("unchanged")};
    const QString number = oneDecimal(std::abs(tenths), 10);
    const QString size = std::abs(tenths) == 10 ? tr("%1 pt").arg(number) : tr("%1 pts").arg(number);
    return tenths > 0 ? Change{Change::Direction::Up, tr("%1 more").arg(size)}
                      : Change{Change::Direction::Down, tr("%1 less").arg(size)};
}

QString relativeTime(qint64 atMs, qint64 nowMs)
{
    const qint64 age = nowMs - atMs;
    const qint64 distance = magnitude(age);
    if (distance < second)
        return tr("just now");
    QString text;
    if (distance < minute)
        text = tr("%1 s").arg(distance / second);
    else if (distance < hour)
        text = tr("%1 min").arg(distance / minute);
    else if (distance < 2 * day)
        text = tr("%1 h").arg(distance / hour);
    else
        text = tr("%1 d").arg(count(distance / day));
    return age > 0 ? tr("%1 ago").arg(text) : tr("in %1").arg(text);
}

QString isoUtc(qint64 seconds)
{
    if (seconds < firstIsoSecond || seconds > lastIsoSecond)
        return QString::number(seconds);
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate);
}

QString isoUtcMs(qint64 milliseconds)
{
    if (milliseconds < firstIsoSecond * second || milliseconds > lastIsoSecond * second + second - 1)
        return QString::number(milliseconds);
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(Qt::ISODateWithMs);
}

QString localTime(qint64 seconds)
{
    if (seconds < firstIsoSecond || seconds > lastIsoSecond)
        return QString::number(seconds);
    const QDateTime utc = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    const QDateTime local = utc.toLocalTime();
    return local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QLatin1Char(' ') + utcOffset(seconds);
}

QString utcOffset(qint64 seconds)
{
    const int offset = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toLocalTime().offsetFromUtc();
    if (offset == 0)
        return QStringLiteral("UTC");
    const int minutes = std::abs(offset) / 60;
    return QStringLiteral("UTC%1%2:%3")
        .arg(offset < 0 ? QLatin1Char('-') : QLatin1Char('+'))
        .arg(minutes / 60, 2, 10, QLatin1Char('0'))
        .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString shortId(const QString &id)
{
    constexpr qsizetype head = 8;
    constexpr qsizetype tail = 4;
    if (id.size() <= head + tail + 1)
        return id;
    return id.left(head) + QChar(0x2026) + id.right(tail);
}

namespace
{

std::function<qint64()> &clock()
{
    static std::function<qint64()> shared;
    return shared;
}

} // namespace

qint64 nowMs()
{
    return clock() ? clock()() : QDateTime::currentMSecsSinceEpoch();
}

qint64 nowS()
{
    return nowMs() / 1000;
}

void setClock(std::function<qint64()> now_ms)
{
    clock() = std::move(now_ms);
}

} // namespace dvmdash::ui::format
