// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/relay_activity_list.h"
#include "support/test_main.h"

using namespace dvmdash;
using engine::RelayActivityList;

namespace
{

relay::RelayStatus status(relay::RelayNumber number, std::int64_t frames = 0)
{
    relay::RelayStatus status;
    status.number = number;
    status.frames = frames;
    status.state = relay::LinkState::Live;
    return status;
}

ingest::Counters accepted(relay::RelayNumber number, std::int64_t count)
{
    ingest::Counters counters;
    counters.by_relay[number].accepted = count;
    return counters;
}

/// Relays 7 and 3, in this order.
RelayActivityList two()
{
    RelayActivityList list;
    list.setRelays({7, 3}, {status(7), status(3)});
    return list;
}

} // namespace

class RelayActivityListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theOrderIsThatOfTheList()
    {
        const auto activities = two().activities();
        QCOMPARE(activities.size(), 2);
        QCOMPARE(activities[0].status.number, 7);
        QCOMPARE(activities[1].status.number, 3);
    }

    void whatStaysKeepsItsCounts()
    {
        auto list = two();
        QVERIFY(list.update(accepted(3, 5), 1'000));
        list.setRelays({3, 9}, {status(3, 8), status(9)});
        const auto activities = list.activities();
        QCOMPARE(activities.size(), 2);
        QCOMPARE(activities[0].accepted, 5);
        QCOMPARE(activities[0].status.frames, 8);
        QCOMPARE(activities[1].accepted, 0);
    }

    void itIsDueNowAndThenAndWhenSomethingWasNoted()
    {
        auto list = two();
        QVERIFY(list.isDue(1'000));
        list.update({}, 1'000);
        QVERIFY(!list.isDue(1'499));
        QVERIFY(list.isDue(1'500));
        list.noteStatuses({status(3)});
        QVERIFY(list.isDue(1'001));
    }

    void onlyAChangeIsTold()
    {
        auto list = two();
        QVERIFY(!list.update({}, 1'000));
        QVERIFY(list.update(accepted(7, 1), 2'000));
        QVERIFY(!list.update(accepted(7, 1), 3'000));
        list.noteStatuses({status(7)});
        QVERIFY(list.update(accepted(7, 1), 3'100));
        QVERIFY(!list.update(accepted(7, 1), 3'200));
    }

    void ratesRiseAndFade()
    {
        auto list = two();
        list.update({}, 1'000);
        list.noteStatuses({status(7, 50), status(99, 1'000)}); // 99 is not on the list
        QVERIFY(list.update({}, 2'000));
        QCOMPARE(list.activities()[0].events_per_second, 50.0);
        QCOMPARE(list.activities()[1].events_per_second, 0.0);
        QCOMPARE(list.activities().size(), 2);
        for (int ms = 2'500; ms <= 8'000; ms += 500)
            list.update({}, ms);
        QCOMPARE(list.activities()[0].events_per_second, 0.0);
    }

    void healthIsByTheTimeInWhichItServed()
    {
        auto list = two();
        relay::RelayStatus bad = status(3);
        list.update({}, 1'000);
        for (int s = 2; s <= 61; ++s) {
            bad.state = s % 2 == 0 ? relay::LinkState::Waiting : relay::LinkState::Live;
            list.noteStatuses({bad});
            list.update({}, s * 1'000);
            QCOMPARE(list.activities()[0].health.score, s < 61 ? std::nullopt : std::optional(100));
        }
        QCOMPARE(list.activities()[0].conduct.watched_ms, 60'000);
        QCOMPARE(list.activities()[0].conduct.connected_ms, 60'000);
        QCOMPARE(list.activities()[1].conduct.connected_ms, 30'000);
        QCOMPARE(list.activities()[1].health.score, std::optional(75));
        // Off it is not judged, and what is taken off the list is forgotten.
        bad.enabled = false;
        bad.state = relay::LinkState::Disabled;
        list.noteStatuses({bad});
        QVERIFY(list.update({}, 70'000));
        list.update({}, 170'000);
        QVERIFY(!list.activities()[1].health.score);
        QCOMPARE(list.activities()[1].conduct.watched_ms, 69'000);
        list.setRelays({3}, {status(3)});
        list.setRelays({7, 3}, {status(7), status(3)});
        list.update({}, 171'000);
        QCOMPARE(list.activities()[0].conduct.watched_ms, 0);
    }

    void stoppedTheyAllAre()
    {
        auto list = two();
        list.setStopped();
        const auto activities = list.activities();
        for (const auto &activity : activities)
            QCOMPARE(activity.status.state, relay::LinkState::Stopped);
    }
};

DVMDASH_TEST(RelayActivityListTest)
#include "relay_activity_list_test.moc"
