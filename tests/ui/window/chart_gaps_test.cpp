// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/charts/time_series_chart.h"
#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_page.h"
#include "ui/overview/activity_card.h"
#include "ui/overview/overview_page.h"
#include "ui/widgets/segmented_control.h"
#include "window_fixture.h"

#include <QDateTime>

#include <algorithm>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

constexpr qint64 hour = 3600;

} // namespace

/// A recording that paused for hours: nobody knows what happened meanwhile, and no chart says so.
class ChartGapsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void theOverviewMarksThePause();
    void itsTableClaimsNoZero();
    void runningTotalsGoOn();
    void aPageOfOneDvmMarksIt();

private:
    TimeSeriesChart &overviewChart() const { return *m_fixture->window().overview().activity()->chart(); }

    std::unique_ptr<WindowFixture> m_fixture;
    ChartGap m_pause; ///< as the file has it, read without any of the product's code
};

void ChartGapsTest::initTestCase()
{
    m_fixture = std::make_unique<WindowFixture>();
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    std::vector<nostr::Event> events = test::eventsAround(now - 9 * hour, 31, 60);
    const std::vector<nostr::Event> later = test::recentEvents();
    events.insert(events.end(), later.begin(), later.end());
    QVERIFY(m_fixture->import(events));
    m_fixture->open();
    const auto covered = m_fixture->rows("SELECT since, until FROM coverage ORDER BY since");
    QVERIFY(covered.size() >= 2);
    for (std::size_t i = 1; i < covered.size(); ++i)
        if (covered[i][0] - covered[i - 1][1] > m_pause.until - m_pause.since)
            m_pause = {covered[i - 1][1], covered[i][0]};
    QVERIFY(m_pause.until - m_pause.since > 3 * hour);
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::Day);
    const auto &feed = *m_fixture->window().overview().feed();
    QTRY_VERIFY_WITH_TIMEOUT(feed.latest() && feed.latest()->window.length() == 24 * hour, 20'000);
}

void ChartGapsTest::cleanupTestCase()
{
    m_fixture.reset();
}

void ChartGapsTest::theOverviewMarksThePause()
{
    const ChartData &data = overviewChart().data();
    QVERIFY(data.gaps.contains(m_pause));
    // Before our time nobody listened either.
    QCOMPARE(data.gaps.front().since, data.window.since);
    QCOMPARE(data.gaps.front().until, m_fixture->number("SELECT min(since) FROM coverage"));

    const qint64 bucket = data.bucketStart(m_pause.since + hour);
    QVERIFY(data.isGap(bucket));
    QCOMPARE(data.missingIn(bucket), data.bucketSeconds);
    for (const ChartSeries &series : data.series)
        QVERIFY(!data.valueAt(series, bucket));
    QVERIFY(knownRuns(data, data.series.front()).size() >= 2);
    // What was counted is drawn, in a bucket with a gap as well.
    const auto &points = m_fixture->window().overview().feed()->latest()->points;
    qint64 requests = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const auto value = data.valueAt(data.series.front(), points[i].start);
        QVERIFY(value || points[i].figures.requests == 0);
        requests += value.value_or(0);
        QVERIFY(!value || *value == points[i].figures.requests);
    }
    QVERIFY(requests > 100);

    overviewChart().setCrosshair(bucket);
    QVERIFY(crosshairWords(data, bucket).contains(QLatin1String("not observed")));
    overviewChart().setCrosshair(std::nullopt);
}

void ChartGapsTest::itsTableClaimsNoZero()
{
    const CsvTable table = toCsvTable(overviewChart().data());
    QCOMPARE(table.header.last(), QStringLiteral("not_observed_s"));
    int unknown = 0;
    for (const QStringList &row : table.rows) {
        QVERIFY(!row.at(1).isEmpty() || row.last().toLongLong() > 0);
        unknown += row.at(1).isEmpty() ? 1 : 0;
    }
    QVERIFY(unknown > 12);
}

void ChartGapsTest::runningTotalsGoOn()
{
    SegmentedControl *style = m_fixture->window().overview().activity()->drawing();
    const QString before = style->current();
    style->setCurrent(QStringLiteral("total"));
    const ChartData data = overviewChart().data();
    style->setCurrent(before);
    QVERIFY(data.unit.contains(QLatin1String("since")));
    QVERIFY(data.gaps.contains(m_pause));
    QCOMPARE(knownRuns(data, data.series.front()).size(), 1);
}

void ChartGapsTest::aPageOfOneDvmMarksIt()
{
    const auto dvm = m_fixture->window().overview().feed()->latest()->leaders.popular_dvm->dvm;
    m_fixture->window().showDvm(dvm);
    auto charts = m_fixture->window().dvms().view().findChildren<TimeSeriesChart *>();
    QCOMPARE(charts.size(), 3);
    for (TimeSeriesChart *chart : charts)
        QTRY_VERIFY_WITH_TIMEOUT(chart->data().gaps.contains(m_pause), 20'000);
}

DVMDASH_TEST(ChartGapsTest)
#include "chart_gaps_test.moc"
