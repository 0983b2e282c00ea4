// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/charts/ticks.h"

#include <QDateTime>
#include <QSet>

#include <limits>

using namespace dvmdash::ui;

namespace
{

constexpr qint64 hour = 3600;
constexpr qint64 day = 24 * hour;
constexpr qint64 base = 1'709'596'800; // 2024-03-05 00:00 UTC, a Tuesday

QString texts(const QVector<TimeTick> &ticks)
{
    QStringList list;
    for (const TimeTick &tick : ticks)
        list.append(tick.text);
    return list.join(QLatin1String(", "));
}

#ifdef Q_OS_UNIX
/// Local time is that of this zone while it lives.
class LocalZone
{
public:
    explicit LocalZone(const char *zone)
        : m_before(qgetenv("TZ"))
    {
        qputenv("TZ", zone);
        tzset();
    }
    ~LocalZone()
    {
        if (m_before.isEmpty())
            qunsetenv("TZ");
        else
            qputenv("TZ", m_before);
        tzset();
    }
    Q_DISABLE_COPY_MOVE(LocalZone)

private:
    QByteArray m_before;
};
#endif

} // namespace

class TicksTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void values_data();
    void values();
    void valuesCoverAnything();
    void times_data();
    void times();
    void timesNeverTooMany();
    void summerTimeNeitherLosesNorDoubles();
    void weeksBeginOnMondays();
    void clocksAfterTheLocale();
    void bucketTexts();
    void daysOfUtcAreNamedAsSuch();
};

void TicksTest::values_data()
{
    QTest::addColumn<qint64>("lowest");
    QTest::addColumn<qint64>("highest");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<int>("format");
    QTest::addColumn<qint64>("step");
    QTest::addColumn<qint64>("last");
    const int count = int(ValueFormat::Count);
    const int duration = int(ValueFormat::DurationMs);
    QTest::newRow("nothing") << qint64(0) << qint64(0) << 4 << count << qint64(1) << qint64(1);
    QTest::newRow("one") << qint64(0) << qint64(1) << 4 << count << qint64(1) << qint64(1);
    QTest::newRow("hundreds") << qint64(0) << qint64(234) << 5 << count << qint64(50) << qint64(250);
    QTest::newRow("half empty avoided")
        << qint64(0) << qint64(11'500) << 2 << count << qint64(5'000) << qint64(15'000);
    QTest::newRow("a minute in seconds")
        << qint64(0) << qint64(55'000) << 4 << duration << qint64(15'000) << qint64(60'000);
    QTest::newRow("hours") << qint64(0) << qint64(7 * 3'600'000) << 4 << duration << qint64(2 * 3'600'000)
                           << qint64(8 * 3'600'000);
    QTest::newRow("whole sats") << qint64(0) << qint64(41'200'000) << 4 << int(ValueFormat::Millisats)
                                << qint64(10'000'000) << qint64(50'000'000);
}

void TicksTest::values()
{
    QFETCH(qint64, lowest);
    QFETCH(qint64, highest);
    QFETCH(int, wanted);
    QFETCH(int, format);
    QFETCH(qint64, step);
    QFETCH(qint64, last);
    const ValueTicks ticks = valueTicks(lowest, highest, wanted, ValueFormat(format));
    QCOMPARE(ticks.step, step);
    QCOMPARE(ticks.last(), last);
}

void TicksTest::valuesCoverAnything()
{
    for (const auto format :
         {ValueFormat::Count, ValueFormat::DurationMs, ValueFormat::Millisats, ValueFormat::Bytes}) {
        for (const int wanted : {1, 2, 5, 10}) {
            for (qint64 highest = 1; highest < std::numeric_limits<qint64>::max() / 16;
                 highest = highest * 3 + 1) {
                for (const qint64 lowest : {qint64(0), -highest / 3}) {
                    const ValueTicks ticks = valueTicks(lowest, highest, wanted, format);
                    QVERIFY(ticks.first <= lowest);
                    QVERIFY(ticks.last() >= highest);
                    QVERIFY(ticks.count >= 2);
                    QVERIFY2(ticks.count <= wanted + 3,
                             qPrintable(QStringLiteral("%1 for %2").arg(ticks.count).arg(highest)));
                }
            }
        }
    }
}

void TicksTest::times_data()
{
    QTest::addColumn<qint64>("since");
    QTest::addColumn<qint64>("until");
    QTest::addColumn<int>("most");
    QTest::addColumn<QString>("expected");
    QTest::newRow("one day") << base - day / 2 << base + day / 2 << 6 << "12:00, 18:00, 5 Mar, 06:00";
    QTest::newRow("one hour") << base + hour << base + 2 * hour << 8
                              << "01:00, 01:10, 01:20, 01:30, 01:40, 01:50";
    QTest::newRow("half a minute") << base + hour << base + hour + 30 << 8
                                   << "01:00:00, 01:00:05, 01:00:10, 01:00:15, 01:00:20, 01:00:25";
    QTest::newRow("a month") << base - 30 * day << base << 6 << "5 Feb, 12 Feb, 19 Feb, 26 Feb, 4 Mar";
    QTest::newRow("a year") << base - 366 * day << base << 8 << "Apr, Jul, Oct, 2024";
    QTest::newRow("six years") << base - 6 * 365 * day << base << 8 << "2019, 2020, 2021, 2022, 2023, 2024";
}

void TicksTest::times()
{
    QFETCH(qint64, since);
    QFETCH(qint64, until);
    QFETCH(int, most);
    QFETCH(QString, expected);
    QCOMPARE(texts(timeTicks({since, until}, most, QLocale::c())), expected);
}

void TicksTest::timesNeverTooMany()
{
    for (qint64 length = 1; length < 40 * 365 * day; length = length * 2 + 1) {
        for (const int most : {1, 3, 8, 20}) {
            const auto ticks = timeTicks({base - length, base}, most);
            QVERIFY2(ticks.size() <= most + 1,
                     qPrintable(QStringLiteral("%1 in %2 s").arg(ticks.size()).arg(length)));
            for (qsizetype i = 1; i < ticks.size(); ++i)
                QVERIFY(ticks.at(i).time > ticks.at(i - 1).time);
        }
    }
    QVERIFY(timeTicks({10, 10}, 5).isEmpty());
    QVERIFY(timeTicks({10, 5}, 5).isEmpty());
}

void TicksTest::summerTimeNeitherLosesNorDoubles()
{
#ifdef Q_OS_UNIX
    const LocalZone zone("CET-1CEST,M3.5.0,M10.5.0/3");
    const auto spring = QDateTime(QDate(2024, 3, 31), QTime(0, 0)).toSecsSinceEpoch();
    const auto autumn = QDateTime(QDate(2024, 10, 27), QTime(0, 0)).toSecsSinceEpoch();
    const QString springTexts = texts(timeTicks({spring, spring + 23 * hour}, 30, QLocale::c()));
    const auto autumnTicks = timeTicks({autumn, autumn + 25 * hour}, 30, QLocale::c());
    const QString autumnTexts = texts(autumnTicks);
    QVERIFY2(springTexts.startsWith(QLatin1String("31 Mar, 01:00, 03:00, 04:00")), qPrintable(springTexts));
    QVERIFY2(autumnTexts.startsWith(QLatin1String("27 Oct, 01:00, 02:00, 03:00")), qPrintable(autumnTexts));
    QSet<qint64> times;
    for (const TimeTick &tick : autumnTicks)
        times.insert(tick.time);
    QCOMPARE(times.size(), autumnTicks.size());
    QCOMPARE(autumnTicks.size(), 24);
#endif
}

void TicksTest::weeksBeginOnMondays()
{
    for (const TimeTick &tick : timeTicks({base - 40 * day, base}, 7))
        QCOMPARE(QDateTime::fromSecsSinceEpoch(tick.time).date().dayOfWeek(), 1);
}

void TicksTest::clocksAfterTheLocale()
{
    const TimeSpan span{base + 12 * hour, base + 15 * hour};
    QCOMPARE(texts(timeTicks(span, 4, QLocale(QLocale::German))), QStringLiteral("12:00, 13:00, 14:00"));
    QCOMPARE(texts(timeTicks(span, 4, QLocale(QLocale::English, QLocale::UnitedStates))),
             QStringLiteral("12:00 PM, 1:00 PM, 2:00 PM"));
    const TimeSpan days{base, base + 3 * day};
    QVERIFY(texts(timeTicks(days, 4, QLocale(QLocale::English, QLocale::UnitedStates)))
                .startsWith(QLatin1String("Mar 5")));
    QVERIFY(texts(timeTicks(days, 4, QLocale(QLocale::English, QLocale::UnitedKingdom)))
                .startsWith(QLatin1String("5 Mar")));
}

void TicksTest::bucketTexts()
{
    QCOMPARE(bucketText({base + 14 * hour, base + 14 * hour + 900}, QLocale::c()),
             u"Tue 5 Mar 2024  14:00 \u2013 14:15"_qs);
    QCOMPARE(bucketText({base, base + day}, QLocale::c()), QStringLiteral("Tue 5 Mar 2024"));
    QCOMPARE(bucketText({base, base + 7 * day}, QLocale::c()), u"Tue 5 Mar 2024 \u2013 11 Mar"_qs);
    const qint64 march = base - 4 * day;
    QCOMPARE(bucketText({march, march + 31 * day}, QLocale::c()), QStringLiteral("March 2024"));
    QCOMPARE(bucketText({march - 29 * day, march}, QLocale::c()), QStringLiteral("February 2024"));
    QCOMPARE(bucketText({march, march + 30 * day}, QLocale::c()), u"Fri 1 Mar 2024 \u2013 30 Mar"_qs);
}

void TicksTest::daysOfUtcAreNamedAsSuch()
{
#ifdef Q_OS_UNIX
    const LocalZone west("EST5EDT,M3.2.0,M11.1.0");
    const qint64 march = base - 4 * day;
    QCOMPARE(bucketText({base, base + day}, QLocale::c()), QStringLiteral("Tue 5 Mar 2024 UTC"));
    QCOMPARE(bucketText({march, march + 31 * day}, QLocale::c()), QStringLiteral("March 2024 UTC"));
    // A day of the place itself, and whatever is shorter, stays local.
    QCOMPARE(bucketText({base + 5 * hour, base + 29 * hour}, QLocale::c()), QStringLiteral("Tue 5 Mar 2024"));
    QCOMPARE(bucketText({base, base + hour}, QLocale::c()), u"Mon 4 Mar 2024  19:00 \u2013 20:00"_qs);
#endif
}

DVMDASH_TEST(TicksTest)
#include "ticks_test.moc"
