// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QLocale>
#include <QString>

#include <functional>
#include <optional>

/// How numbers, times and ids are written everywhere in the program. Pure functions; the words go through the
/// translation of the context "format". Times are Unix seconds or milliseconds, money is millisatoshi, all
/// integers. The locale is the default one of the program; the C locale is given English separators, so that
/// thousands are always separated.
namespace dvmdash::ui::format
{

QLocale locale();

/// "12,480"
QString count(qint64 value);
/// Short for narrow places, from 10,000 on: "12.4 k", "1.2 M". Rounded down, so it never promises more.
QString compactCount(qint64 value);
/// "540 MB", in steps of 1000; below that "512 B". Rounded down to one digit.
QString bytes(qint64 value);
/// "41,200 sats", "1.5 sats", "1 sat" from millisatoshi.
QString sats(qint64 millisats);
/// The number alone, where the unit stands in the head of the column.
QString satsNumber(qint64 millisats);
/// "850 ms", "9.2 s", "3 min 20 s", "2 h 5 min", "3 d 4 h"
QString durationMs(qint64 milliseconds);
/// Parts of a whole as "95.4 %", rounded down, so that 100 % means all; nothing of a whole of 0.
std::optional<QString> percent(qint64 part, qint64 whole);

/// How a number stands against the window before.
struct Change {
    enum class Direction { Up, Down, Same, New };
    Direction direction = Direction::Same;
    QString text; ///< "8 % more", "12 % less", "unchanged", "new"
};
Change change(qint64 now, qint64 before);
/// Of two parts of wholes, in percentage points: "1.2 pts more". As percent() rounds, so that it is the
/// difference of what is shown. Nothing when either whole is 0.
std::optional<Change> pointsChange(qint64 part, qint64 whole, qint64 partBefore, qint64 wholeBefore);

/// "just now", "12 s ago", "3 min ago", "in 5 s"
QString relativeTime(qint64 atMs, qint64 nowMs);
/// ISO 8601 in UTC: "2024-03-01T12:00:00Z", with milliseconds "2024-03-01T12:00:00.250Z". A time outside of
/// the years 0 to 9999, which an author may claim, is given as its number.
QString isoUtc(qint64 seconds);
QString isoUtcMs(qint64 milliseconds);
/// Local date and time for tool tips: "2024-03-01 13:00:00 UTC+01:00"
QString localTime(qint64 seconds);

/// The offset of local time at that moment: "UTC", "UTC+01:00"
QString utcOffset(qint64 seconds);

/// First 8 and last 4 characters around an ellipsis; a text that would not get shorter stays whole.
QString shortId(const QString &id);

/// Unix milliseconds now: the one place where the interface reads the clock.
qint64 nowMs();
/// The same in seconds.
qint64 nowS();
/// What time it is for the whole interface from now on: that of a capture which is replayed. A program shows
/// one moment in all its windows. Empty: the system's clock. GUI thread.
void setClock(std::function<qint64()> now_ms);

} // namespace dvmdash::ui::format
