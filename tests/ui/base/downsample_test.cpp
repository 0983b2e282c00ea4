// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/charts/downsample.h"

#include <QHash>
#include <QRandomGenerator>

#include <algorithm>

using namespace dvmdash::ui;

namespace
{

QVector<ChartPoint> noise(int count, quint32 seed)
{
    QRandomGenerator random(seed);
    QVector<ChartPoint> points;
    qint64 time = 0;
    for (int i = 0; i < count; ++i) {
        time += 1 + random.bounded(5);
        points.append({time, random.bounded(-1000, 100'000)});
    }
    return points;
}

struct Extremes {
    qint64 lowest = std::numeric_limits<qint64>::max();
    qint64 highest = std::numeric_limits<qint64>::min();
    friend bool operator==(const Extremes &, const Extremes &) = default;
};

QHash<int, Extremes> byColumn(const QVector<ChartPoint> &points, TimeSpan span, int pixels)
{
    QHash<int, Extremes> columns;
    for (const ChartPoint &point : points) {
        if (!span.contains(point.time))
            continue;
        const double along = double(point.time - span.since) / double(span.until - span.since);
        Extremes &e = columns[static_cast<int>(along * pixels)];
        e.lowest = qMin(e.lowest, point.value);
        e.highest = qMax(e.highest, point.value);
    }
    return columns;
}

} // namespace

class DownsampleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsThinInput();
    void keepsTheExtremesOfEveryColumn_data();
    void keepsTheExtremesOfEveryColumn();
    void keepsTheNeighboursOfTheSpan();
    void nothingAndNonsense();
};

void DownsampleTest::keepsThinInput()
{
    const auto points = noise(400, 1);
    QCOMPARE(downsample(points, {0, points.back().time + 1}, 100), points);
    const QVector<ChartPoint> one{{5, 7}};
    QCOMPARE(downsample(one, {0, 10}, 100), one);
}

void DownsampleTest::keepsTheExtremesOfEveryColumn_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("pixels");
    QTest::newRow("some") << 1'000 << 100;
    QTest::newRow("many") << 100'000 << 640;
    QTest::newRow("one column") << 5'000 << 1;
    QTest::newRow("odd") << 12'345 << 777;
}

void DownsampleTest::keepsTheExtremesOfEveryColumn()
{
    QFETCH(int, count);
    QFETCH(int, pixels);
    const auto points = noise(count, 42);
    const TimeSpan span{points.front().time, points.back().time + 1};
    const auto thinned = downsample(points, span, pixels);
    QVERIFY(thinned.size() <= pixels * 4 + 2);
    QCOMPARE(byColumn(thinned, span, pixels), byColumn(points, span, pixels));
    QCOMPARE(thinned.front(), points.front());
    QCOMPARE(thinned.back(), points.back());
    // In order of time, no point twice, none invented.
    QVERIFY(std::is_sorted(thinned.begin(), thinned.end(),
                           [](const ChartPoint &a, const ChartPoint &b) { return a.time < b.time; }));
    QVERIFY(std::includes(points.begin(), points.end(), thinned.begin(), thinned.end(),
                          [](const ChartPoint &a, const ChartPoint &b) { return a.time < b.time; }));
    for (qsizetype i = 1; i < thinned.size(); ++i)
        QVERIFY(thinned.at(i).time != thinned.at(i - 1).time);
}

void DownsampleTest::keepsTheNeighboursOfTheSpan()
{
    const auto points = noise(10'000, 3);
    const TimeSpan span{points.at(4000).time, points.at(6000).time};
    const auto thinned = downsample(points, span, 100);
    // The line must leave the plot at both sides.
    QCOMPARE(thinned.front(), points.at(3999));
    QCOMPARE(thinned.back(), points.at(6000));
}

void DownsampleTest::nothingAndNonsense()
{
    QCOMPARE(downsample({}, {0, 10}, 100).size(), 0);
    const auto points = noise(1000, 5);
    QCOMPARE(downsample(points, {10, 10}, 100), points);
    QCOMPARE(downsample(points, {0, 10}, 0), points);
}

DVMDASH_TEST(DownsampleTest)
#include "downsample_test.moc"
