// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QLocale>
#include <QSignalSpy>

using namespace dvmdash;
using relay::CoverageSpan;
using relay::LinkState;
using relay::LinkTrouble;
using test::FakeRelay;
using test::jobsSubscription;
using test::onlyStatus;

namespace
{

constexpr std::int64_t second = 1'000;
constexpr std::int64_t hour = 3'600;
constexpr std::int64_t start = 1'700'000'000;

/// Clocks are looked at all the time.
relay::RelayLimits quickLimits()
{
    auto limits = test::testLimits();
    limits.clock_look_ms = 10;
    return limits;
}

/// A pool whose clocks the test turns; they go on by themselves as time passes.
struct Rig {
    test::RecordingSink sink;
    FakeRelay server;
    relay::RelayPool pool;
    std::vector<CoverageSpan> spans;
    std::vector<relay::NetworkState> states;
    std::int64_t slept = 0; ///< ms
    std::int64_t set = 0;
    QElapsedTimer awake;

    explicit Rig(const relay::RelayLimits &limits = quickLimits())
        : pool(sink, limits)
    {
        awake.start();
        pool.setClocks([this] {
            const std::int64_t passed = awake.elapsed();
            return relay::ClockReading{start * second + passed + slept + set, passed, passed + slept};
        });
        QObject::connect(&pool, &relay::RelayPool::coverageGrew, &pool,
                         [this](const CoverageSpan &span) { spans.push_back(span); });
        QObject::connect(&pool, &relay::RelayPool::networkChanged, &pool,
                         [this](const relay::NetworkState &state) { states.push_back(state); });
    }
    std::int64_t now() const { return start + (awake.elapsed() + slept + set) / second; }
    void begin()
    {
        pool.setSubscriptions({jobsSubscription(start - hour)});
        pool.setRelays(test::relaysNamed({server.url()}));
    }
    relay::RelayStatus status() const { return onlyStatus(pool); }
    std::int64_t covered() const { return spans.empty() ? 0 : spans.back().until; }
    bool toldOfClock() const { return !states.empty() && states.back().clock; }
};

relay::RelayLimits impatientLimits()
{
    auto limits = quickLimits();
    limits.wake_patience_ms = 50;
    return limits;
}

} // namespace

class RelaySleepTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// What lay in the socket since before the sleep proves nothing of the hours that were slept.
    void oldDataDoesNotCoverTheSleep_data()
    {
        QTest::addColumn<qint64>("slept");
        QTest::addColumn<qint64>("set");
        QTest::addRow("sleep") << qint64(2 * hour * second) << qint64(0);
        QTest::addRow("set forward") << qint64(0) << qint64(2 * hour * second);
    }
    void oldDataDoesNotCoverTheSleep()
    {
        QFETCH(const qint64, slept);
        QFETCH(const qint64, set);
        auto limits = quickLimits();
        limits.clock_look_ms = 3'600'000; // data is read before anybody looks by himself
        Rig rig(limits);
        rig.begin();
        QTRY_VERIFY(!rig.spans.empty());
        rig.server.onRequest = [](const nostr::ReqMessage &) {}; // and it never answers again
        rig.slept = slept;
        rig.set = set;
        rig.server.event("jobs", start);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QTRY_COMPARE(rig.server.requests.size(), 2U);
        QTest::qWait(50);
        QVERIFY(rig.covered() < start + hour);
        QCOMPARE(rig.status().state, LinkState::Subscribing);
    }

    /// The relay is asked from where it left off; what it gives then is covered, and nothing else.
    void whatCameMeanwhileIsAskedFor()
    {
        Rig rig;
        rig.begin();
        QTRY_VERIFY(!rig.spans.empty());
        const std::int64_t before = rig.covered();
        bool mayAnswer = false;
        rig.server.onRequest = [&](const nostr::ReqMessage &request) {
            if (mayAnswer)
                rig.server.eose(request.subscription);
        };
        rig.slept = 2 * hour * second;
        QTRY_COMPARE(rig.server.requests.size(), 2U);
        const auto since = rig.server.requests[1].filters[0].since;
        QVERIFY(since && *since <= before && *since >= before - 120);
        QVERIFY(rig.covered() < start + hour);
        QTRY_VERIFY(rig.toldOfClock());
        const relay::ClockChange change = *rig.states.back().clock;
        QVERIFY(std::abs(change.slept_ms - 2 * hour * second) < 100);
        QCOMPARE(change.set_ms, 0);
        rig.server.eose("jobs");
        QTRY_VERIFY(rig.covered() >= start + 2 * hour);
        QCOMPARE(rig.spans.back().from, *since);
        QVERIFY(rig.covered() <= rig.now() + 1);
        QCOMPARE(rig.status().state, LinkState::Live);
        QCOMPARE(rig.server.connections, 1);
    }

    void aDeadLinkIsMadeAnewSoon()
    {
        Rig rig(impatientLimits());
        test::RawServer dead(test::RawServer::silentAfterHandshake());
        rig.pool.setSubscriptions({jobsSubscription(start - 100)});
        rig.pool.setRelays(test::relaysNamed({dead.url()}));
        QTRY_COMPARE(rig.status().connected_count, 1);
        rig.slept = hour * second;
        QTRY_VERIFY(dead.connections() >= 2); // the pong of a ping every minute would be waited for as long
        QVERIFY(rig.spans.empty());
    }

    void whoIsWaitedForIsTriedAtOnce()
    {
        auto limits = quickLimits();
        limits.backoff_first_ms = 3'600'000;
        limits.backoff_most_ms = 3'600'000;
        Rig rig(limits);
        rig.begin();
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        rig.server.dropClient();
        QTRY_COMPARE(rig.status().state, LinkState::Waiting);
        rig.slept = hour * second;
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        QCOMPARE(rig.server.connections, 2);
    }

    void aClockThatIsSetBackTakesBackWhatWasToldOfTheFuture()
    {
        Rig rig;
        rig.begin();
        QTRY_VERIFY(!rig.spans.empty());
        QSignalSpy untrue(&rig.pool, &relay::RelayPool::coverageUntrue);
        rig.spans.clear();
        rig.set = -7 * 60 * second;
        QTRY_COMPARE(untrue.count(), 1);
        const auto from = untrue[0][0].toLongLong();
        const auto until = untrue[0][1].toLongLong();
        QVERIFY(std::abs(from - rig.now()) <= 2);
        QVERIFY(std::abs(until - (rig.now() + 7 * 60)) <= 3);
        // Asked anew from the right time, and covered up to it.
        QTRY_VERIFY(!rig.spans.empty());
        for (const CoverageSpan &span : rig.spans) {
            QVERIFY(span.from <= span.until);
            QVERIFY(span.until <= rig.now() + 1);
        }
        const auto &requests = rig.server.requests;
        QCOMPARE(requests.size(), 2U);
        QVERIFY(*requests[1].filters[0].since <= rig.now());
        QVERIFY(!rig.toldOfClock() || rig.states.back().clock->set_ms < -6 * 60 * second);
        // And it goes on growing, without waiting for seven minutes.
        const std::int64_t covered = rig.covered();
        QTRY_VERIFY(rig.now() > covered + 1);
        rig.pool.wake(); // a ping, whose pong proves it
        QTRY_VERIFY(rig.covered() > covered);
    }

    /// A battery that is empty must not cost more than what this program said itself.
    void aClockThatFallsBackByYearsTakesBackADay()
    {
        Rig rig;
        rig.begin();
        QTRY_VERIFY(!rig.spans.empty());
        QSignalSpy untrue(&rig.pool, &relay::RelayPool::coverageUntrue);
        rig.set = -20 * 365 * 24 * hour * second;
        QTRY_COMPARE(untrue.count(), 1);
        const std::int64_t taken = untrue[0][1].toLongLong() - untrue[0][0].toLongLong();
        QVERIFY(taken > 24 * hour && taken < 26 * hour);
    }

    void aClockThatIsSetForwardClaimsNothingOfTheJump()
    {
        Rig rig;
        rig.begin();
        QTRY_VERIFY(!rig.spans.empty());
        rig.server.onRequest = [](const nostr::ReqMessage &) {};
        rig.set = hour * second;
        QTRY_COMPARE(rig.server.requests.size(), 2U);
        rig.server.event("jobs", start);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QTest::qWait(30);
        QVERIFY(rig.covered() < start + hour / 2);
    }

    void theNetworkComesBack()
    {
        auto limits = quickLimits();
        limits.backoff_first_ms = 3'600'000;
        limits.backoff_most_ms = 3'600'000;
        Rig rig(limits);
        rig.begin();
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        rig.pool.setSystemNetwork({false, {}, 1});
        rig.server.dropClient();
        QTRY_COMPARE(rig.status().state, LinkState::Waiting);
        QTRY_VERIFY(!rig.states.empty() && rig.states.back().offline);
        rig.pool.setSystemNetwork({true, {}, 1});
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        QTRY_VERIFY(!rig.states.back().offline);
    }

    void anotherNetworkIsLookedAt()
    {
        Rig rig(impatientLimits());
        test::RawServer dead(test::RawServer::silentAfterHandshake());
        rig.pool.setSystemNetwork({true, {}, 1});
        rig.pool.setRelays(test::relaysNamed({dead.url()}));
        QTRY_COMPARE(rig.status().connected_count, 1);
        rig.pool.setSystemNetwork({true, {}, 2});
        QTRY_VERIFY(dead.connections() >= 2);
    }

    /// A login page: a redirect for one, a page for another.
    void loginPagesAreConcluded()
    {
        test::RawServer redirect(test::RawServer::saysAndCloses(
            "HTTP/1.1 302 Found\r\nLocation: http://login.lan/\r\nContent-Length: 0\r\n\r\n"));
        test::RawServer page(test::RawServer::saysAndCloses(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"));
        auto limits = quickLimits();
        limits.backoff_first_ms = 3'600'000;
        limits.backoff_most_ms = 3'600'000;
        Rig rig(limits);
        rig.pool.setRelays(test::relaysNamed({redirect.url(), page.url()}));
        QTRY_VERIFY(!rig.states.empty() && rig.states.back().captive);
        for (const auto &status : rig.pool.statuses()) {
            QCOMPARE(status.trouble, LinkTrouble::Intercepted);
            QVERIFY2(status.detail.contains(QLatin1String("HTTP")), qPrintable(status.detail));
        }
    }

    /// The clocks of two relays say that ours is ten minutes ahead.
    void clocksOfRelaysAreCompared()
    {
        const auto answerAt = [](const QDateTime &time) {
            const QByteArray date =
                QLocale::c()
                    .toString(time.toUTC(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
                    .toLatin1();
            return "HTTP/1.1 200 OK\r\nDate: " + date +
                   "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        };
        auto limits = quickLimits();
        limits.fetch_information = true;
        Rig rig(limits);
        FakeRelay second;
        rig.server.httpAnswer = answerAt(QDateTime::currentDateTimeUtc().addSecs(-600));
        second.httpAnswer = answerAt(QDateTime::currentDateTimeUtc().addSecs(-602));
        rig.pool.setSubscriptions({jobsSubscription(1)});
        rig.pool.setRelays(test::relaysNamed({rig.server.url(), second.url()}));
        QTRY_VERIFY(!rig.states.empty() && rig.states.back().clock_offset &&
                    rig.states.back().clock_offset->relays == 2);
        QVERIFY(std::abs(rig.states.back().clock_offset->ahead_s - 600) <= 10);
        // The clock is set right: they need not be asked again.
        rig.set = -600 * ::second;
        QTRY_VERIFY(!rig.states.back().clock_offset);
    }
};

DVMDASH_TEST(RelaySleepTest)

#include "relay_sleep_test.moc"
