// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/overview/activity_course.h"

using namespace dvmdash;
using dvmdash::ui::ActivityCourse;
using Subject = ActivityCourse::Subject;

namespace
{

/// Buckets of a minute that count 0, 1, 2, ...
engine::Overview overview(std::int64_t since, std::int64_t until, std::int64_t asOf)
{
    engine::Overview made;
    made.window = {since, until};
    made.question.window = {since > 0 ? since : 1, until}; // 0 would be everything
    made.step = metrics::Step::Minute;
    made.freshness.as_of_ms = asOf * 1000;
    std::int64_t count = 0;
    for (std::int64_t start = since / 60 * 60; start < until; start += 60, ++count) {
        metrics::Figures figures;
        figures.requests = count;
        figures.results = 2 * count;
        figures.users = 3 * count;
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
    void whatWasNotObservedIsNoZero();
    void nothingGivesNothing();
    void everythingHasNothingBeforeIt();
    void runningTotalEndsWithTheTotal();
    void actorsAreNeverAddedUp();
    void completionIsUnknownWithoutJobs();
    void monthsHaveBounds();
    void unit_data();
    void unit();
};

void ActivityCourseTest::cutFirstBucketIsLeftOut()
{
    const engine::Overview made = overview(30, 301, 300);
    const ui::ChartData chart = ActivityCourse(made).chart(Subject::Jobs);
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
    const ui::ChartData chart = ActivityCourse(made).chart(Subject::Jobs);
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
    qint64 sum = 0;
    for (const auto &value : values)
        sum += value.value();
    QCOMPARE(sum, expected);
    std::int64_t newest = 0;
    for (int i = buckets - group; i < buckets; ++i)
        newest += i;
    QCOMPARE(values.back(), std::optional<qint64>(newest));
}

void ActivityCourseTest::whatWasNotObservedIsNoZero()
{
    engine::Overview made = overview(60, 600, 1'000'000);
    for (auto &point : made.points)
        point.figures = {};
    made.points.at(4).figures.requests = 7;
    made.freshness.known_since = 60;
    made.freshness.gaps = {{100, 110}, {180, 420}};
    const ActivityCourse course(made);
    const ActivityCourse::Values expected{0, 0, std::nullopt, std::nullopt, 7, std::nullopt, 0, 0, 0};
    QCOMPARE(course.values(&metrics::Figures::requests), expected);
    QCOMPARE(course.thinned(&metrics::Figures::requests), expected);
    const ui::ChartData chart = course.chart(Subject::Jobs);
    QCOMPARE(chart.gaps, (QVector<ui::ChartGap>{{100, 110}, {180, 420}}));
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(chart.valueAt(chart.series.at(0), made.points.at(std::size_t(i)).start), expected.at(i));
}

void ActivityCourseTest::nothingGivesNothing()
{
    const engine::Overview none;
    QVERIFY(ActivityCourse(none).thinned(&metrics::Figures::results).isEmpty());
    QVERIFY(ActivityCourse(none).chart(Subject::Jobs).isEmpty());
}

void ActivityCourseTest::everythingHasNothingBeforeIt()
{
    engine::Overview made = overview(30, 301, 300);
    made.question.window = engine::TimeWindow::everything();
    const ui::ChartData chart = ActivityCourse(made).chart(Subject::Jobs);
    QCOMPARE(chart.window.since, 30);
    QCOMPARE(chart.series.at(0).points.size(), 6);
    QCOMPARE(chart.firstBucket(), 0);
}

void ActivityCourseTest::runningTotalEndsWithTheTotal()
{
    const engine::Overview made = overview(30, 301, 300); // counts 0 1 2 3 4 5
    const ui::ChartData chart = ActivityCourse(made).runningTotal();
    QCOMPARE(chart.window.since, 30); // the part of the first bucket counts
    QVector<qint64> requests;
    for (const auto &point : chart.series.at(0).points)
        requests.append(point.value);
    QCOMPARE(requests, (QVector<qint64>{0, 1, 3, 6, 10, 15}));
    QCOMPARE(chart.series.at(1).points.back().value, 30);
    QVERIFY(chart.unit.contains(QLatin1String("since")));
}

void ActivityCourseTest::actorsAreNeverAddedUp()
{
    const engine::Overview made = overview(60, 60 * 200, 1'000'000);
    const ActivityCourse course(made);
    const auto users = course.values(&metrics::Figures::users);
    QCOMPARE(users.size(), 199);
    QCOMPARE(users.back(), std::optional<qint64>(made.points.back().figures.users));
    const ui::ChartData chart = course.chart(Subject::Actors);
    QCOMPARE(chart.series.at(0).id, QStringLiteral("users"));
    QCOMPARE(chart.series.at(1).id, QStringLiteral("dvms"));
    QCOMPARE(chart.series.at(0).points.at(7).value, made.points.at(7).figures.users);
}

void ActivityCourseTest::completionIsUnknownWithoutJobs()
{
    engine::Overview made = overview(60, 60 * 4, 1'000'000);
    QCOMPARE(made.points.size(), 3U);
    auto &jobs = made.points.at(0).figures.jobs;
    jobs[static_cast<std::size_t>(dvm::State::Delivered)] = 2;
    jobs[static_cast<std::size_t>(dvm::State::Failed)] = 1;
    made.points.at(2).figures.jobs[static_cast<std::size_t>(dvm::State::Missing)] = 5;
    QCOMPARE(ActivityCourse(made).completion(),
             (QVector<std::optional<qint64>>{666, std::nullopt, std::nullopt}));
}

void ActivityCourseTest::monthsHaveBounds()
{
    constexpr std::int64_t january = 1'704'067'200;
    constexpr std::int64_t february = 1'706'745'600;
    constexpr std::int64_t march = 1'709'251'200;
    constexpr std::int64_t april = 1'711'929'600;
    engine::Overview made;
    made.step = metrics::Step::Month;
    made.window = {january + 5, march + 10};
    made.question.window = engine::TimeWindow::everything();
    made.freshness.as_of_ms = (march + 9) * 1000;
    for (const auto start : {january, february, march})
        made.points.push_back({start, {}});
    const ui::ChartData chart = ActivityCourse(made).chart(Subject::Jobs);
    QCOMPARE(chart.bounds, (QVector<qint64>{january, february, march, april}));
    QCOMPARE(chart.bucketCount(), 3);
    QVERIFY(chart.isRunning(march));
    QCOMPARE(chart.unit, QStringLiteral("events per month"));
    made.question.window = made.window;
    QCOMPARE(ActivityCourse(made).chart(Subject::Jobs).bounds, (QVector<qint64>{february, march, april}));
    QCOMPARE(ActivityCourse(made).runningTotal().bounds.front(), january);
}

void ActivityCourseTest::unit_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<QString>("jobs");
    QTest::addColumn<QString>("actors");
    using metrics::Step;
    const auto row = [](Step step, const QString &words) {
        QTest::newRow(qPrintable(words)) << int(step) << QStringLiteral("events per ") + words
                                         << QStringLiteral("users and DVMs per ") + words;
    };
    row(Step::Minute, QStringLiteral("minute"));
    row(Step::FiveMinutes, QStringLiteral("5 minutes"));
    row(Step::Quarter, QStringLiteral("15 minutes"));
    row(Step::Hour, QStringLiteral("hour"));
    row(Step::FourHours, QStringLiteral("4 hours"));
    row(Step::Day, QStringLiteral("day"));
    row(Step::Month, QStringLiteral("month"));
}

void ActivityCourseTest::unit()
{
    QFETCH(const int, step);
    QTEST(ActivityCourse::unit(Subject::Jobs, metrics::Step(step)), "jobs");
    QTEST(ActivityCourse::unit(Subject::Actors, metrics::Step(step)), "actors");
}

DVMDASH_TEST(ActivityCourseTest)
#include "activity_course_test.moc"
