// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/charts/chart_data.h"
#include "ui/models/observed.h"

using namespace dvmdash::ui;

namespace
{

/// Buckets of 60 s from 600 to 1200; points at 600 and 720.
ChartData sample(Missing missing = Missing::Zero)
{
    ChartData data;
    data.window = {600, 1200};
    data.bucketSeconds = 60;
    data.series.append({QStringLiteral("requests"),
                        QStringLiteral("Requests"),
                        Hue::Requests,
                        {{600, 5}, {720, 7}},
                        missing});
    return data;
}

/// January to May 2024, 31 29 31 30 31 days.
const QVector<qint64> months{1'704'067'200, 1'706'745'600, 1'709'251'200,
                             1'711'929'600, 1'714'521'600, 1'717'200'000};

/// A point in each month but March; the window begins in January.
ChartData monthly(Missing missing = Missing::Zero)
{
    ChartData data;
    data.bounds = months;
    data.window = {months.front() + 5 * 86'400, months.back()};
    data.series.append({QStringLiteral("requests"),
                        QStringLiteral("Requests"),
                        Hue::Requests,
                        {{months.at(0), 1}, {months.at(1), 2}, {months.at(3), 4}, {months.at(4), 5}},
                        missing});
    return data;
}

QVector<int> sizes(const QVector<QVector<ChartPoint>> &runs)
{
    QVector<int> result;
    for (const auto &run : runs)
        result.append(static_cast<int>(run.size()));
    return result;
}

} // namespace

class ChartDataTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void buckets();
    void bucketsKeepTheStepOfThePoints();
    void missingIsZeroOnlyWhereThatIsKnown();
    void gapsClaimNothing();
    void missingTimeIsAddedUp();
    void observedTakesOutUnprovenZeros();
    void runningAndFutureBuckets();
    void runsBreakAtUnknownBuckets();
    void emptiness();
    void tableOfEveryBucket();
    void tableNeverClaimsZeroInAGap();
    void absurdBucketSizes();
    void monthsAreOfUnevenLength();
    void monthsUpToNow();
    void monthsInRunsAndTables();
    void valuesStandInTheMiddleOfWhatIsShown();
};

void ChartDataTest::buckets()
{
    const ChartData data = sample();
    QCOMPARE(data.firstBucket(), 600);
    QCOMPARE(data.bucketCount(), 10);
    QCOMPARE(data.bucketStart(659), 600);
    QCOMPARE(data.bucketStart(660), 660);
    QCOMPARE(data.bucketStart(-1), -60);
}

void ChartDataTest::bucketsKeepTheStepOfThePoints()
{
    // Days that begin at 23:00 UTC, as days east of Greenwich do.
    ChartData data;
    data.bucketSeconds = 86'400;
    data.window = {82'800, 82'800 + 3 * 86'400};
    data.series.append(
        {QStringLiteral("x"), QStringLiteral("x"), Hue::Requests, {{82'800, 1}}, Missing::Zero});
    QCOMPARE(data.bucketStart(100'000), 82'800);
    QCOMPARE(data.bucketCount(), 3);
    // A window that begins within a bucket shows that bucket too.
    data.window.since += 5;
    QCOMPARE(data.firstBucket(), 82'800);
    QCOMPARE(data.bucketCount(), 3);
}

void ChartDataTest::missingIsZeroOnlyWhereThatIsKnown()
{
    const ChartData zero = sample();
    QCOMPARE(zero.valueAt(zero.series.front(), 720), std::optional<qint64>(7));
    QCOMPARE(zero.valueAt(zero.series.front(), 660), std::optional<qint64>(0));
    const ChartData unknown = sample(Missing::Unknown);
    QCOMPARE(unknown.valueAt(unknown.series.front(), 660), std::optional<qint64>());
}

void ChartDataTest::gapsClaimNothing()
{
    ChartData data = sample();
    data.gaps = {{690, 790}};
    QVERIFY(!data.isGap(600));
    QVERIFY(data.isGap(660)); // its second half was not observed
    QVERIFY(data.isGap(720));
    QVERIFY(!data.isGap(780)); // a sixth of it
    QVERIFY(!data.isGap(840));
    QCOMPARE(data.valueAt(data.series.front(), 660), std::optional<qint64>());
    QCOMPARE(data.valueAt(data.series.front(), 720), std::optional<qint64>(7)); // what is there is shown
    QCOMPARE(data.valueAt(data.series.front(), 780), std::optional<qint64>(0));
    QCOMPARE(data.valueAt(data.series.front(), 840), std::optional<qint64>(0));
}

void ChartDataTest::missingTimeIsAddedUp()
{
    ChartData data = sample();
    data.gaps = {{590, 601}, {603, 604}, {640, 650}, {655, 700}, {719, 721}};
    QCOMPARE(data.missingIn(600), 1 + 1 + 10 + 5); // what lies before the window is not asked for
    QCOMPARE(data.missingIn(660), 40 + 1);
    QCOMPARE(data.missingIn(720), 1);
    QCOMPARE(data.missingIn(780), 0);
    // Joined gaps miss only a part, which is taken to lie evenly.
    data.gaps = {{660, 780, 30}};
    QCOMPARE(data.missingIn(660), 15);
    QCOMPARE(data.missingIn(720), 15);
    QVERIFY(!data.isGap(660));
    // Of a bucket that still runs only what is past can be missing.
    data.gaps = {{780, 1200}};
    data.asOf = 799;
    QCOMPARE(data.missingIn(780), 20);
    QVERIFY(data.isGap(780));
    QCOMPARE(data.missingIn(840), 0);
}

void ChartDataTest::observedTakesOutUnprovenZeros()
{
    using dvmdash::metrics::Freshness;
    ChartData data;
    data.window = {600, 900};
    data.bucketSeconds = 60;
    data.asOf = 899;
    const QVector<ChartPoint> points{{600, 0}, {660, 0}, {720, 3}, {780, 0}, {840, 0}};
    const QString id = QStringLiteral("x");
    data.series = {{id, id, Hue::Requests, points, Missing::Zero},
                   {id, id, Hue::Grey, points, Missing::Unknown}};
    Freshness fresh;
    fresh.known_since = 620;
    fresh.gaps = {{620, 790}, {830, 831}};
    setObserved(data, fresh);
    // The time before ours is not observed either; it goes on into the first gap.
    QCOMPARE(data.gaps, (QVector<ChartGap>{{600, 790}, {830, 831}}));
    QCOMPARE(data.series.at(0).points, (QVector<ChartPoint>{{720, 3}, {780, 0}, {840, 0}}));
    QCOMPARE(data.series.at(1).points, points); // somebody computed these
    QCOMPARE(sizes(knownRuns(data, data.series.at(0))), QVector<int>{3});

    data.series[0].points = points;
    setObserved(data, {});
    QVERIFY(data.gaps.isEmpty());
    QCOMPARE(data.series.at(0).points, points);
}

void ChartDataTest::runningAndFutureBuckets()
{
    ChartData data = sample();
    data.asOf = 790;
    QVERIFY(data.isRunning(780));
    QVERIFY(!data.isRunning(720));
    QCOMPARE(data.bucketCount(), 4); // 600 660 720 780
    QCOMPARE(data.valueAt(data.series.front(), 840), std::optional<qint64>());
    data.asOf = 100;
    QCOMPARE(data.bucketCount(), 0);
}

void ChartDataTest::runsBreakAtUnknownBuckets()
{
    ChartData data = sample();
    QCOMPARE(sizes(knownRuns(data, data.series.front())), QVector<int>{10});
    data.gaps = {{840, 900}};
    QCOMPARE(sizes(knownRuns(data, data.series.front())), (QVector<int>{4, 5}));
    data.series[0].missing = Missing::Unknown;
    const auto runs = knownRuns(data, data.series.front());
    QCOMPARE(sizes(runs), (QVector<int>{1, 1}));
    QCOMPARE(runs.at(1).front(), (ChartPoint{720, 7}));
}

void ChartDataTest::emptiness()
{
    ChartData data = sample();
    QVERIFY(!data.isEmpty());
    data.window = {2000, 3000};
    QVERIFY(data.isEmpty());
    QVERIFY(ChartData().isEmpty());
    QVERIFY(knownRuns(ChartData(), ChartSeries()).isEmpty());
}

void ChartDataTest::tableOfEveryBucket()
{
    ChartData data = sample();
    data.window = {600, 780};
    data.series.append(
        {QStringLiteral("p50_ms"), QStringLiteral("p50"), Hue::Grey, {{660, 950}}, Missing::Unknown});
    const CsvTable table = toCsvTable(data);
    QCOMPARE(csvDocument(table, {.crlf = false, .guardFormulas = true}),
             QByteArray("time_utc,requests,p50_ms\n"
                        "1970-01-01T00:10:00Z,5,\n"
                        "1970-01-01T00:11:00Z,0,950\n"
                        "1970-01-01T00:12:00Z,7,\n"));
}

void ChartDataTest::tableNeverClaimsZeroInAGap()
{
    ChartData data = sample();
    data.window = {600, 780};
    data.gaps = {{660, 720}};
    const CsvTable table = toCsvTable(data);
    QCOMPARE(table.header.last(), QStringLiteral("not_observed_s"));
    QCOMPARE(table.rows.at(0).last(), QStringLiteral("0"));
    QCOMPARE(table.rows.at(1),
             (QStringList{QStringLiteral("1970-01-01T00:11:00Z"), QString(), QStringLiteral("60")}));
    data.gaps = {{665, 666}};
    QCOMPARE(toCsvTable(data).rows.at(1),
             (QStringList{QStringLiteral("1970-01-01T00:11:00Z"), QStringLiteral("0"), QStringLiteral("1")}));
}

void ChartDataTest::absurdBucketSizes()
{
    ChartData data = sample();
    data.bucketSeconds = 0;
    QCOMPARE(data.bucketCount(), 600);
    data.window = {0, 4'000'000'000};
    QVERIFY(data.bucketCount() <= 2'000'000);
}

void ChartDataTest::monthsAreOfUnevenLength()
{
    const ChartData data = monthly();
    QCOMPARE(data.firstBucket(), months.at(0));
    QCOMPARE(data.bucketCount(), 5);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(data.bucketAt(i), months.at(i));
        QCOMPARE(data.indexOf(months.at(i)), i);
        QCOMPARE(data.bucketEnd(months.at(i)), months.at(i + 1));
        QCOMPARE(data.bucketStart(months.at(i)), months.at(i));
        QCOMPARE(data.bucketStart(months.at(i + 1) - 1), months.at(i));
    }
    // Outside of the bounds the nearest bucket answers.
    QCOMPARE(data.bucketStart(0), months.at(0));
    QCOMPARE(data.bucketStart(months.back() + 1), months.at(4));
    QCOMPARE(data.bucketAt(99), months.at(4));
    // A window within: its buckets are counted from its first one.
    ChartData later = data;
    later.window.since = months.at(2) + 1;
    QCOMPARE(later.firstBucket(), months.at(2));
    QCOMPARE(later.bucketCount(), 3);
    QCOMPARE(later.bucketAt(1), months.at(3));
    QCOMPARE(later.indexOf(months.at(4)), 2);
    QVERIFY(!later.isEmpty());
    later.window = {months.back() + 10, months.back() + 20};
    QVERIFY(later.isEmpty());
}

void ChartDataTest::monthsUpToNow()
{
    ChartData data = monthly();
    data.asOf = months.at(4) - 1; // the last second of April, its 30th day
    QVERIFY(data.isRunning(months.at(3)));
    QVERIFY(!data.isRunning(months.at(4)));
    QCOMPARE(data.bucketCount(), 4);
    data.asOf = months.at(4);
    QVERIFY(!data.isRunning(months.at(3)));
    QVERIFY(data.isRunning(months.at(4)));
    QCOMPARE(data.bucketCount(), 5);
    data.gaps = {{months.at(3) - 20 * 86'400, months.at(3)}};
    QVERIFY(data.isGap(months.at(2)));
    QVERIFY(!data.isGap(months.at(3)));
    data.gaps = {{months.at(3) - 1, months.at(3)}};
    QVERIFY(!data.isGap(months.at(2)));
    QCOMPARE(data.missingIn(months.at(2)), 1);
}

void ChartDataTest::monthsInRunsAndTables()
{
    const ChartData zero = monthly();
    const auto run = knownRuns(zero, zero.series.front());
    QCOMPARE(sizes(run), QVector<int>{5});
    QCOMPARE(run.front().at(2), (ChartPoint{months.at(2), 0}));
    const ChartData unknown = monthly(Missing::Unknown);
    QCOMPARE(sizes(knownRuns(unknown, unknown.series.front())), (QVector<int>{2, 2}));
    QCOMPARE(csvDocument(toCsvTable(unknown), {.crlf = false, .guardFormulas = true}),
             QByteArray("time_utc,requests\n"
                        "2024-01-01T00:00:00Z,1\n"
                        "2024-02-01T00:00:00Z,2\n"
                        "2024-03-01T00:00:00Z,\n"
                        "2024-04-01T00:00:00Z,4\n"
                        "2024-05-01T00:00:00Z,5\n"));
}

void ChartDataTest::valuesStandInTheMiddleOfWhatIsShown()
{
    ChartData data = monthly();
    QCOMPARE(data.middleOf(months.at(1)), double(months.at(1) + months.at(2)) / 2);
    QCOMPARE(data.middleOf(months.at(0)), double(data.window.since + months.at(1)) / 2);
    data.window.until = months.at(4) + 10;
    QCOMPARE(data.middleOf(months.at(4)), double(months.at(4)) + 5);
    QCOMPARE(sample().middleOf(660), 690.0);
}

DVMDASH_TEST(ChartDataTest)
#include "chart_data_test.moc"
