// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/relays/relay_traffic.h"

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

constexpr qint64 now = 1'700'000'000;

engine::RelayActivity relayAt(const QString &url, std::int64_t frames,
                              relay::LinkState state = relay::LinkState::Live)
{
    engine::RelayActivity activity;
    activity.status.url = url;
    activity.status.frames = frames;
    activity.status.state = state;
    return activity;
}

QString urlOf(int number)
{
    return QStringLiteral("wss://r%1.example").arg(number);
}

qint64 sumOf(const ChartSeries &series)
{
    qint64 sum = 0;
    for (const ChartPoint &point : series.points)
        sum += point.value;
    return sum;
}

} // namespace

class RelayTrafficTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsWhatComesWhileLive();
    void bucketsByTenSeconds();
    void forgetsWhatIsOld();
    void timeBeforeTheStartIsAGap();
    void busiestFirstAndTheRestTogether();
    void readdedRelayBeginsAnew();
};

void RelayTrafficTest::countsWhatComesWhileLive()
{
    RelayTraffic traffic(now);
    traffic.note({relayAt(urlOf(1), 0, relay::LinkState::Connecting)}, now);
    traffic.note({relayAt(urlOf(1), 500, relay::LinkState::Subscribing)}, now + 1);
    traffic.note({relayAt(urlOf(1), 900, relay::LinkState::Live)}, now + 2);
    traffic.note({relayAt(urlOf(1), 907)}, now + 3);
    const ChartData chart = traffic.chart(now + 4);
    QCOMPARE(chart.series.size(), 1);
    QCOMPARE(sumOf(chart.series.front()), 7);
    QCOMPARE(chart.series.front().name, QStringLiteral("r1.example"));
    QCOMPARE(chart.series.front().id, urlOf(1));
}

void RelayTrafficTest::bucketsByTenSeconds()
{
    RelayTraffic traffic(now);
    traffic.note({relayAt(urlOf(1), 0)}, now);
    traffic.note({relayAt(urlOf(1), 3)}, now + 9);
    traffic.note({relayAt(urlOf(1), 8)}, now + 10);
    const auto points = traffic.chart(now + 11).series.front().points;
    QCOMPARE(points, (QVector<ChartPoint>{{now, 3}, {now + 10, 5}}));
}

void RelayTrafficTest::forgetsWhatIsOld()
{
    RelayTraffic traffic(now);
    for (int i = 0; i < 1000; ++i)
        traffic.note({relayAt(urlOf(1), i)}, now + i * 10);
    const ChartData chart = traffic.chart(now + 9990);
    QVERIFY(chart.series.front().points.size() <= 62);
    QVERIFY(chart.gaps.isEmpty());
    QCOMPARE(chart.window.until - chart.window.since, RelayTraffic::spanSeconds + 1);
}

void RelayTrafficTest::timeBeforeTheStartIsAGap()
{
    RelayTraffic traffic(now);
    traffic.note({relayAt(urlOf(1), 0)}, now);
    const ChartData chart = traffic.chart(now + 60);
    QCOMPARE(chart.gaps.size(), 1);
    QCOMPARE(chart.gaps.front().until, now);
    QCOMPARE(chart.window.since, now + 60 - RelayTraffic::shortestSpanSeconds);
    QVERIFY(!chart.valueAt(chart.series.front(), now - 20).has_value());
    QVERIFY(traffic.chart(now + 300).gaps.isEmpty()); // it begins with the program
    QCOMPARE(traffic.chart(now + 300).window.since, now);
}

void RelayTrafficTest::busiestFirstAndTheRestTogether()
{
    RelayTraffic traffic(now);
    QVector<engine::RelayActivity> none;
    QVector<engine::RelayActivity> some;
    for (int i = 0; i < 9; ++i) {
        none.append(relayAt(urlOf(i), 0));
        some.append(relayAt(urlOf(i), i * 10));
    }
    traffic.note(none, now);
    traffic.note(some, now + 1);
    const ChartData chart = traffic.chart(now + 2);
    QCOMPARE(chart.series.size(), RelayTraffic::mostSeries);
    QCOMPARE(chart.series.front().id, urlOf(8));
    QCOMPARE(chart.series.back().id, QStringLiteral("others"));
    QCOMPARE(sumOf(chart.series.back()), 0 + 10 + 20 + 30);
}

void RelayTrafficTest::readdedRelayBeginsAnew()
{
    RelayTraffic traffic(now);
    traffic.note({relayAt(urlOf(1), 100)}, now);
    traffic.note({relayAt(urlOf(1), 100), relayAt(urlOf(2), 9, relay::LinkState::Waiting)}, now);
    QCOMPARE(traffic.chart(now).series.size(), 1); // the other one never delivered
    traffic.note({}, now + 1);
    QVERIFY(traffic.chart(now + 1).series.isEmpty());
    traffic.note({relayAt(urlOf(1), 40)}, now + 2);
    traffic.note({relayAt(urlOf(1), 42)}, now + 3);
    QCOMPARE(sumOf(traffic.chart(now + 4).series.front()), 2);
}

DVMDASH_TEST(RelayTrafficTest)
#include "relay_traffic_test.moc"
