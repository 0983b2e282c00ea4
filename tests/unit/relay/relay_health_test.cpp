// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_health.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::RelayConduct;
using relay::RelayHealth;

namespace
{

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;

} // namespace

/// Row by row of the table in relay_health.h.
class RelayHealthTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void losesByTheRule_data()
    {
        QTest::addColumn<qint64>("watched");
        QTest::addColumn<qint64>("connected");
        QTest::addColumn<int>("latency"); // -1: none
        QTest::addColumn<qint64>("errors");
        QTest::addColumn<qint64>("judged");
        QTest::addColumn<qint64>("refused");
        QTest::addColumn<QVector<int>>("lost"); // uptime, errors, latency, refused
        const auto row = [](const char *name, qint64 watched, qint64 connected, int latency, qint64 errors,
                            qint64 judged, qint64 refused, const QVector<int> &lost) {
            QTest::newRow(name) << watched << connected << latency << errors << judged << refused << lost;
        };
        row("all is well", hour, hour, 300, 0, 1'000, 0, {0, 0, 0, 0});
        row("nothing is known but that it is there", minute, minute, -1, 0, 0, 0, {0, 0, 0, 0});
        row("never there", minute, 0, -1, 0, 0, 0, {50, 0, 0, 0});
        row("half of the time", 2 * hour, hour, -1, 0, 0, 0, {25, 0, 0, 0});
        row("a hundredth of the time not", 100 * minute, 99 * minute, -1, 0, 0, 0, {1, 0, 0, 0});
        row("too little to be a point", 1'000 * minute, 995 * minute, -1, 0, 0, 0, {0, 0, 0, 0});
        row("one error an hour", 2 * hour, 2 * hour, -1, 2, 0, 0, {0, 4, 0, 0});
        row("one error in a short time", minute, minute, -1, 1, 0, 0, {0, 4, 0, 0});
        row("one error a day is nothing", 24 * hour, 24 * hour, -1, 1, 0, 0, {0, 0, 0, 0});
        row("five errors an hour", hour, hour, -1, 5, 0, 0, {0, 20, 0, 0});
        row("no more than that", hour, hour, -1, 500, 0, 0, {0, 20, 0, 0});
        row("slower than quick", hour, hour, 413, 0, 0, 0, {0, 0, 1, 0});
        row("slow", hour, hour, 1'150, 0, 0, 0, {0, 0, 8, 0});
        row("as slow as it gets", hour, hour, 2'000, 0, 0, 0, {0, 0, 15, 0});
        row("slower still", hour, hour, 60'000, 0, 0, 0, {0, 0, 15, 0});
        row("some refused", hour, hour, -1, 0, 1'000, 20, {0, 0, 0, 3});
        row("a tenth refused", hour, hour, -1, 0, 1'000, 100, {0, 0, 0, 15});
        row("all refused", hour, hour, -1, 0, 10, 10, {0, 0, 0, 15});
        row("the worst", hour, 0, 9'000, 99, 10, 10, {50, 20, 15, 15});
    }
    void losesByTheRule()
    {
        QFETCH(qint64, watched);
        QFETCH(qint64, connected);
        QFETCH(int, latency);
        QFETCH(qint64, errors);
        QFETCH(qint64, judged);
        QFETCH(qint64, refused);
        QFETCH(QVector<int>, lost);
        RelayConduct conduct{true, watched, connected, {}, errors, judged, refused};
        if (latency >= 0)
            conduct.latency_ms = latency;
        const RelayHealth health = relay::healthOf(conduct);
        QCOMPARE((QVector<int>{health.lost.begin(), health.lost.end()}), lost);
        QCOMPARE(health.score, std::optional(100 - lost[0] - lost[1] - lost[2] - lost[3]));
    }

    void saysWhatItRestsOn()
    {
        const RelayHealth health = relay::healthOf({true, 4 * hour, 3 * hour, 50, 9, 1'000, 7});
        QCOMPARE(health.connected_permille, 750);
        QCOMPARE(health.errors_per_hour, 2);
        QCOMPARE(health.refused_permille, 7);
    }

    void thereIsNoScoreWhereNothingCanBeSaid()
    {
        QVERIFY(!relay::healthOf({true, minute - 1, minute - 1, 10, 0, 5, 0}).score);
        QVERIFY(relay::healthOf({true, minute, minute, 10, 0, 5, 0}).score);
        QVERIFY(relay::healthOf({false, hour, hour, 10, 9, 5, 5}) == RelayHealth());
        QVERIFY(relay::healthOf({}) == RelayHealth());
    }

    void thePartsAreTheWhole()
    {
        int sum = 0;
        for (const int most : RelayHealth::most)
            sum += most;
        QCOMPARE(sum, 100);
    }
};

DVMDASH_TEST(RelayHealthTest)
#include "relay_health_test.moc"
