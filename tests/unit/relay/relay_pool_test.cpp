// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <QSignalSpy>

#include <algorithm>
#include <set>

using namespace dvmdash;
using relay::LinkState;
using relay::RelayPool;
using test::FakeRelay;
using test::jobsSubscription;
using test::relaysNamed;

namespace
{

struct Rig {
    test::RecordingSink sink;
    RelayPool pool;

    explicit Rig(const relay::RelayLimits &limits = test::testLimits())
        : pool(sink, limits)
    {
        pool.setSubscriptions({jobsSubscription()});
    }
    /// "live waiting ..." in the order of the list.
    QString states() const
    {
        QStringList names;
        for (const auto &status : pool.statuses())
            names << relay::linkStateName(status.state);
        return names.join(QLatin1Char(' '));
    }
    QStringList urls() const
    {
        QStringList urls;
        for (const auto &status : pool.statuses())
            urls << status.url;
        return urls;
    }
};

bool isAsked(const FakeRelay &relay, const std::string &subscription)
{
    return std::any_of(relay.requests.begin(), relay.requests.end(), [&](const nostr::ReqMessage &request) {
        return request.subscription == subscription;
    });
}

relay::Subscription missingOne()
{
    nostr::Filter filter;
    filter.ids = std::vector<nostr::EventId>(1);
    return {"missing", {filter}};
}

} // namespace

class RelayPoolTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void manyRelays()
    {
        FakeRelay a;
        FakeRelay b;
        FakeRelay c;
        Rig rig;
        rig.pool.setRelays(relaysNamed({a.url(), b.url(), c.url()}));
        QTRY_COMPARE(rig.states(), QStringLiteral("live live live"));
        b.event("jobs", 1);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QCOMPARE(rig.sink.frames()[0].relay, rig.pool.numberOf(b.url()));
    }

    void numbersStay()
    {
        Rig rig;
        const auto a = rig.pool.numberOf(QStringLiteral("wss://a.example"));
        const auto b = rig.pool.numberOf(QStringLiteral("wss://b.example"));
        QVERIFY(a != b);
        QCOMPARE(rig.pool.numberOf(QStringLiteral("A.example/")), a); // one relay, however spelled
        FakeRelay server;
        rig.pool.setRelays(relaysNamed({server.url()}));
        const auto number = rig.pool.statuses().front().number;
        QVERIFY(number != a && number != b);
        rig.pool.setRelays({});
        rig.pool.setRelays(relaysNamed({server.url()}));
        QCOMPARE(rig.pool.statuses().front().number, number);
    }

    void theListIsFollowed()
    {
        FakeRelay a;
        FakeRelay b;
        FakeRelay c;
        Rig rig;
        rig.pool.setRelays(relaysNamed({a.url(), b.url()}));
        QTRY_COMPARE(rig.states(), QStringLiteral("live live"));
        rig.pool.setRelays(relaysNamed({c.url(), b.url(), b.url() + QStringLiteral("/")}));
        QCOMPARE(rig.urls(), QStringList({c.url(), b.url()}));
        QTRY_COMPARE(rig.states(), QStringLiteral("live live"));
        QTRY_COMPARE(a.closeCodes, std::vector<int>{QWebSocketProtocol::CloseCodeNormal});
        QCOMPARE(b.connections, 1); // left alone
    }

    void guestsAreAskedTheirOwnQuestion()
    {
        FakeRelay kept;
        FakeRelay hinted;
        Rig rig;
        rig.pool.setRelays(relaysNamed({kept.url()}));
        QTRY_COMPARE(rig.states(), QStringLiteral("live"));
        QSignalSpy covered(&rig.pool, &RelayPool::coverageGrew);
        rig.pool.setGuests({{hinted.url(), missingOne()}, {kept.url(), missingOne()}});
        QTRY_COMPARE(hinted.connections, 1);
        QTRY_VERIFY(isAsked(hinted, "missing"));
        QVERIFY(!isAsked(hinted, "jobs"));
        QVERIFY(!isAsked(kept, "missing")); // on the list: asked as all others are
        QCOMPARE(rig.urls(), QStringList{kept.url()});
        hinted.event("missing", 1);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QCOMPARE(rig.sink.frames()[0].relay, rig.pool.numberOf(hinted.url()));
        for (const auto &span : covered)
            QVERIFY(span.at(0).value<relay::CoverageSpan>().relay != rig.pool.numberOf(hinted.url()));
        // Left again, and the other stays.
        rig.pool.setGuests({});
        QTRY_COMPARE(hinted.closeCodes, std::vector<int>{QWebSocketProtocol::CloseCodeNormal});
        QCOMPARE(rig.states(), QStringLiteral("live"));
    }

    void aGuestThatIsPutOnTheListStaysOne()
    {
        FakeRelay server;
        Rig rig;
        rig.pool.setGuests({{server.url(), missingOne()}});
        QTRY_COMPARE(server.connections, 1);
        rig.pool.setRelays(relaysNamed({server.url()}));
        QTRY_COMPARE(rig.states(), QStringLiteral("live"));
        QTRY_COMPARE(server.closeCodes.size(), std::size_t(1));
        QCOMPARE(server.connections, 2);
    }

    void stoppingWaitsForGuests()
    {
        FakeRelay server;
        Rig rig;
        rig.pool.setGuests({{server.url(), missingOne()}});
        QTRY_VERIFY(isAsked(server, "missing"));
        QSignalSpy stopped(&rig.pool, &RelayPool::stopped);
        rig.pool.stop();
        QTRY_COMPARE(stopped.size(), 1);
        QTRY_COMPARE(server.closeCodes, std::vector<int>{QWebSocketProtocol::CloseCodeNormal});
        rig.pool.setGuests({{server.url(), missingOne()}});
        QTest::qWait(20);
        QCOMPARE(server.connections, 1);
    }

    void switchedOffAndOn()
    {
        FakeRelay server;
        Rig rig;
        rig.pool.setRelays({{server.url(), false}});
        QCOMPARE(rig.states(), QStringLiteral("disabled"));
        QVERIFY(!rig.pool.statuses().front().enabled);
        rig.pool.setRelays({{server.url(), true}});
        QTRY_COMPARE(rig.states(), QStringLiteral("live"));
        QVERIFY(rig.pool.statuses().front().enabled);
        rig.pool.setRelays({{server.url(), false}});
        QCOMPARE(rig.states(), QStringLiteral("disabled"));
        QTRY_COMPARE(server.closeCodes, std::vector<int>{QWebSocketProtocol::CloseCodeNormal});
        rig.pool.setRelays({{server.url(), true}});
        QTRY_COMPARE(rig.states(), QStringLiteral("live"));
        QCOMPARE(server.connections, 2);
    }

    void whatIsNoRelayIsTold()
    {
        Rig rig;
        QSignalSpy noticed(&rig.pool, &RelayPool::noticed);
        rig.pool.setRelays(relaysNamed({QStringLiteral("https://relay.example")}));
        QVERIFY(rig.pool.statuses().empty());
        QTRY_COMPARE(noticed.count(), 1);
        QVERIFY(noticed[0][1].toString().contains(QStringLiteral("wss://")));
    }

    void statusesAreCoalesced()
    {
        auto limits = test::testLimits();
        limits.status_interval_ms = 50;
        FakeRelay server;
        FakeRelay quiet;
        Rig rig(limits);
        rig.pool.setRelays(relaysNamed({server.url(), quiet.url()}));
        QTRY_COMPARE(rig.states(), QStringLiteral("live live"));
        QVector<QVector<relay::RelayStatus>> told;
        connect(&rig.pool, &RelayPool::statusesChanged, this,
                [&told](const QVector<relay::RelayStatus> &changed) { told.append(changed); });
        QTRY_VERIFY(!told.isEmpty()); // of the connection
        told.clear();
        constexpr int count = 500;
        for (int i = 0; i < count; ++i)
            server.event("jobs", i);
        QTRY_COMPARE(rig.sink.count(), std::size_t{count});
        QTRY_VERIFY(!told.isEmpty() && told.last().first().frames == count);
        QVERIFY2(told.size() < count / 10, qPrintable(QString::number(told.size())));
        QCOMPARE(told.last().size(), 1); // the quiet one did not change
        QCOMPARE(told.last().first().url, server.url());
    }

    /// `frames` rises, and the value told is the value asked for.
    void whatIsToldIsTheStatus()
    {
        FakeRelay server;
        Rig rig;
        QVector<relay::RelayStatus> last;
        connect(&rig.pool, &RelayPool::statusesChanged, this,
                [&last](const QVector<relay::RelayStatus> &changed) { last = changed; });
        rig.pool.setRelays(relaysNamed({server.url()}));
        QTRY_VERIFY(!last.isEmpty() && last.first().state == LinkState::Live);
        QTRY_COMPARE(last.first(), rig.pool.statuses().front());
    }

    void stopClosesProperly()
    {
        FakeRelay a;
        FakeRelay b;
        Rig rig;
        rig.pool.setRelays(relaysNamed({a.url(), b.url()}));
        QTRY_COMPARE(rig.states(), QStringLiteral("live live"));
        QSignalSpy stopped(&rig.pool, &RelayPool::stopped);
        rig.pool.stop(600'000);       // never needed
        QCOMPARE(stopped.count(), 0); // told by the loop, not from inside
        QTRY_COMPARE(stopped.count(), 1);
        QCOMPARE(rig.states(), QStringLiteral("stopped stopped"));
        QTRY_COMPARE(a.closeCodes, std::vector<int>{QWebSocketProtocol::CloseCodeNormal});
        QTRY_COMPARE(b.closeCodes, std::vector<int>{QWebSocketProtocol::CloseCodeNormal});
        rig.pool.stop();
        rig.pool.setRelays({});
        QCoreApplication::processEvents();
        QCOMPARE(stopped.count(), 1);
        QCOMPARE(a.connections, 1);
    }

    void stopWithNothingOpen()
    {
        Rig rig;
        QSignalSpy stopped(&rig.pool, &RelayPool::stopped);
        rig.pool.stop(600'000);
        QTRY_COMPARE(stopped.count(), 1);
    }

    void stopWhileConnecting()
    {
        const test::RawServer server([](QTcpSocket &, const QByteArray &) {});
        Rig rig;
        rig.pool.setRelays(relaysNamed({server.url()}));
        QTRY_COMPARE(server.connections(), 1);
        QSignalSpy stopped(&rig.pool, &RelayPool::stopped);
        rig.pool.stop(600'000);
        QTRY_COMPARE(stopped.count(), 1);
    }

    void stopWhileWaiting()
    {
        auto limits = test::testLimits();
        limits.backoff_first_ms = limits.backoff_most_ms = 3'600'000;
        Rig rig(limits);
        rig.pool.setRelays(relaysNamed({QStringLiteral("ws://127.0.0.1:1")}));
        QTRY_COMPARE(rig.states(), QStringLiteral("waiting"));
        QSignalSpy stopped(&rig.pool, &RelayPool::stopped);
        rig.pool.stop(600'000);
        QTRY_COMPARE(stopped.count(), 1);
    }

    void removingARelayInsideASlot_data()
    {
        QTest::addColumn<QString>("slot");
        for (const char *name : {"noticed", "statuses", "coverage"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void removingARelayInsideASlot()
    {
        QFETCH(QString, slot);
        FakeRelay server;
        Rig rig;
        bool removed = false;
        const auto remove = [&] {
            removed = true;
            rig.pool.setRelays({});
        };
        if (slot == QLatin1String("noticed"))
            connect(&rig.pool, &RelayPool::noticed, this, remove);
        else if (slot == QLatin1String("statuses"))
            connect(&rig.pool, &RelayPool::statusesChanged, this, remove);
        else
            connect(&rig.pool, &RelayPool::coverageGrew, this, remove);
        server.onRequest = [&server](const nostr::ReqMessage &request) {
            server.send(nostr::noticeFrame("hello"));
            for (int i = 0; i < 50; ++i)
                server.event(request.subscription, i);
            server.eose(request.subscription);
        };
        rig.pool.setRelays(relaysNamed({server.url()}));
        QTRY_VERIFY(removed);
        QTRY_VERIFY(rig.pool.findChildren<QWebSocket *>().isEmpty());
        QVERIFY(rig.pool.statuses().empty());
        QTRY_VERIFY(rig.pool.children().size() <=
                    5); // its timers and the HTTP manager: nothing retired is left
        QSignalSpy stopped(&rig.pool, &RelayPool::stopped);
        rig.pool.stop();
        QTRY_COMPARE(stopped.count(), 1);
    }

    /// The sink is called from inside the socket; what it provokes must wait for the loop.
    void removingWhileFramesCome()
    {
        FakeRelay server;
        Rig rig;
        rig.sink.onAccept = [&rig](const relay::IncomingFrame &) {
            rig.pool.setRelays({});
            return true;
        };
        server.onRequest = [&server](const nostr::ReqMessage &request) {
            for (int i = 0; i < 50; ++i)
                server.event(request.subscription, i);
        };
        rig.pool.setRelays(relaysNamed({server.url()}));
        QTRY_COMPARE(server.closeCodes.size(), 1U);
        QCOMPARE(rig.sink.count(), 1U);
    }

    void deletingThePoolInsideASlot()
    {
        FakeRelay server;
        test::RecordingSink sink;
        QPointer<RelayPool> pool = new RelayPool(sink, test::testLimits());
        pool->setSubscriptions({jobsSubscription()});
        connect(pool, &RelayPool::coverageGrew, pool, &QObject::deleteLater);
        server.onRequest = [&server](const nostr::ReqMessage &request) {
            server.event(request.subscription, QDateTime::currentSecsSinceEpoch() - 100);
            server.eose(request.subscription);
        };
        pool->setRelays(relaysNamed({server.url()}));
        QTRY_VERIFY(pool.isNull());
        QTRY_COMPARE(server.closeCodes.size(), 1U);
    }

    void deletingAPoolInFullFlight()
    {
        FakeRelay server;
        const test::RawServer never([](QTcpSocket &, const QByteArray &) {});
        test::RecordingSink sink;
        auto limits = test::testLimits();
        limits.fetch_information = true;
        auto pool = std::make_unique<RelayPool>(sink, limits);
        pool->setSubscriptions({jobsSubscription()});
        pool->setRelays(relaysNamed({server.url(), never.url(), QStringLiteral("ws://127.0.0.1:1")}));
        QTRY_COMPARE(server.requests.size(), 1U);
        pool->setRelays(relaysNamed({never.url()})); // one is retired and still closing
        pool.reset();
        QTRY_COMPARE(server.closeCodes.size(), 1U);
    }
};
DVMDASH_TEST(RelayPoolTest)

#include "relay_pool_test.moc"
