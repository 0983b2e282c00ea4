// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/clock_watch.h"
#include "relay/system_clocks.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::ClockChange;
using relay::ClockReading;
using relay::ClockWatch;

namespace
{

constexpr std::int64_t second = 1'000;
constexpr std::int64_t hour = 3'600 * second;
constexpr std::int64_t start = 1'700'000'000 * second;

/// A computer whose clocks the test turns.
struct Computer {
    ClockReading clocks{start, 0, 0};
    ClockWatch watch;

    Computer() { watch.look(clocks); }
    void pass(std::int64_t ms)
    {
        clocks.wall_ms += ms;
        clocks.awake_ms += ms;
        if (clocks.all_ms)
            *clocks.all_ms += ms;
    }
    void sleep(std::int64_t ms)
    {
        clocks.wall_ms += ms;
        if (clocks.all_ms)
            *clocks.all_ms += ms;
    }
    std::optional<ClockChange> look() { return watch.look(clocks); }
};

} // namespace

class ClockWatchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingHappensWhileTimePasses()
    {
        Computer computer;
        for (int i = 0; i < 1'000; ++i) {
            computer.pass(second);
            computer.clocks.wall_ms += i % 2 ? 20 : -20; // as network time turns it
            QVERIFY(!computer.look());
        }
        computer.pass(hour); // stood still, or nobody looked
        QVERIFY(!computer.look());
        QCOMPARE(computer.watch.pause_ms(), hour);
    }

    void sleepIsToldWithItsEnds()
    {
        Computer computer;
        computer.pass(second);
        computer.look();
        computer.sleep(2 * hour);
        computer.pass(300);
        const auto change = computer.look();
        QVERIFY(change);
        QCOMPARE(*change, (ClockChange{start + second, start + second + 2 * hour + 300, 2 * hour, 0}));
        QVERIFY(!computer.look());
    }

    void aClockThatIsSetIsNoSleep_data()
    {
        QTest::addColumn<qint64>("by");
        for (const std::int64_t by : {-10 * hour, -2 * second, 2 * second, 7 * 60 * second, 20'000 * hour})
            QTest::addRow("%lld", static_cast<long long>(by)) << qint64(by);
    }
    void aClockThatIsSetIsNoSleep()
    {
        QFETCH(const qint64, by);
        Computer computer;
        computer.pass(second);
        computer.clocks.wall_ms += by;
        const auto change = computer.look();
        QVERIFY(change);
        QCOMPARE(change->slept_ms, 0);
        QCOMPARE(change->set_ms, by);
        QCOMPARE(change->until_ms - change->from_ms, second + by);
    }

    void bothAtOnce()
    {
        Computer computer;
        computer.sleep(hour);
        computer.clocks.wall_ms -= 5 * second;
        const auto change = computer.look();
        QVERIFY(change);
        QCOMPARE(change->slept_ms, hour);
        QCOMPARE(change->set_ms, -5 * second);
    }

    /// Where no clock goes on in sleep a jump forward is taken for one.
    void withoutAClockThatSleepsNot()
    {
        Computer computer;
        computer.clocks.all_ms.reset();
        computer.watch = ClockWatch();
        computer.look();
        computer.sleep(hour);
        computer.pass(second);
        QCOMPARE(computer.look().value_or(ClockChange{}).slept_ms, hour);
        computer.clocks.wall_ms -= hour;
        computer.pass(second);
        const auto back = computer.look();
        QVERIFY(back);
        QCOMPARE(back->slept_ms, 0);
        QCOMPARE(back->set_ms, -hour);
    }

    void severalAreJoined()
    {
        const ClockChange first{100, 7'000, 6'000, 0};
        const ClockChange second{7'500, 4'000, 0, -3'600};
        QCOMPARE(relay::joined(first, second), (ClockChange{100, 4'000, 6'000, -3'600}));
    }

    void theSystemsClocksGoTogether()
    {
        ClockWatch watch;
        for (int i = 0; i < 1'000; ++i)
            QVERIFY(!watch.look(relay::readSystemClocks()));
#if defined(Q_OS_LINUX) || defined(Q_OS_WIN) || defined(Q_OS_DARWIN)
        QVERIFY(relay::readSystemClocks().all_ms);
#endif
    }
};

DVMDASH_TEST(ClockWatchTest)
#include "clock_watch_test.moc"
