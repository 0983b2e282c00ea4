// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <QSignalSpy>

using namespace dvmdash;
using nostr::Reject;
using relay::LinkState;
using test::FakeRelay;
using test::jobsSubscription;
using test::onlyStatus;

namespace
{

/// A pool with one relay, connected as the test goes on.
struct Rig {
    test::RecordingSink sink;
    FakeRelay server;
    relay::RelayPool pool;

    explicit Rig(const relay::RelayLimits &limits = test::testLimits())
        : pool(sink, limits)
    {
    }
    void start(const std::vector<relay::Subscription> &subscriptions = {jobsSubscription()})
    {
        pool.setSubscriptions(subscriptions);
        pool.setRelays(test::relaysNamed({server.url()}));
    }
    LinkState state() const { return onlyStatus(pool).state; }
    QString detail() const { return onlyStatus(pool).detail; }
};

} // namespace

class RelayConnectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void storedThenLive()
    {
        Rig rig;
        rig.server.onRequest = [&rig](const nostr::ReqMessage &request) {
            rig.server.event(request.subscription, 100, "stored");
        };
        rig.start();
        QTRY_COMPARE(rig.sink.count(), 1U);
        QCOMPARE(rig.state(), LinkState::Subscribing);
        QCOMPARE(rig.server.requests.size(), 1U);
        QCOMPARE(rig.server.requests[0].subscription, std::string("jobs"));
        QCOMPARE(rig.server.requests[0].filters, jobsSubscription().filters);
        rig.server.eose("jobs");
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.event("jobs", 200, "live \xc3\xa9");
        QTRY_COMPARE(rig.sink.count(), 2U);

        const auto frames = rig.sink.frames();
        QVERIFY(!frames[0].live);
        QVERIFY(frames[1].live);
        QCOMPARE(frames[1].json,
                 std::string(R"(["EVENT","jobs",{"kind":5000,"created_at":200,"content":"live )"
                             "\xc3\xa9"
                             R"(","tags":[]}])"));
        QCOMPARE(*frames[1].subscription, jobsSubscription());
        QCOMPARE(frames[1].relay, rig.pool.numberOf(rig.server.url()));
        QVERIFY(frames[1].received_ms > 1'600'000'000'000);

        const auto status = onlyStatus(rig.pool);
        QCOMPARE(status.frames, 2);
        QVERIFY(status.bytes > static_cast<std::int64_t>(frames[0].json.size() + frames[1].json.size()));
        QVERIFY(status.last_frame_ms > 0 && status.state_since_ms > 0);
        QCOMPARE(status.connected_count, 1);
        QCOMPARE(status.error_count, 0);
        QCOMPARE(status.next_attempt_ms, 0);
        QCOMPARE(status.detail, QString());
        QCOMPARE(rig.sink.refused(), 0U);
    }

    void everySubscriptionIsAsked()
    {
        Rig rig;
        rig.start({{"pulse", {nostr::Filter{}}}, jobsSubscription(), {"nothing", {}}});
        QTRY_COMPARE(rig.server.requests.size(), 2U); // one without filters asks nothing
        QCOMPARE(rig.server.requests[0].subscription, std::string("pulse"));
        QCOMPARE(rig.server.requests[1].subscription, std::string("jobs"));
    }

    void unknownSubscriptionIsRefused()
    {
        Rig rig;
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.event("strange", 1);
        rig.server.send(R"(["EVENT","jo\u0062s",{"kind":1}])"); // an escape that we never write
        rig.server.event("jobs", 1);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QCOMPARE(rig.sink.refused(Reject::UnknownSubscription), 2U);
        QCOMPARE(rig.sink.refused(), 2U);
        QCOMPARE(rig.state(), LinkState::Live);
    }

    void binaryIsRefused()
    {
        Rig rig;
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.client()->sendBinaryMessage("\x01\x02");
        QTRY_COMPARE(rig.sink.refused(Reject::BinaryFrame), 1U);
        rig.server.event("jobs", 1);
        QTRY_COMPARE(rig.sink.count(), 1U);
    }

    void garbageIsCounted()
    {
        Rig rig;
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        for (const char *text :
             {"", "hello", "{}", "[]", "[1]", R"(["OK"])", R"(["CLOSED",1])", R"(["EOSE"])"})
            rig.server.send(text);
        rig.server.send(R"(["NEG-MSG","jobs","00"])"); // another NIP's
        rig.server.send(R"(["OK","00",true,""])");
        rig.server.send(R"(["COUNT","jobs",{"count":3}])");
        rig.server.event("jobs", 1);
        QTRY_COMPARE(rig.sink.count(), 1U);
        // An empty WebSocket message may be swallowed on the way.
        QVERIFY(rig.sink.refused(Reject::MalformedJson) >= 7);
        QCOMPARE(rig.sink.refused(), rig.sink.refused(Reject::MalformedJson));
        QCOMPARE(rig.state(), LinkState::Live);
    }

    void overTheCapClosesAndComesBack()
    {
        auto limits = test::testLimits();
        limits.max_frame_bytes = 4096;
        limits.backoff_first_ms = 60'000; // the words must not be gone before they are read
        limits.backoff_most_ms = 60'000;
        Rig rig(limits);
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        const int around = 4096 - 80;
        rig.server.event("jobs", 1, std::string(around, 'x')); // just under
        QTRY_COMPARE(rig.sink.count(), 1U);
        rig.server.event("jobs", 1, std::string(5000, 'x'));
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QCOMPARE(rig.sink.refused(Reject::FrameTooLarge), 1U);
        QVERIFY2(rig.detail().contains(QStringLiteral("4 KiB")), qPrintable(rig.detail()));
        QCOMPARE(onlyStatus(rig.pool).failures, 1);
        QCOMPARE(rig.sink.count(), 1U);
    }

    void afterTheCapItReconnects()
    {
        auto limits = test::testLimits();
        limits.max_frame_bytes = 4096;
        Rig rig(limits);
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.event("jobs", 1, std::string(5000, 'x'));
        QTRY_COMPARE(onlyStatus(rig.pool).connected_count, 2);
        QTRY_COMPARE(rig.state(), LinkState::Live);
    }

    /// Qt hands a frame on when all of it fits the read buffer: one of just the cap must pass.
    void aFrameOfTheDefaultCapPasses()
    {
        Rig rig;
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.client()->setOutgoingFrameSize(8 * 1024 * 1024);
        const std::string frame = nostr::eventFrame("jobs", "{}");
        const std::string padding(1024 * 1024 - frame.size(), ' ');
        rig.server.send(frame + padding);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QCOMPARE(rig.sink.frames()[0].json.size(), std::size_t{1024 * 1024});
    }

    void aRelayThatFindsUsTooLongIsNotMistaken()
    {
        auto limits = test::testLimits();
        limits.backoff_first_ms = limits.backoff_most_ms = 60'000;
        Rig rig(limits);
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.closeClient(QWebSocketProtocol::CloseCodeTooMuchData,
                               QStringLiteral("your REQ is too long"));
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QCOMPARE(rig.sink.refused(), 0U);
        QVERIFY2(rig.detail().contains(QStringLiteral("your REQ is too long")), qPrintable(rig.detail()));
    }

    void closedWithEachPrefix_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<bool>("again");
        for (const char *final : {"auth-required: x", "restricted: x", "ERROR: restricted: x"})
            QTest::newRow(final) << QString::fromUtf8(final) << false;
        for (const char *passing : {"rate-limited: x", "error: x", "ERROR: rate-limited: x", "why not"})
            QTest::newRow(passing) << QString::fromUtf8(passing) << true;
    }
    void closedWithEachPrefix()
    {
        QFETCH(QString, reason);
        QFETCH(bool, again);
        Rig rig;
        int asked = 0;
        rig.server.onRequest = [&](const nostr::ReqMessage &request) {
            if (++asked == 1)
                rig.server.send(nostr::closedFrame(request.subscription, reason.toStdString()));
            else
                rig.server.eose(request.subscription);
        };
        rig.start();
        if (again) {
            QTRY_COMPARE(rig.state(), LinkState::Live);
            QCOMPARE(asked, 2);
            QCOMPARE(rig.detail(), QString());
        } else {
            QTRY_COMPARE(rig.state(), LinkState::Refused);
            QVERIFY(rig.detail().contains(reason));
            QCOMPARE(onlyStatus(rig.pool).next_attempt_ms, 0);
            // Asked for something else, it is asked again.
            rig.pool.setSubscriptions({jobsSubscription(5)});
            QTRY_COMPARE(rig.state(), LinkState::Live);
            QCOMPARE(asked, 2);
        }
        QCOMPARE(onlyStatus(rig.pool).error_count, 1);
        QCOMPARE(onlyStatus(rig.pool).connected_count, 1);
    }

    void noticeIsTold()
    {
        Rig rig;
        QSignalSpy noticed(&rig.pool, &relay::RelayPool::noticed);
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        rig.server.send(nostr::noticeFrame("hello \x1b[31mred"));
        QTRY_COMPARE(noticed.count(), 1);
        QCOMPARE(noticed[0][0].toString(), rig.server.url());
        QCOMPARE(noticed[0][1].toString(), QStringLiteral("hello [31mred"));
        QCOMPARE(rig.detail(), QStringLiteral("hello [31mred"));
    }

    void shoutingDoesNotFillTheLog()
    {
        Rig rig;
        QSignalSpy noticed(&rig.pool, &relay::RelayPool::noticed);
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        for (int i = 0; i < 200; ++i)
            rig.server.send(nostr::noticeFrame("n" + std::to_string(i)));
        QTRY_COMPARE(rig.detail(), QStringLiteral("n199"));
        QCoreApplication::processEvents();
        QVERIFY2(noticed.count() >= 10 && noticed.count() <= 40,
                 qPrintable(QString::number(noticed.count())));
    }

    void authChallengeIsNoticed()
    {
        Rig rig;
        rig.server.onRequest = [&rig](const nostr::ReqMessage &request) {
            rig.server.send(nostr::authChallengeFrame("abc"));
            rig.server.send(nostr::closedFrame(request.subscription, "auth-required: log in"));
        };
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Refused);
        QVERIFY(onlyStatus(rig.pool).auth_challenged);
        QVERIFY(rig.detail().contains(QStringLiteral("key")));
    }

    void challengeAloneStopsNothing()
    {
        Rig rig;
        rig.server.onRequest = [&rig](const nostr::ReqMessage &request) {
            rig.server.send(nostr::authChallengeFrame("abc"));
            rig.server.eose(request.subscription);
        };
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        QVERIFY(onlyStatus(rig.pool).auth_challenged);
        QVERIFY(rig.detail().contains(QStringLiteral("key")));
    }

    void eoseTimeout()
    {
        auto limits = test::testLimits();
        limits.eose_timeout_ms = 40;
        Rig rig(limits);
        rig.server.onRequest = [](const nostr::ReqMessage &) {};
        QSignalSpy coverage(&rig.pool, &relay::RelayPool::coverageGrew);
        rig.start({jobsSubscription(1000)});
        QTRY_COMPARE(rig.state(), LinkState::Live);
        QVERIFY(rig.detail().contains(QStringLiteral("EOSE")));
        rig.server.event("jobs", 2000);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QVERIFY(rig.sink.frames()[0].live);
        QCOMPARE(coverage.count(), 0);

        rig.server.eose("jobs"); // late
        QTRY_COMPARE(coverage.count(), 1);
        QCOMPARE(rig.detail(), QString());
    }

    void pingMeasuresLatency()
    {
        auto limits = test::testLimits();
        limits.ping_interval_ms = 10;
        Rig rig(limits);
        rig.start();
        QTRY_VERIFY(onlyStatus(rig.pool).latency_ms.has_value());
        QVERIFY(*onlyStatus(rig.pool).latency_ms >= 0);
    }

    void reconnectsAfterRestartAndAsksFromWhereItWas()
    {
        test::RecordingSink sink;
        auto server = std::make_unique<FakeRelay>();
        const quint16 port = server->port();
        relay::RelayPool pool(sink, test::testLimits());
        pool.setSubscriptions({jobsSubscription(1000)});
        pool.setRelays(test::relaysNamed({server->url()}));
        QTRY_COMPARE(onlyStatus(pool).state, LinkState::Live);
        QCOMPARE(server->requests[0].filters, jobsSubscription(1000).filters);
        const std::int64_t before = QDateTime::currentSecsSinceEpoch();

        server.reset();
        QTRY_VERIFY(onlyStatus(pool).failures > 1); // refused now
        server = std::make_unique<FakeRelay>(port);
        QTRY_COMPARE(onlyStatus(pool).state, LinkState::Live);
        QCOMPARE(server->requests.size(), 1U);
        const auto since = server->requests[0].filters[0].since;
        QVERIFY(since.has_value());
        const std::int64_t now = QDateTime::currentSecsSinceEpoch();
        QVERIFY2(*since >= before - 62 && *since <= now - 60, qPrintable(QString::number(before - *since)));
        // What frames are checked against is what was wanted, not the shortened question.
        server->event("jobs", now);
        QTRY_COMPARE(sink.count(), 1U);
        QCOMPARE(*sink.frames()[0].subscription, jobsSubscription(1000));
    }

    void withoutEoseNothingIsTakenAsDelivered()
    {
        auto limits = test::testLimits();
        Rig rig(limits);
        rig.server.onRequest = [](const nostr::ReqMessage &) {};
        rig.start({jobsSubscription(1000)});
        QTRY_COMPARE(rig.server.requests.size(), 1U);
        rig.server.dropClient();
        QTRY_COMPARE(rig.server.requests.size(), 2U);
        QCOMPARE(rig.server.requests[1].filters, jobsSubscription(1000).filters);
    }

    void changedSubscriptionsAreSentAgain()
    {
        Rig rig;
        rig.start({jobsSubscription(1000), {"other", {nostr::Filter{}}}});
        QTRY_COMPARE(rig.server.requests.size(), 2U);
        QTRY_COMPARE(rig.state(), LinkState::Live);

        rig.pool.setSubscriptions({jobsSubscription(1000), {"other", {nostr::Filter{}}}}); // the same
        rig.pool.setSubscriptions({jobsSubscription(500)});
        QTRY_COMPARE(rig.server.requests.size(), 3U);
        QTRY_COMPARE(rig.server.closes.size(), 1U);
        QCOMPARE(rig.server.requests[2].filters, jobsSubscription(500).filters);
        QCOMPARE(rig.server.closes[0], std::string("other"));

        rig.server.event("other", 1); // was on its way: no fault of the relay
        rig.server.event("jobs", 1);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QCOMPARE(rig.sink.refused(), 0U);
    }

    /// What the old question brings while the new one is on its way is no mismatch.
    void whileAQuestionChangesBothAreAccepted()
    {
        Rig rig;
        bool answering = true;
        rig.server.onRequest = [&](const nostr::ReqMessage &request) {
            rig.server.event(request.subscription, 1);
            if (answering)
                rig.server.eose(request.subscription);
        };
        rig.start({jobsSubscription(1000)});
        QTRY_COMPARE(rig.state(), LinkState::Live);
        answering = false;
        rig.pool.setSubscriptions({jobsSubscription(500)});
        QTRY_COMPARE(rig.sink.count(), 2U);
        QCOMPARE(rig.sink.frames()[1].subscription->filters.size(), 2U);
        rig.server.eose("jobs");
        rig.server.event("jobs", 1);
        QTRY_COMPARE(rig.sink.count(), 3U);
        QCOMPARE(*rig.sink.frames()[2].subscription, jobsSubscription(500));
    }

    void aClosedSinkEndsReading()
    {
        Rig rig;
        rig.sink.onAccept = [](const relay::IncomingFrame &) { return false; };
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        for (int i = 0; i < 10; ++i)
            rig.server.event("jobs", i);
        QTRY_COMPARE(rig.state(), LinkState::Stopped);
        QTRY_COMPARE(rig.server.closeCodes.size(), 1U);
        QCOMPARE(rig.sink.count(), 0U);
        QCOMPARE(onlyStatus(rig.pool).frames, 1);
        QSignalSpy stopped(&rig.pool, &relay::RelayPool::stopped);
        rig.pool.stop();
        QTRY_COMPARE(stopped.count(), 1);
    }
};
DVMDASH_TEST(RelayConnectionTest)

#include "relay_connection_test.moc"
