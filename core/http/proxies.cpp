// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/proxies.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace dvmdash::http
{

namespace
{

constexpr int usualSocksPort = 1080;
constexpr qsizetype longestText = 300;

QString tr(const char *text)
{
    return QCoreApplication::translate("proxies", text);
}

std::optional<ProxyChoice> fail(QString *error, const QString &words)
{
    if (error)
        *error = words;
    return std::nullopt;
}

bool isThisComputer(const QString &host)
{
    return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
           QHostAddress(host).isLoopback();
}

QString hostAndPort(const QString &host, int port)
{
    const QString written =
        host.contains(QLatin1Char(':')) ? QLatin1Char('[') + host + QLatin1Char(']') : host;
    return written + QLatin1Char(':') + QString::number(port);
}

Way through(const ProxyChoice &choice, const QString &name)
{
    const auto type =
        choice.kind == ProxyChoice::Kind::Socks5 ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy;
    return {false, QNetworkProxy(type, choice.host, choice.port), name};
}

/// Systems know rules for web addresses; of a relay's they may know nothing.
QUrl webAddress(const QUrl &url)
{
    QUrl web(url);
    if (web.scheme() == QLatin1String("wss"))
        web.setScheme(QStringLiteral("https"));
    else if (web.scheme() == QLatin1String("ws"))
        web.setScheme(QStringLiteral("http"));
    return web;
}

Way systemWay(const QUrl &url)
{
    const auto proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(webAddress(url)));
    QNetworkProxy proxy = proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.front();
    if (proxy.type() == QNetworkProxy::NoProxy || proxy.type() == QNetworkProxy::DefaultProxy)
        return {};
    if (proxy.type() == QNetworkProxy::HttpCachingProxy)
        proxy.setType(QNetworkProxy::HttpProxy); // a WebSocket needs a tunnel
    return {false, proxy, tr("of this system, %1").arg(hostAndPort(proxy.hostName(), proxy.port()))};
}

Way closedWay()
{
    Way way;
    way.is_closed = true;
    return way;
}

} // namespace

QString proxyText(const ProxyChoice &choice)
{
    switch (choice.kind) {
    case ProxyChoice::Kind::System:
        return QStringLiteral("system");
    case ProxyChoice::Kind::None:
        return QStringLiteral("none");
    case ProxyChoice::Kind::Socks5:
        return QStringLiteral("socks5://") + hostAndPort(choice.host, choice.port);
    case ProxyChoice::Kind::Http:
        return QStringLiteral("http://") + hostAndPort(choice.host, choice.port);
    }
    return {};
}

std::optional<ProxyChoice> proxyFromText(const QString &text, QString *error)
{
    const QString typed = text.trimmed();
    if (typed == QLatin1String("system"))
        return ProxyChoice{};
    if (typed == QLatin1String("none"))
        return ProxyChoice{ProxyChoice::Kind::None, {}, 0};
    const QUrl url(typed, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool isSocks = scheme == QLatin1String("socks5") || scheme == QLatin1String("socks5h");
    if (!url.isValid() || (!isSocks && scheme != QLatin1String("http")) || url.host().isEmpty() ||
        typed.size() > longestText)
        return fail(error,
                    tr("Write a proxy as socks5://host:port or http://host:port, or write none or system."));
    if (!url.userInfo().isEmpty())
        return fail(error,
                    tr("A proxy with a user name or password cannot be chosen here, for it would have to be "
                       "kept. Set it up as the proxy of the system."));
    const bool isBare =
        (url.path().isEmpty() || url.path() == QLatin1String("/")) && !url.hasQuery() && !url.hasFragment();
    const int port = url.port(isSocks ? usualSocksPort : 0);
    if (!isBare || port <= 0)
        return fail(error, tr("A proxy is a host and a port, such as socks5://127.0.0.1:1080."));
    return ProxyChoice{isSocks ? ProxyChoice::Kind::Socks5 : ProxyChoice::Kind::Http, url.host(),
                       static_cast<quint16>(port)};
}

std::optional<ProxyChoice> torFromText(const QString &text, QString *error)
{
    const QString typed = text.trimmed();
    const QString scheme = QStringLiteral("socks5://");
    const QUrl url(typed.startsWith(scheme) ? typed : scheme + typed, QUrl::StrictMode);
    auto choice = url.port() > 0 ? proxyFromText(url.toString()) : std::nullopt;
    if (!choice || choice->kind != ProxyChoice::Kind::Socks5)
        return fail(error, tr("Write where Tor listens as host:port, such as 127.0.0.1:9050."));
    return choice;
}

bool isOnion(const QString &host)
{
    QString name = host.toLower();
    if (name.endsWith(QLatin1Char('.')))
        name.chop(1);
    return name == QLatin1String("onion") || name.endsWith(QLatin1String(".onion"));
}

Way wayTo(const QUrl &url, const Proxies &proxies)
{
    const QString host = url.host();
    if (isThisComputer(host))
        return {};
    const bool isForTor = isOnion(host);
    if (isForTor && proxies.tor)
        return through(*proxies.tor, tr("Tor at %1").arg(hostAndPort(proxies.tor->host, proxies.tor->port)));
    switch (proxies.usual.kind) {
    case ProxyChoice::Kind::None:
        return isForTor ? closedWay() : Way{};
    case ProxyChoice::Kind::Socks5:
    case ProxyChoice::Kind::Http:
        return through(proxies.usual, proxyText(proxies.usual));
    case ProxyChoice::Kind::System:
        break;
    }
    const Way way = systemWay(url);
    // Whatever else the system has would only learn the name.
    const bool mayKnow = way.resolves() && way.proxy.type() == QNetworkProxy::Socks5Proxy;
    return isForTor && !mayKnow ? closedWay() : way;
}

QList<QNetworkProxy> ProxyFactory::queryProxy(const QNetworkProxyQuery &query)
{
    const QUrl url = query.url();
    const Way way = wayTo(url, m_proxies);
    // Nothing listens at port 0, and no name is looked up for it.
    if (way.is_closed)
        return {QNetworkProxy(QNetworkProxy::Socks5Proxy, QStringLiteral("127.0.0.1"), 0)};
    return {way.proxy};
}

} // namespace dvmdash::http
