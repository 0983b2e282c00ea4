// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkProxy>
#include <QString>
#include <QUrl>

#include <optional>

namespace dvmdash::http
{

/// A way out of this computer, as a person chooses it.
struct ProxyChoice {
    enum class Kind {
        System, ///< what the system says for each address, which may be none
        None,
        Socks5, ///< names are resolved there
        Http,   ///< the same; connections are tunnelled (CONNECT)
    };
    Kind kind = Kind::System;
    QString host; ///< of Socks5 and Http
    quint16 port = 0;
    bool operator==(const ProxyChoice &) const = default;
};
/// "system", "none", "socks5://host:port" or "http://host:port"; an IPv6 address in brackets.
QString proxyText(const ProxyChoice &choice);
/// Reads the same. Nothing, with `error` saying what to do, for anything else; user names and passwords are
/// refused, since they would have to be kept.
std::optional<ProxyChoice> proxyFromText(const QString &text, QString *error = nullptr);
/// Reads "host:port" of Tor, with or without "socks5://".
std::optional<ProxyChoice> torFromText(const QString &text, QString *error = nullptr);

/// All that is chosen: followed by relays, NIP-11 and lookups alike.
struct Proxies {
    ProxyChoice usual;
    /// Where .onion addresses go, Socks5; nothing: as all others, where these go through a proxy that may
    /// know such names, else nowhere.
    std::optional<ProxyChoice> tor;
    bool operator==(const Proxies &) const = default;
};

/// Where Tor listens unless it was told otherwise.
inline constexpr quint16 usualTorPort = 9050;

/// True for names that only Tor knows. They are never asked of a name server.
bool isOnion(const QString &host);

/// How an address is reached. Those of this computer itself are never sent through a proxy.
struct Way {
    bool is_closed = false; ///< an .onion address, and nothing that leads there
    QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::NoProxy);
    QString name; ///< of the proxy, for people; empty: there is none
    bool isDirect() const { return !is_closed && name.isEmpty(); }
    /// The name of the host is resolved there and nowhere else.
    bool resolves() const
    {
        return !name.isEmpty() && proxy.capabilities().testFlag(QNetworkProxy::HostNameLookupCapability);
    }
};
/// May ask the system, which can take a moment on some. Any scheme of relays or the web.
Way wayTo(const QUrl &url, const Proxies &proxies);

/// The same for a QNetworkAccessManager, which owns it. What is_closed is sent nowhere.
class ProxyFactory : public QNetworkProxyFactory
{
public:
    explicit ProxyFactory(const Proxies &proxies)
        : m_proxies(proxies)
    {
    }
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;

private:
    const Proxies m_proxies;
};

} // namespace dvmdash::http
