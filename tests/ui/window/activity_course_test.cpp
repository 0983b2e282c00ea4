// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/overview/activity_course.h"

#include <numeric>

using namespace dvmdash;
using dvmdash::ui::ActivityCourse;

namespace
{

/// Buckets of a minute that count 0, 1, 2, ...
engine::Overview overview(std::int64_t since, std::int64_t until, std::int64_t asOf)
{
    engine::Overview made;
    made.window = {since, until};
    made.step = metrics::Step::Minute;
    made.freshness.as_of_ms = asOf * 1000;
    std::int64_t count = 0;
    for (std::int64_t start = since / 60 * 60; start < until; start += 60, ++count) {
        metrics::Figures figures;
        figures.requests = count;
        figures.results = 2 * count;
        made.points.push_back({start, figures});
    }
    return made;
}

} // namespace

class ActivityCourseTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cutFirstBucketIsLeftOut();
    void wholeFirstBucketStays();
    void thinnedKeepsTheSumAndTheNewest_data();
    void thinnedKeepsTheSumAndTheNewest();
    void nothingGivesNothing();
    void unit_data();
    void unit();
};

void ActivityCourseTest::cutFirstBucketIsLeftOut()
{
    const engine::Overview made = overview(30, 301, 300);
    const ui::ChartData chart = ActivityCourse(made).chart();
    QCOMPARE(chart.window.since, 60);
    QCOMPARE(chart.series.at(0).points.front().time, 60);
    QCOMPARE(chart.series.at(0).points.size(), 5);
    QCOMPARE(chart.series.at(1).points.back().value, 10);
    QVERIFY(chart.isRunning(300));
    QVERIFY(ActivityCourse(made).lastRuns());
}

void ActivityCourseTest::wholeFirstBucketStays()
{
    const engine::Overview made = overview(60, 300, 1000);
    const ui::ChartData chart = ActivityCourse(made).chart();
    QCOMPARE(chart.window.since, 60);
    QCOMPARE(chart.series.at(0).points.size(), 4);
    QVERIFY(!ActivityCourse(made).lastRuns());
}

void ActivityCourseTest::thinnedKeepsTheSumAndTheNewest_data()
{
    QTest::addColumn<int>("buckets");
    for (const int buckets : {1, 2, 59, 60, 61, 119, 121, 500})
        QTest::addRow("%d", buckets) << buckets;
}

void ActivityCourseTest::thinnedKeepsTheSumAndTheNewest()
{
    QFETCH(const int, buckets);
    const engine::Overview made = overview(0, 60 * buckets, 1'000'000);
    const auto values = ActivityCourse(made).thinned(&metrics::Figures::requests);
    QVERIFY(values.size() >= 1 && values.size() <= 60);
    const int group = (buckets + 59) / 60;
    const int rest = buckets % group; // the oldest ones, which fill no group
    std::int64_t expected = 0;
    for (int i = rest; i < buckets; ++i)
        expected += i;
    QCOMPARE(std::accumulate(values.begin(), values.end(), std::int64_t{0}), expected);
    std::int64_t newest = 0;
    for (int i = buckets - group; i < buckets; ++i)
        newest += i;
    QCOMPARE(values.back(), newest);
}

void ActivityCourseTest::nothingGivesNothing()
{
    const engine::Overview none;
    QVERIFY(ActivityCourse(none).thinned(&metrics::Figures::results).isEmpty());
    QVERIFY(ActivityCourse(none).chart().isEmpty());
}

void ActivityCourseTest::unit_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("minute") << 60 << QStringLiteral("events per minute");
    QTest::newRow("quarter") << 900 << QStringLiteral("events per 15 minutes");
    QTest::newRow("hour") << 3600 << QStringLiteral("events per hour");
    QTest::newRow("4 hours") << 14'400 << QStringLiteral("events per 4 hours");
    QTest::newRow("day") << 86'400 << QStringLiteral("events per day");
    QTest::newRow("30 days") << 30 * 86'400 << QStringLiteral("events per 30 days");
}

void ActivityCourseTest::unit()
{
    QFETCH(const int, seconds);
    QTEST(ActivityCourse::unit(seconds), "words");
}

DVMDASH_TEST(ActivityCourseTest)
#include "activity_course_test.moc"
