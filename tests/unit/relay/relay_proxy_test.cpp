// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "support/certificate.h"
#include "support/fake_relay.h"
#include "support/socks_server.h"
#include "support/test_main.h"

#include <QSignalSpy>

using namespace dvmdash;
using http::Proxies;
using relay::CoverageSpan;
using relay::LinkState;
using relay::LinkTrouble;
using test::FakeRelay;
using test::jobsSubscription;
using test::onlyStatus;
using test::SocksServer;

namespace
{

const QString onion = QStringLiteral("dvmdashdvmdashdvmdashdvmdash.onion");

/// Failures are to be read, not to be tried again at once.
relay::RelayLimits patientLimits()
{
    auto limits = test::testLimits();
    limits.backoff_first_ms = 60'000;
    limits.backoff_most_ms = 60'000;
    return limits;
}

struct Rig {
    test::RecordingSink sink;
    SocksServer proxy;
    FakeRelay server;
    relay::RelayPool pool;
    std::vector<CoverageSpan> spans;

    explicit Rig(const relay::RelayLimits &limits = test::testLimits())
        : pool(sink, limits)
    {
        QObject::connect(&pool, &relay::RelayPool::coverageGrew, &pool,
                         [this](const CoverageSpan &span) { spans.push_back(span); });
        pool.setSubscriptions({jobsSubscription(1)});
    }
    void goThroughProxy() { pool.setProxies({*http::proxyFromText(proxy.text()), {}}); }
    void goThroughTor()
    {
        pool.setProxies({*http::proxyFromText(QStringLiteral("none")),
                         http::torFromText(QStringLiteral("127.0.0.1:%1").arg(proxy.port()))});
    }
    void listenTo(const QString &host)
    {
        pool.setRelays(test::relaysNamed({QStringLiteral("ws://%1:%2").arg(host).arg(server.port())}));
    }
    relay::RelayStatus status() const { return onlyStatus(pool); }
};

} // namespace

class RelayProxyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theProxyResolvesAndConnects_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("known");
        QTest::addColumn<QString>("asked");
        QTest::addRow("name") << "relay.only-the-proxy-knows.invalid"
                              << "relay.only-the-proxy-knows.invalid"
                              << "domain relay.only-the-proxy-knows.invalid";
        QTest::addRow("IPv4") << "192.0.2.7"
                              << "192.0.2.7"
                              << "ipv4 192.0.2.7";
        QTest::addRow("IPv6") << "[2001:db8::7]"
                              << "2001:db8::7"
                              << "ipv6 2001:db8::7";
    }
    void theProxyResolvesAndConnects()
    {
        QFETCH(const QString, host);
        QFETCH(const QString, known);
        QFETCH(const QString, asked);
        Rig rig;
        rig.proxy.lead(known, rig.server.port());
        rig.goThroughProxy();
        rig.listenTo(host);
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        QCOMPARE(rig.proxy.asked, QStringList{asked});
        rig.server.event("jobs", 2);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QTRY_VERIFY(!rig.spans.empty());
    }

    void encryptedToo()
    {
        const auto tls = test::serverTls({"192.0.2.7", -3600, 3600});
        const test::Trust trust(tls.localCertificate());
        FakeRelay server(0, tls);
        Rig rig;
        rig.proxy.lead(QStringLiteral("192.0.2.7"), server.port());
        rig.goThroughProxy();
        rig.pool.setRelays(test::relaysNamed({QStringLiteral("wss://192.0.2.7:%1").arg(server.port())}));
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        QCOMPARE(rig.proxy.asked, QStringList{QStringLiteral("ipv4 192.0.2.7")});
    }

    void informationGoesTheSameWay()
    {
        auto limits = test::testLimits();
        limits.fetch_information = true;
        Rig rig(limits);
        rig.server.setLimitation("{}");
        rig.proxy.lead(QStringLiteral("relay.invalid"), rig.server.port());
        rig.goThroughProxy();
        rig.listenTo(QStringLiteral("relay.invalid"));
        QTRY_VERIFY(rig.status().information);
        QCOMPARE(rig.proxy.asked, (QStringList{QStringLiteral("domain relay.invalid"),
                                               QStringLiteral("domain relay.invalid")}));
    }

    void whatIsOnThisComputerIsReachedDirectly()
    {
        Rig rig;
        rig.goThroughProxy();
        rig.listenTo(QStringLiteral("127.0.0.1"));
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        QVERIFY(rig.proxy.asked.isEmpty());
    }

    void onionThroughTor()
    {
        auto limits = test::testLimits();
        limits.fetch_information = true;
        Rig rig(limits);
        rig.server.setLimitation("{}");
        rig.proxy.lead(onion, rig.server.port());
        rig.goThroughTor();
        rig.listenTo(onion);
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        QTRY_VERIFY(rig.status().information);
        for (const QString &asked : std::as_const(rig.proxy.asked))
            QCOMPARE(asked, QStringLiteral("domain ") + onion);
    }

    void onionWithoutTorIsAskedOfNobody()
    {
        Rig rig(patientLimits());
        rig.pool.setProxies({*http::proxyFromText(QStringLiteral("none")), {}});
        QSignalSpy network(&rig.pool, &relay::RelayPool::networkChanged);
        rig.listenTo(onion);
        QTRY_COMPARE(rig.status().state, LinkState::Waiting);
        QCOMPARE(rig.status().trouble, LinkTrouble::NeedsTor);
        QVERIFY2(rig.status().detail.contains(QLatin1String("Start Tor")), qPrintable(rig.status().detail));
        QTRY_VERIFY(!network.isEmpty());
        QCOMPARE(network.last().first().value<relay::NetworkState>().needs_tor, 1);
        QCOMPARE(rig.server.connections, 0);
        QVERIFY(rig.spans.empty());
        // Once it is chosen the relay is there at once, however long it would have been waited for.
        rig.proxy.lead(onion, rig.server.port());
        rig.goThroughTor();
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        QTRY_COMPARE(network.last().first().value<relay::NetworkState>().needs_tor, 0);
    }

    void anotherWayIsTakenAtOnce()
    {
        Rig rig;
        FakeRelay other;
        rig.proxy.lead(QStringLiteral("relay.invalid"), rig.server.port());
        rig.goThroughProxy();
        rig.listenTo(QStringLiteral("relay.invalid"));
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        SocksServer second;
        second.lead(QStringLiteral("relay.invalid"), other.port());
        rig.pool.setProxies({*http::proxyFromText(second.text()), {}});
        QTRY_COMPARE(other.connections, 1);
        QTRY_COMPARE(rig.status().state, LinkState::Live);
        QCOMPARE(rig.server.connections, 1);
    }

    void aProxyThatIsDownIsSaid()
    {
        Rig rig(patientLimits());
        quint16 unused = 0;
        {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            unused = server.serverPort();
        }
        rig.pool.setProxies({*http::proxyFromText(QStringLiteral("socks5://127.0.0.1:%1").arg(unused)), {}});
        QSignalSpy network(&rig.pool, &relay::RelayPool::networkChanged);
        rig.listenTo(QStringLiteral("relay.invalid"));
        QTRY_COMPARE(rig.status().state, LinkState::Waiting);
        QCOMPARE(rig.status().trouble, LinkTrouble::Proxy);
        const QString detail = rig.status().detail;
        QVERIFY2(detail.contains(QLatin1String("Nothing listens at the proxy")), qPrintable(detail));
        QVERIFY2(detail.contains(QStringLiteral("socks5://127.0.0.1:%1").arg(unused)), qPrintable(detail));
        QTRY_VERIFY(!network.isEmpty());
        QCOMPARE(network.last().first().value<relay::NetworkState>().behind_proxy, 1);
        QVERIFY(rig.spans.empty());
        QCOMPARE(rig.server.connections, 0); // nothing goes another way
    }

    void aProxyThatRefusesIsSaid_data()
    {
        QTest::addColumn<int>("code"); // RFC 1928, section 6
        QTest::addColumn<QString>("words");
        QTest::addRow("failure") << 1 << "did not reach relay.invalid";
        QTest::addRow("not allowed") << 2 << "did not reach relay.invalid";
        QTest::addRow("network unreachable") << 3 << "did not reach relay.invalid";
        QTest::addRow("host unreachable") << 4 << "did not reach relay.invalid";
        QTest::addRow("refused") << 5 << "did not reach relay.invalid";
        QTest::addRow("unknown code") << 77 << "relay.invalid";
    }
    void aProxyThatRefusesIsSaid()
    {
        QFETCH(const int, code);
        QFETCH(const QString, words);
        Rig rig(patientLimits());
        rig.proxy.refuseWith(static_cast<std::uint8_t>(code));
        rig.goThroughProxy();
        rig.listenTo(QStringLiteral("relay.invalid"));
        QTRY_COMPARE(rig.status().state, LinkState::Waiting);
        QCOMPARE(rig.status().trouble, LinkTrouble::Proxy);
        QVERIFY2(rig.status().detail.contains(words), qPrintable(rig.status().detail));
        QVERIFY(rig.spans.empty());
        QCOMPARE(rig.server.connections, 0);
    }

    void whatIsNoProxyIsSaid()
    {
        test::RawServer web(test::RawServer::saysAndCloses("HTTP/1.1 400 Bad Request\r\n\r\n"));
        Rig rig(patientLimits());
        rig.pool.setProxies(
            {*http::proxyFromText(QStringLiteral("socks5://127.0.0.1:%1").arg(web.port())), {}});
        rig.listenTo(QStringLiteral("relay.invalid"));
        QTRY_COMPARE(rig.status().state, LinkState::Waiting);
        QCOMPARE(rig.status().trouble, LinkTrouble::Proxy);
        QVERIFY2(rig.status().detail.contains(QLatin1String("The proxy (socks5://127.0.0.1:")),
                 qPrintable(rig.status().detail));
    }

    void anHttpProxyIsAskedForATunnel()
    {
        QByteArray asked;
        test::RawServer proxy([&asked](QTcpSocket &socket, const QByteArray &data) {
            asked += data;
            socket.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            socket.disconnectFromHost();
        });
        Rig rig(patientLimits());
        rig.pool.setProxies(
            {*http::proxyFromText(QStringLiteral("http://127.0.0.1:%1").arg(proxy.port())), {}});
        rig.listenTo(QStringLiteral("relay.invalid"));
        QTRY_COMPARE(rig.status().state, LinkState::Waiting);
        QVERIFY2(asked.startsWith(QLatin1String("CONNECT relay.invalid:")), asked.constData());
        QVERIFY2(rig.status().detail.contains(QLatin1String("The proxy (http://127.0.0.1:")),
                 qPrintable(rig.status().detail));
    }
};

DVMDASH_TEST(RelayProxyTest)

#include "relay_proxy_test.moc"
