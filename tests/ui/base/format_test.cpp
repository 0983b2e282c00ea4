// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/widgets/format.h"

#include <limits>

using namespace dvmdash::ui;

namespace
{

constexpr qint64 lowest = std::numeric_limits<qint64>::min();
constexpr qint64 highest = std::numeric_limits<qint64>::max();
constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

} // namespace

class FormatTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbers_data();
    void numbers();
    void percents();
    void changes_data();
    void changes();
    void changesInPoints();
    void relativeTimes_data();
    void relativeTimes();
    void isoTimes_data();
    void isoTimes();
    void isoWithMilliseconds();
    void shortIds();
    void otherLocales();
};

void FormatTest::numbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("count 0") << format::count(0) << "0";
    QTest::newRow("count thousands") << format::count(12480) << "12,480";
    QTest::newRow("count negative") << format::count(-1234567) << "-1,234,567";
    QTest::newRow("count largest") << format::count(highest) << "9,223,372,036,854,775,807";
    QTest::newRow("compact small") << format::compactCount(9999) << "9,999";
    QTest::newRow("compact thousands") << format::compactCount(12480) << "12.4 k";
    QTest::newRow("compact rounds down") << format::compactCount(1'299'999) << "1.2 M";
    QTest::newRow("compact round") << format::compactCount(3'000'000) << "3 M";
    QTest::newRow("compact hundreds") << format::compactCount(540'900'000) << "540 M";
    QTest::newRow("compact lowest") << format::compactCount(lowest) << "-9,223,372,036 G";
    QTest::newRow("bytes") << format::bytes(512) << "512 B";
    QTest::newRow("kilobytes") << format::bytes(1999) << "1.9 kB";
    QTest::newRow("megabytes") << format::bytes(540'000'000) << "540 MB";
    QTest::newRow("gigabytes") << format::bytes(10'200'000'000) << "10.2 GB";
    QTest::newRow("one sat") << format::sats(1000) << "1 sat";
    QTest::newRow("sats") << format::sats(41'200'000) << "41,200 sats";
    QTest::newRow("fractions of a sat") << format::sats(1'500) << "1.5 sats";
    QTest::newRow("one millisat") << format::sats(1) << "0.001 sats";
    QTest::newRow("negative part of a sat") << format::sats(-250) << "-0.25 sats";
    QTest::newRow("0 ms") << format::durationMs(0) << "0 ms";
    QTest::newRow("850 ms") << format::durationMs(850) << "850 ms";
    QTest::newRow("9.2 s") << format::durationMs(9'290) << "9.2 s";
    QTest::newRow("9 s") << format::durationMs(9'000) << "9 s";
    QTest::newRow("59.9 s") << format::durationMs(59'999) << "59.9 s";
    QTest::newRow("1 min") << format::durationMs(minute) << "1 min";
    QTest::newRow("3 min 20 s") << format::durationMs(3 * minute + 20 * second) << "3 min 20 s";
    QTest::newRow("2 h 5 min") << format::durationMs(2 * hour + 5 * minute + 59 * second) << "2 h 5 min";
    QTest::newRow("3 d 4 h") << format::durationMs(3 * day + 4 * hour) << "3 d 4 h";
    QTest::newRow("negative duration") << format::durationMs(-850) << "-850 ms";
    QTest::newRow("lowest duration") << format::durationMs(lowest) << "-106,751,991,167 d 7 h";
}

void FormatTest::numbers()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(text, expected);
}

void FormatTest::percents()
{
    QCOMPARE(*format::percent(954, 1000), QStringLiteral("95.4 %"));
    QCOMPARE(*format::percent(1, 1), QStringLiteral("100 %"));
    // Rounded down: one that failed among ten thousand is not 100 %.
    QCOMPARE(*format::percent(9999, 10000), QStringLiteral("99.9 %"));
    QCOMPARE(*format::percent(0, 7), QStringLiteral("0 %"));
    QCOMPARE(*format::percent(highest / 2, highest), QStringLiteral("49.9 %"));
    QVERIFY(!format::percent(1, 0));
}

void FormatTest::changes_data()
{
    using Direction = format::Change::Direction;
    QTest::addColumn<qint64>("now");
    QTest::addColumn<qint64>("before");
    QTest::addColumn<int>("direction");
    QTest::addColumn<QString>("text");
    QTest::newRow("more") << qint64(108) << qint64(100) << int(Direction::Up) << "8 % more";
    QTest::newRow("less") << qint64(88) << qint64(100) << int(Direction::Down) << "12 % less";
    QTest::newRow("same") << qint64(5) << qint64(5) << int(Direction::Same) << "unchanged";
    QTest::newRow("new") << qint64(5) << qint64(0) << int(Direction::New) << "new";
    QTest::newRow("hardly more") << qint64(1001) << qint64(1000) << int(Direction::Up) << "under 1 % more";
    QTest::newRow("nothing left") << qint64(0) << qint64(9) << int(Direction::Down) << "100 % less";
    QTest::newRow("tenfold") << qint64(10'000) << qint64(1000) << int(Direction::Up) << "900 % more";
}

void FormatTest::changes()
{
    QFETCH(qint64, now);
    QFETCH(qint64, before);
    QFETCH(int, direction);
    QFETCH(QString, text);
    const format::Change change = format::change(now, before);
    QCOMPARE(int(change.direction), direction);
    QCOMPARE(change.text, text);
}

void FormatTest::changesInPoints()
{
    using Direction = format::Change::Direction;
    const auto up = format::pointsChange(954, 1000, 942, 1000);
    QCOMPARE(up->text, QStringLiteral("1.2 pts more"));
    QCOMPARE(int(up->direction), int(Direction::Up));
    const auto down = format::pointsChange(1, 2, 51, 100);
    QCOMPARE(down->text, QStringLiteral("1 pt less"));
    QCOMPARE(int(down->direction), int(Direction::Down));
    QCOMPARE(format::pointsChange(1, 2, 2, 4)->text, QStringLiteral("unchanged"));
    // The difference of what is shown: 33.3 % and 66.6 %.
    QCOMPARE(format::pointsChange(2, 3, 1, 3)->text, QStringLiteral("33.3 pts more"));
    QVERIFY(!format::pointsChange(0, 0, 1, 2));
    QVERIFY(!format::pointsChange(1, 2, 0, 0));
}

void FormatTest::relativeTimes_data()
{
    QTest::addColumn<qint64>("age");
    QTest::addColumn<QString>("text");
    QTest::newRow("now") << qint64(0) << "just now";
    QTest::newRow("under a second") << qint64(999) << "just now";
    QTest::newRow("seconds") << 12 * second << "12 s ago";
    QTest::newRow("last second") << minute - 1 << "59 s ago";
    QTest::newRow("minutes") << 3 * minute << "3 min ago";
    QTest::newRow("hours") << 47 * hour << "47 h ago";
    QTest::newRow("days") << 2 * day << "2 d ago";
    QTest::newRow("years") << 4000 * day << "4,000 d ago";
    QTest::newRow("future") << -5 * second << "in 5 s";
}

void FormatTest::relativeTimes()
{
    QFETCH(qint64, age);
    QFETCH(QString, text);
    const qint64 now = 1'709'650'000'000;
    QCOMPARE(format::relativeTime(now - age, now), text);
}

void FormatTest::isoTimes_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("epoch") << qint64(0) << "1970-01-01T00:00:00Z";
    QTest::newRow("now") << qint64(1'709'650'000) << "2024-03-05T14:46:40Z";
    QTest::newRow("before epoch") << qint64(-1) << "1969-12-31T23:59:59Z";
    QTest::newRow("last") << qint64(253'402'300'799) << "9999-12-31T23:59:59Z";
    QTest::newRow("beyond") << qint64(253'402'300'800) << "253402300800";
    QTest::newRow("claimed by a hostile author") << highest << "9223372036854775807";
}

void FormatTest::isoTimes()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, text);
    QCOMPARE(format::isoUtc(seconds), text);
}

void FormatTest::isoWithMilliseconds()
{
    QCOMPARE(format::isoUtcMs(1'709'650'000'250), QStringLiteral("2024-03-05T14:46:40.250Z"));
    QCOMPARE(format::isoUtcMs(lowest), QString::number(lowest));
}

void FormatTest::shortIds()
{
    const QString id = QStringLiteral("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d");
    QCOMPARE(format::shortId(id), QStringLiteral("3bf0c63f\u2026459d"));
    QCOMPARE(format::shortId(QStringLiteral("1234567890123")), QStringLiteral("1234567890123"));
    QCOMPARE(format::shortId({}), QString());
}

void FormatTest::otherLocales()
{
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    const QString count = format::count(12480);
    const QString duration = format::durationMs(9'200);
    QLocale::setDefault(before);
    QCOMPARE(count, QStringLiteral("12.480"));
    QCOMPARE(duration, QStringLiteral("9,2 s"));
}

DVMDASH_TEST(FormatTest)
#include "format_test.moc"
