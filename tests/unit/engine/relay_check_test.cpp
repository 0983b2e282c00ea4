// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/relay_check.h"
#include "engine/relay_discovery.h"
#include "support/fake_relay.h"
#include "support/signed_events.h"
#include "support/socks_server.h"
#include "support/test_main.h"

#include <QDateTime>
#include <QSignalSpy>

using namespace dvmdash;
using engine::RelayCheck;
using engine::RelayCheckResult;
using engine::RelayCheckSettings;
using engine::RelayDiscovery;
using test::FakeRelay;
using test::RawServer;
using test::signedEvent;

namespace
{

constexpr int patience = 20'000;
const QByteArray tells =
    "HTTP/1.1 200 OK\r\nContent-Type: application/nostr+json\r\nContent-Length: 52\r\n\r\n"
    R"({"name":"Fake\u202e","limitation":{"max_limit":500}})";

RelayCheckResult check(const QString &url, const RelayCheckSettings &settings = {})
{
    RelayCheck one(url, settings);
    QSignalSpy finished(&one, &RelayCheck::finished);
    RelayCheckResult result;
    if (!finished.wait(patience))
        return result;
    QTest::qWait(20); // it comes once
    if (finished.size() == 1)
        result = finished.at(0).at(0).value<RelayCheckResult>();
    return result;
}

std::int64_t ago(std::int64_t seconds)
{
    return QDateTime::currentSecsSinceEpoch() - seconds - test::start;
}

} // namespace

class RelayCheckTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goesThroughTheProxy()
    {
        FakeRelay relay;
        test::SocksServer proxy;
        proxy.lead(QStringLiteral("relay.invalid"), relay.port());
        RelayCheckSettings settings;
        settings.proxies.usual = *http::proxyFromText(proxy.text());
        const QString url = QStringLiteral("ws://relay.invalid:%1").arg(relay.port());
        QVERIFY(check(url, settings).isGood());
        QVERIFY(proxy.asked.contains(QStringLiteral("domain relay.invalid")));
        proxy.refuseWith(1);
        const auto refused = check(url, settings);
        QCOMPARE(refused.outcome, RelayCheckResult::Outcome::Unreachable);
        QVERIFY2(refused.words().contains(QLatin1String("The proxy (socks5://127.0.0.1:")),
                 qPrintable(refused.words()));
    }

    void reachesIpv6()
    {
        FakeRelay relay(0, std::nullopt, QHostAddress(QHostAddress::LocalHostIPv6));
        if (!relay.isListening())
            QSKIP("This computer has no IPv6");
        const auto result = check(relay.url());
        QVERIFY2(result.isGood(), qPrintable(result.words()));
        QVERIFY(result.words().startsWith(QLatin1String("ws://[::1]:")));
    }

    /// A stranger's .onion is never looked up, and without Tor not visited.
    void onionNeedsTor()
    {
        RelayCheckSettings settings;
        settings.proxies.usual.kind = http::ProxyChoice::Kind::None;
        const auto result = check(QStringLiteral("ws://dvmdashdvmdashdvmdash.onion"), settings);
        QCOMPARE(result.outcome, RelayCheckResult::Outcome::Unreachable);
        QVERIFY2(result.words().contains(QLatin1String("Start Tor")), qPrintable(result.words()));
    }

    void aGoodOneTakesTheQuestion()
    {
        FakeRelay relay;
        relay.httpAnswer = tells;
        const auto job = signedEvent(1, 5050, ago(60), {});
        auto forged = signedEvent(1, 5050, ago(50), {});
        forged.content = "changed";
        relay.onRequest = [&](const nostr::ReqMessage &request) {
            QVERIFY(nostr::matchesAny(request.filters, job));
            relay.send(nostr::eventFrame(request.subscription, job));
            relay.send(nostr::eventFrame(request.subscription, forged));
            relay.eose(request.subscription);
        };
        const auto result = check(relay.url());
        QCOMPARE(engine::relayCheckName(result.outcome), QStringLiteral("good"));
        QCOMPARE(result.url, relay.url());
        QCOMPARE(result.events, 1);
        QCOMPARE(result.refused, 1);
        QVERIFY(result.connect_ms && result.latency_ms);
        QVERIFY(result.information);
        QVERIFY2(result.words().contains(QLatin1String("gave 1 event of the last day")) &&
                     result.words().contains(QLatin1String("1 more were forged")) &&
                     result.words().contains(QLatin1String("\"Fake\"")),
                 qPrintable(result.words()));
        QCOMPARE(relay.connections, 1);
    }

    void refusedIsSaid()
    {
        FakeRelay relay;
        relay.onRequest = [&](const nostr::ReqMessage &request) {
            relay.send(nostr::closedFrame(request.subscription, "auth-required: members only"));
        };
        const auto result = check(relay.url());
        QCOMPARE(engine::relayCheckName(result.outcome), QStringLiteral("refused"));
        QVERIFY(!result.isGood());
        QVERIFY2(result.words().contains(QLatin1String("members only")), qPrintable(result.words()));
    }

    /// It is asked for the known kinds then, as a collector would.
    void whatTakesOnlyANarrowerQuestionIsLimited()
    {
        FakeRelay relay;
        relay.onRequest = [&](const nostr::ReqMessage &request) {
            if (request.filters.size() == 1)
                relay.send(nostr::closedFrame(request.subscription, "invalid: filter too long"));
            else
                relay.eose(request.subscription);
        };
        const auto result = check(relay.url());
        QCOMPARE(engine::relayCheckName(result.outcome), QStringLiteral("limited"));
        QVERIFY(result.isGood());
        QVERIFY2(result.words().contains(QLatin1String("silence proves nothing")),
                 qPrintable(result.words()));
    }

    void oneThatNeverEndsIsLimited()
    {
        FakeRelay relay;
        relay.onRequest = [](const nostr::ReqMessage &) {};
        RelayCheckSettings settings;
        settings.eose_timeout_ms = 300;
        settings.linger_ms = 100;
        const auto result = check(relay.url(), settings);
        QCOMPARE(engine::relayCheckName(result.outcome), QStringLiteral("limited"));
        QVERIFY2(result.detail.contains(QLatin1String("EOSE")), qPrintable(result.detail));
    }

    void whoIsNotThereIsUnreachable()
    {
        const auto result = check(QStringLiteral("ws://127.0.0.1:1"));
        QCOMPARE(engine::relayCheckName(result.outcome), QStringLiteral("unreachable"));
        QVERIFY(!result.detail.isEmpty());
        QVERIFY(!result.connect_ms);
        QVERIFY2(result.words().contains(QLatin1String("ws://127.0.0.1:1")), qPrintable(result.words()));
    }

    void oneThatSaysNothingIsGivenUp()
    {
        RawServer server([](QTcpSocket &, const QByteArray &) {});
        RelayCheckSettings settings;
        settings.connect_timeout_ms = 200;
        settings.eose_timeout_ms = 100;
        QCOMPARE(engine::relayCheckName(check(server.url(), settings).outcome),
                 QStringLiteral("unreachable"));
    }

    void whatIsNoAddressIsSaid()
    {
        const auto result = check(QStringLiteral(" not a relay "));
        QCOMPARE(engine::relayCheckName(result.outcome), QStringLiteral("no_address"));
        QVERIFY(!result.words().isEmpty());
    }

    /// Whoever names a relay must not make us knock on doors at home.
    void strangersMayNotSendUsAnywhere()
    {
        FakeRelay relay;
        RelayCheckSettings settings;
        settings.from_strangers = true;
        for (const QString &url :
             {relay.url(), QStringLiteral("wss://localhost"), QStringLiteral("wss://192.168.1.1"),
              QStringLiteral("wss://relay.example:8443")}) {
            const auto result = check(url, settings);
            QCOMPARE(engine::relayCheckName(result.outcome), QStringLiteral("not_public"));
            QVERIFY(!result.detail.isEmpty());
        }
        QCOMPARE(relay.connections, 0);
    }

    void itMayBeLetGoAtAnyTime()
    {
        FakeRelay relay;
        for (int ms = 0; ms < 40; ms += 5) {
            RelayCheck one(relay.url());
            QTest::qWait(ms);
        }
    }
};
DVMDASH_TEST(RelayCheckTest)

class RelayDiscoveryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reportsAreGatheredAndVerified()
    {
        FakeRelay first;
        FakeRelay second;
        const auto good = signedEvent(1, 30'166, ago(60), {{"d", "wss://relay.example.org"}, {"k", "5000"}});
        const auto home = signedEvent(1, 30'166, ago(60), {{"d", "ws://127.0.0.1:80"}});
        auto forged = signedEvent(1, 30'166, ago(60), {{"d", "wss://forged.example.org"}});
        forged.tags[0][1] = "wss://other.example.org";
        const auto again = signedEvent(2, 30'166, ago(60), {{"d", "wss://relay.example.org"}});
        first.onRequest = [&](const nostr::ReqMessage &request) {
            for (const auto &event : {good, home, forged})
                first.send(nostr::eventFrame(request.subscription, event));
            first.eose(request.subscription);
        };
        second.onRequest = [&](const nostr::ReqMessage &request) {
            QVERIFY(nostr::matchesAny(request.filters, again));
            QVERIFY(nostr::matchesAny(request.filters, signedEvent(1, 10'166, ago(60), {})));
            second.send(nostr::eventFrame(request.subscription, again));
            second.eose(request.subscription);
        };
        RelayDiscovery discovery({first.url(), second.url(), QStringLiteral("ws://127.0.0.1:1")});
        QSignalSpy finished(&discovery, &RelayDiscovery::finished);
        QVERIFY(finished.wait(patience));
        const auto relays = discovery.relays();
        QCOMPARE(relays.size(), std::size_t(1));
        QCOMPARE(relays[0].newest.url, QStringLiteral("wss://relay.example.org"));
        QCOMPARE(relays[0].monitors, 2);
        QCOMPARE(discovery.leftOut(), 1);
        QCOMPARE(discovery.asked(), 3);
        QCOMPARE(discovery.answered(), 2);
        QVERIFY(discovery.isOver());
    }

    void withoutARelayThereIsNothingToFind()
    {
        RelayDiscovery discovery({});
        QSignalSpy finished(&discovery, &RelayDiscovery::finished);
        QVERIFY(finished.wait(patience));
        QVERIFY(discovery.relays().empty());
    }
};
DVMDASH_TEST(RelayDiscoveryTest)

#include "relay_check_test.moc"
