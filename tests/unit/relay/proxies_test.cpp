// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/proxies.h"
#include "support/test_main.h"

#include <QScopeGuard>

using namespace dvmdash;
using http::Proxies;
using http::ProxyChoice;
using Kind = http::ProxyChoice::Kind;

namespace
{

http::Way wayOf(const char *url, const char *usual, const char *tor = nullptr)
{
    Proxies proxies;
    proxies.usual = *http::proxyFromText(QString::fromLatin1(usual));
    if (tor)
        proxies.tor = http::torFromText(QString::fromLatin1(tor));
    return http::wayTo(QUrl(QString::fromLatin1(url)), proxies);
}

QString text(const http::Way &way)
{
    if (way.is_closed)
        return QStringLiteral("closed");
    if (way.isDirect())
        return way.proxy.type() == QNetworkProxy::NoProxy ? QStringLiteral("direct") : QStringLiteral("?");
    const bool isSocks = way.proxy.type() == QNetworkProxy::Socks5Proxy;
    return QStringLiteral("%1 %2 %3%4")
        .arg(isSocks ? QStringLiteral("socks") : QStringLiteral("http"), way.proxy.hostName())
        .arg(way.proxy.port())
        .arg(way.resolves() ? QStringLiteral(" resolves") : QString());
}

} // namespace

class ProxiesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void choicesAreReadAndWritten()
    {
        QCOMPARE(http::proxyFromText(QStringLiteral("system")), ProxyChoice{});
        QCOMPARE(http::proxyFromText(QStringLiteral(" none ")), (ProxyChoice{Kind::None, {}, 0}));
        QCOMPARE(http::proxyFromText(QStringLiteral("socks5://tor.lan:9050")),
                 (ProxyChoice{Kind::Socks5, QStringLiteral("tor.lan"), 9050}));
        QCOMPARE(http::proxyFromText(QStringLiteral("socks5h://127.0.0.1")),
                 (ProxyChoice{Kind::Socks5, QStringLiteral("127.0.0.1"), 1080}));
        QCOMPARE(http::proxyFromText(QStringLiteral("http://[::1]:8118/")),
                 (ProxyChoice{Kind::Http, QStringLiteral("::1"), 8118}));
        for (const char *one : {"system", "none", "socks5://tor.lan:9050", "http://[::1]:8118"})
            QCOMPARE(http::proxyText(*http::proxyFromText(QString::fromLatin1(one))),
                     QString::fromLatin1(one));
        QCOMPARE(http::torFromText(QStringLiteral("127.0.0.1:9050")),
                 (ProxyChoice{Kind::Socks5, QStringLiteral("127.0.0.1"), 9050}));
        QCOMPARE(http::torFromText(QStringLiteral("socks5://[::1]:9150")),
                 (ProxyChoice{Kind::Socks5, QStringLiteral("::1"), 9150}));
    }

    void whatIsNoProxyIsRefusedInWords_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *typed, const char *words) {
            QTest::addRow("%s", typed) << QString::fromLatin1(typed) << QString::fromLatin1(words);
        };
        row("", "socks5://host:port");
        row("tor", "socks5://host:port");
        row("127.0.0.1:9050", "socks5://host:port");
        row("ftp://proxy:1", "socks5://host:port");
        row("https://proxy:1", "socks5://host:port");
        row("http://proxy", "a host and a port");
        row("http://proxy:0", "a host and a port");
        row("http://proxy:8080/path", "a host and a port");
        row("socks5://me:secret@proxy:1080", "user name or password");
    }
    void whatIsNoProxyIsRefusedInWords()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, words);
        QString error;
        QVERIFY(!http::proxyFromText(typed, &error));
        QVERIFY2(error.contains(words), qPrintable(error));
        QVERIFY(!error.contains(QLatin1String("secret")));
    }

    void torNeedsAHostAndAPort()
    {
        for (const char *typed : {"", "127.0.0.1", ":9050", "http://127.0.0.1:9050", "none", "a b:9050"}) {
            QString error;
            QVERIFY2(!http::torFromText(QString::fromLatin1(typed), &error), typed);
            QVERIFY(error.contains(QLatin1String("127.0.0.1:9050")));
        }
    }

    void onionNames()
    {
        for (const char *host : {"a.onion", "A.ONION", "x.a.onion.", "onion"})
            QVERIFY2(http::isOnion(QString::fromLatin1(host)), host);
        for (const char *host : {"onion.example", "a.onion.example", "example", "", "aonion"})
            QVERIFY2(!http::isOnion(QString::fromLatin1(host)), host);
    }

    void ways()
    {
        const char *socks = "socks5://proxy.lan:1080";
        QCOMPARE(text(wayOf("wss://relay.example", "none")), QStringLiteral("direct"));
        QCOMPARE(text(wayOf("wss://relay.example", socks)), QStringLiteral("socks proxy.lan 1080 resolves"));
        QCOMPARE(text(wayOf("ws://192.0.2.1:7000", "http://proxy.lan:8118")),
                 QStringLiteral("http proxy.lan 8118 resolves"));
        // What is on this computer is never sent away.
        for (const char *here : {"ws://127.0.0.1:7000", "ws://127.9.9.9", "ws://[::1]:7000",
                                 "ws://localhost:1", "ws://a.localhost"})
            for (const char *usual : {socks, "http://proxy.lan:8118", "none", "system"})
                QCOMPARE(text(wayOf(here, usual)), QStringLiteral("direct"));
    }

    void onionGoesToTorOrNowhere()
    {
        const char *onion = "ws://abcdefghijklmnop.onion";
        const char *tor = "127.0.0.1:9050";
        QCOMPARE(text(wayOf(onion, "none")), QStringLiteral("closed"));
        for (const char *usual : {"none", "system", "http://proxy.lan:8118", "socks5://proxy.lan:1080"})
            QCOMPARE(text(wayOf(onion, usual, tor)), QStringLiteral("socks 127.0.0.1 9050 resolves"));
        QCOMPARE(text(wayOf(onion, "socks5://127.0.0.1:9050")),
                 QStringLiteral("socks 127.0.0.1 9050 resolves"));
        // Tor for .onion is not for the others.
        QCOMPARE(text(wayOf("wss://relay.example", "none", tor)), QStringLiteral("direct"));
    }

    void theSystemsChoiceIsFollowed()
    {
#if defined(Q_OS_LINUX)
        qputenv("http_proxy", "http://web.lan:3128");
        const auto after = qScopeGuard([] { qunsetenv("http_proxy"); });
        if (text(wayOf("wss://relay.example", "system")) == QLatin1String("direct"))
            QSKIP("This Qt asks another service than the environment");
        QCOMPARE(text(wayOf("wss://relay.example", "system")), QStringLiteral("http web.lan 3128 resolves"));
        QCOMPARE(text(wayOf("wss://relay.example", "none")), QStringLiteral("direct"));
        // It would only learn the name.
        QCOMPARE(text(wayOf("ws://abcdefghijklmnop.onion", "system")), QStringLiteral("closed"));
        qputenv("http_proxy", "socks5://tor.lan:9050");
        QCOMPARE(text(wayOf("ws://abcdefghijklmnop.onion", "system")),
                 QStringLiteral("socks tor.lan 9050 resolves"));
#endif
    }

    /// A QNetworkAccessManager has to be given something: it must lead nowhere and resolve nothing.
    void theFactoryKeepsOnionFromNameServers()
    {
        http::ProxyFactory factory({{Kind::None, {}, 0}, {}});
        const auto proxies =
            factory.queryProxy(QNetworkProxyQuery(QUrl(QStringLiteral("http://abcdefghijklmnop.onion/"))));
        QCOMPARE(proxies.size(), 1);
        QVERIFY(proxies.front().capabilities().testFlag(QNetworkProxy::HostNameLookupCapability));
        QCOMPARE(proxies.front().port(), 0);
    }
};

DVMDASH_TEST(ProxiesTest)

#include "proxies_test.moc"
