// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QThread>

#include <algorithm>
#include <atomic>

using namespace dvmdash;
using relay::CoverageSpan;
using relay::LinkState;
using test::FakeRelay;
using test::jobsSubscription;
using test::onlyStatus;

namespace
{

std::int64_t now()
{
    return QDateTime::currentSecsSinceEpoch();
}

struct Rig {
    test::RecordingSink sink;
    FakeRelay server;
    relay::RelayPool pool;
    std::vector<CoverageSpan> spans;

    explicit Rig(const relay::RelayLimits &limits = test::testLimits())
        : pool(sink, limits)
    {
        QObject::connect(&pool, &relay::RelayPool::coverageGrew, &pool,
                         [this](const CoverageSpan &span) { spans.push_back(span); });
    }
    void start(const std::vector<relay::Subscription> &subscriptions)
    {
        pool.setSubscriptions(subscriptions);
        pool.setRelays(test::relaysNamed({server.url()}));
    }
    LinkState state() const { return onlyStatus(pool).state; }
    /// Sends `count` stored events, the newest at `newest`, one a second, then EOSE.
    void answerWith(int count, std::int64_t newest)
    {
        server.onRequest = [=, this](const nostr::ReqMessage &request) {
            for (int i = 0; i < count; ++i)
                server.event(request.subscription, newest - i);
            server.eose(request.subscription);
        };
    }
};

} // namespace

class RelayCoverageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fromSinceToNow()
    {
        Rig rig;
        rig.answerWith(3, now());
        const std::int64_t since = now() - 3600;
        const std::int64_t before = now();
        rig.start({jobsSubscription(since)});
        QTRY_VERIFY(!rig.spans.empty());
        QCOMPARE(rig.spans[0].from, since);
        QVERIFY(rig.spans[0].until >= before && rig.spans[0].until <= now());
        QCOMPARE(rig.spans[0].relay, rig.pool.numberOf(rig.server.url()));
    }

    void aCutAnswerCoversWhatCame()
    {
        Rig rig;
        const std::int64_t newest = now();
        rig.answerWith(500, newest);
        rig.start({jobsSubscription(newest - 86'400)});
        QTRY_VERIFY(!rig.spans.empty());
        QCOMPARE(rig.spans[0].from, newest - 499 + 1);
    }

    void onlyJobsCount()
    {
        Rig rig;
        rig.start({{"pulse", {nostr::Filter{}}}});
        QTRY_COMPARE(rig.state(), LinkState::Live);
        QSignalSpy stopped(&rig.pool, &relay::RelayPool::stopped);
        rig.pool.stop();
        QTRY_COMPARE(stopped.count(), 1);
        QVERIFY(rig.spans.empty());
    }

    void pongsMakeItGrow()
    {
        auto limits = test::testLimits();
        limits.ping_interval_ms = 20;
        Rig rig(limits);
        rig.start({jobsSubscription(now() - 3600)});
        QTRY_VERIFY(rig.spans.size() >= 2);
        QCOMPARE(rig.spans.back().from, rig.spans.front().from);
        QVERIFY(rig.spans.back().until > rig.spans.front().until);
        QVERIFY(rig.spans.back().until <= now());
    }

    void theLastProofOfLifeEndsIt()
    {
        auto limits = test::testLimits();
        limits.coverage_interval_s = 3600; // so that only the end tells
        Rig rig(limits);
        rig.start({jobsSubscription(now() - 3600)});
        QTRY_COMPARE(rig.spans.size(), 1U);
        const std::int64_t first = rig.spans[0].until;
        QTRY_VERIFY(now() > first);
        rig.server.event("jobs", now());
        QTRY_COMPARE(rig.sink.count(), 1U);
        QCOMPARE(rig.spans.size(), 1U);
        rig.server.onRequest = [](const nostr::ReqMessage &) {};
        rig.server.dropClient();
        QTRY_COMPARE(rig.spans.size(), 2U);
        QCOMPARE(rig.spans[1].from, rig.spans[0].from);
        QVERIFY(rig.spans[1].until > first && rig.spans[1].until <= now());
    }

    void aClosedSubscriptionEndsIt()
    {
        auto limits = test::testLimits();
        limits.ping_interval_ms = 20;
        Rig rig(limits);
        rig.start({jobsSubscription(now() - 3600)});
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.send(nostr::closedFrame("jobs", "restricted: no more"));
        QTRY_COMPARE(rig.state(), LinkState::Refused);
        QCoreApplication::processEvents();
        const std::size_t told = rig.spans.size();
        const std::int64_t end = now();
        QTRY_VERIFY(now() > end + 1); // pongs go on
        QCOMPARE(rig.spans.size(), told);
        QVERIFY(rig.spans.back().until <= end);
    }

    /// While the sink holds the thread, data may wait unread: no claim until a pong says that it is all in.
    void aStallIsNotCovered()
    {
        auto limits = test::testLimits();
        Rig rig(limits);
        std::atomic<int> accepted = 0;
        rig.sink.onAccept = [&accepted](const relay::IncomingFrame &) {
            if (++accepted == 1)
                QThread::msleep(250); // what a full queue does
            return true;
        };
        rig.start({jobsSubscription(now() - 3600)});
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.event("jobs", now());
        QTRY_COMPARE(rig.sink.count(), 1U);
        const std::int64_t stalled = now();
        QTRY_VERIFY(now() > stalled + 1);
        rig.server.event("jobs", now());
        QTRY_COMPARE(rig.sink.count(), 2U);
        QSignalSpy stopped(&rig.pool, &relay::RelayPool::stopped);
        rig.pool.stop();
        QTRY_COMPARE(stopped.count(), 1);
        QVERIFY(!rig.spans.empty());
        QVERIFY(rig.spans.back().until <= stalled);
    }

    void aPongAfterAStallCoversItAll()
    {
        auto limits = test::testLimits();
        limits.ping_interval_ms = 50;
        Rig rig(limits);
        std::atomic<int> accepted = 0;
        rig.sink.onAccept = [&accepted](const relay::IncomingFrame &) {
            if (++accepted == 1)
                QThread::msleep(250);
            return true;
        };
        rig.start({jobsSubscription(now() - 3600)});
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.event("jobs", now());
        QTRY_COMPARE(rig.sink.count(), 1U);
        const std::int64_t stalled = now();
        QTRY_VERIFY(rig.spans.back().until > stalled);
        QCOMPARE(rig.spans.back().from, rig.spans.front().from);
    }

    void stopTellsTheEnd()
    {
        auto limits = test::testLimits();
        limits.coverage_interval_s = 3600;
        Rig rig(limits);
        rig.start({jobsSubscription(now() - 3600)});
        QTRY_COMPARE(rig.spans.size(), 1U);
        QTRY_VERIFY(now() > rig.spans[0].until);
        rig.server.event("jobs", now());
        QTRY_COMPARE(rig.sink.count(), 1U);
        bool toldBefore = false;
        connect(&rig.pool, &relay::RelayPool::stopped, this, [&] { toldBefore = rig.spans.size() == 2; });
        QSignalSpy stopped(&rig.pool, &relay::RelayPool::stopped);
        rig.pool.stop();
        QTRY_COMPARE(stopped.count(), 1);
        QVERIFY(toldBefore);
    }
};
DVMDASH_TEST(RelayCoverageTest)

#include "relay_coverage_test.moc"
