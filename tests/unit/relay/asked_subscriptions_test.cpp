// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/asked_subscriptions.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::AskedSubscriptions;
using relay::Subscription;
using relay::SubscriptionPtr;

namespace
{

constexpr std::int64_t cap = 500;

SubscriptionPtr since(const std::string &id, std::int64_t from)
{
    nostr::Filter filter;
    filter.since = from;
    return std::make_shared<const Subscription>(Subscription{id, {filter}});
}

/// "jobs" asked from 1000 on, at 2000, and no event stored.
struct Rig {
    relay::LoopStall stall;
    AskedSubscriptions asked{stall};

    Rig()
    {
        asked.ask(since("jobs", 1000), false);
        asked.connecting();
        asked.opened(10);
        (void)asked.request("jobs", 0, 2000);
    }
    /// "from..until" or "none".
    QString taken(std::int64_t least_s = 1)
    {
        const auto span = asked.takeCoverage(least_s);
        return span ? QStringLiteral("%1..%2").arg(span->from).arg(span->until) : QStringLiteral("none");
    }
};

} // namespace

class AskedSubscriptionsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsNoLongerNamedIsDropped()
    {
        Rig rig;
        rig.asked.ask(since("other", 0), false);
        const auto empty = std::make_shared<const Subscription>(Subscription{"jobs", {}});
        QVERIFY(
            (rig.asked.idsBeside({since("jobs", 5), since("new", 0)}) == std::vector<std::string>{"other"}));
        QVERIFY((rig.asked.idsBeside({empty}) == std::vector<std::string>{"jobs", "other"})); // asks nothing
        QVERIFY(rig.asked.isAsked(*since("jobs", 1000)));
        QVERIFY(!rig.asked.isAsked(*since("jobs", 1001)));
        rig.asked.drop("jobs", 20);
        QVERIFY(!rig.asked.find("jobs"));
        QVERIFY(!rig.asked.request("jobs", 0, 2000));
        QVERIFY(rig.asked.wasDropped("jobs"));
    }

    void whatWasOnItsWayIsIgnoredUntilAPong()
    {
        Rig rig;
        rig.asked.pinged(30, 2001);
        rig.asked.drop("jobs", 30);
        rig.asked.ponged(40);
        QVERIFY(rig.asked.wasDropped("jobs")); // sent in the moment of the ping
        rig.asked.pinged(50, 2002);
        rig.asked.ponged(60);
        QVERIFY(!rig.asked.wasDropped("jobs"));
    }

    void aNewSocketHasNothingOnItsWay()
    {
        Rig rig;
        rig.asked.drop("jobs", 30);
        rig.asked.connecting();
        QVERIFY(!rig.asked.wasDropped("jobs"));
    }

    void whileAQuestionChangesBothAreChecked()
    {
        Rig rig;
        rig.asked.ask(since("jobs", 1500), true);
        QCOMPARE(rig.asked.find("jobs")->checked->filters.size(), std::size_t(2));
        (void)rig.asked.request("jobs", 0, 2000);
        rig.asked.endOfStored("jobs", 2000, cap);
        QVERIFY(*rig.asked.find("jobs")->checked == *since("jobs", 1500));
        rig.asked.ask(since("jobs", 1600), false); // between two connections nothing old can come
        QCOMPARE(rig.asked.find("jobs")->checked->filters.size(), std::size_t(1));
    }

    void coverageIsTakenInSteps()
    {
        Rig rig;
        rig.asked.alive(2001);
        QCOMPARE(rig.taken(), QStringLiteral("none")); // before EOSE
        rig.asked.endOfStored("jobs", 2002, cap);
        QCOMPARE(rig.taken(), QStringLiteral("1000..2002"));
        rig.asked.alive(2011);
        QCOMPARE(rig.taken(10), QStringLiteral("none"));
        rig.asked.alive(2012);
        QCOMPARE(rig.taken(10), QStringLiteral("1000..2012"));
        QCOMPARE(rig.taken(0), QStringLiteral("none"));
        rig.asked.alive(2013);
        rig.asked.ended("jobs");
        QCOMPARE(rig.taken(), QStringLiteral("none"));
    }

    void itIsAskedFromWhereItEnded()
    {
        Rig rig;
        rig.asked.endOfStored("jobs", 2000, cap);
        rig.asked.ended();
        const auto filters = rig.asked.request("jobs", 0, 3000);
        QVERIFY(filters.has_value());
        QCOMPARE(filters->at(0).since.value(), 2000 - 60);
    }

    void othersCoverNothing()
    {
        Rig rig;
        rig.asked.ask(since("other", 1000), false);
        (void)rig.asked.request("other", 0, 2000);
        rig.asked.endOfStored("other", 2000, cap);
        QCOMPARE(rig.taken(), QStringLiteral("none"));
    }

    void aStallProvesNothingUntilAPong()
    {
        Rig rig;
        rig.asked.endOfStored("jobs", 2000, cap);
        QCOMPARE(rig.taken(), QStringLiteral("1000..2000"));
        rig.stall.ended_ms = 100;
        QVERIFY(rig.asked.wasStalled());
        rig.asked.alive(2050);
        QCOMPARE(rig.taken(), QStringLiteral("none"));
        rig.asked.pinged(200, 2060);
        QVERIFY(!rig.asked.ponged(230)); // how long it took says nothing of the relay
        QVERIFY(!rig.asked.wasStalled());
        QCOMPARE(rig.taken(), QStringLiteral("1000..2060"));
        rig.asked.pinged(300, 2070);
        QCOMPARE(rig.asked.ponged(330).value(), 30);
        QCOMPARE(rig.taken(), QStringLiteral("none")); // that something came is told by alive()
    }

    void anEoseAfterAStallCoversUpToTheQuestion()
    {
        Rig rig;
        rig.stall.ended_ms = 100;
        rig.asked.endOfStored("jobs", 2500, cap);
        QCOMPARE(rig.taken(), QStringLiteral("1000..2000"));
    }
};
DVMDASH_TEST(AskedSubscriptionsTest)

#include "asked_subscriptions_test.moc"
