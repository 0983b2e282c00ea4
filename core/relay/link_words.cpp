// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/link_words.h"

#include <QRegularExpression>
#include <QStringList>

namespace dvmdash::relay
{
namespace
{

constexpr int longestRelayText = 300;

QString hostAndPort(const QUrl &url)
{
    const int port = url.port(url.scheme() == QLatin1String("wss") ? 443 : 80);
    const QString host = url.host();
    const bool isIpv6 = host.contains(QLatin1Char(':'));
    return (isIpv6 ? QLatin1Char('[') + host + QLatin1Char(']') : host) + QLatin1Char(':') +
           QString::number(port);
}

int secondsOf(std::int64_t ms)
{
    return static_cast<int>((ms + 500) / 1000);
}

} // namespace

int LinkWords::statusIn(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\b([1-5][0-9][0-9]) \\("));
    const auto match = pattern.match(text);
    return match.hasMatch() ? match.captured(1).toInt() : 0;
}

QString LinkWords::fromRelay(const QString &text)
{
    QString clean;
    for (const QChar c : text.left(longestRelayText)) {
        const bool hidden = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
        clean += hidden ? QLatin1Char(' ') : c;
    }
    clean = clean.simplified();
    if (text.size() > longestRelayText)
        clean += QChar(0x2026);
    return clean;
}

QString LinkWords::urlEmpty()
{
    return tr("Type the address of a relay, for example wss://relay.example.");
}

QString LinkWords::urlUnreadable(const QString &text)
{
    return tr("\"%1\" is no relay address. Write it like wss://relay.example.").arg(fromRelay(text));
}

QString LinkWords::urlScheme(const QString &scheme)
{
    return tr("A relay address begins with wss:// (or ws:// without encryption), not with %1://.")
        .arg(fromRelay(scheme));
}

QString LinkWords::urlUser()
{
    return tr("A relay address holds no user name or password. Take out the part before the @.");
}

QString LinkWords::listNotJson(const QString &problem, int offset)
{
    return tr("The relay list is no JSON: %1 at byte %2.").arg(problem).arg(offset);
}

QString LinkWords::listNotArray()
{
    return tr("The relay list must be a JSON array of addresses or of objects with \"url\" and \"enabled\".");
}

QString LinkWords::listEntry(int number, const QString &problem)
{
    return tr("Entry %1 of the relay list: %2").arg(number).arg(problem);
}

QString LinkWords::listLine(int number, const QString &problem)
{
    return tr("Line %1 of the relay list: %2").arg(number).arg(problem);
}

QString LinkWords::listEnabled()
{
    return tr("\"enabled\" must be true or false.");
}

QString LinkWords::listNoUrl()
{
    return tr("It must be an address, or an object whose \"url\" is one.");
}

QString LinkWords::listTooLarge(std::int64_t cap_bytes)
{
    return tr("It is over %1 KiB, which no relay list is.").arg(cap_bytes / 1024);
}

QString LinkWords::listUnusable(const QString &path, const QString &problem)
{
    return tr("The kept relay list %1 cannot be used. %2").arg(path, problem);
}

QString LinkWords::listUnsaved(const QString &path, const QString &problem)
{
    return tr("The relay list could not be saved to %1: %2.").arg(path, problem);
}

QString LinkWords::connectTimeout(std::int64_t ms)
{
    return tr("No answer within %1 s. The relay may be down or overloaded, or a firewall drops the "
              "connection.")
        .arg(secondsOf(ms));
}

QString LinkWords::silent(std::int64_t ms)
{
    return tr("The relay was silent for %1 s and did not answer a ping, so the connection was given up.")
        .arg(secondsOf(ms));
}

QString LinkWords::diedInSleep()
{
    return tr("The connection did not outlive the sleep, or the change of network. It is made anew.");
}

QString LinkWords::frameTooLarge(std::int64_t cap_bytes)
{
    return tr("The relay sent a message over the cap of %1 KiB, so the connection was closed.")
        .arg(cap_bytes / 1024);
}

QString LinkWords::notUtf8()
{
    return tr("The relay sent text that is no valid UTF-8, so the connection was closed.");
}

QString LinkWords::protocolError(const QString &reason)
{
    return tr("The connection was closed for a breach of the WebSocket protocol (code 1002): %1")
        .arg(fromRelay(reason));
}

QString LinkWords::unfinished()
{
    return tr("The relay began a message and did not finish it in time, so the connection was closed.");
}

QString LinkWords::closedByRelay(int code, const QString &reason)
{
    const QString words = fromRelay(reason);
    if (words.isEmpty())
        return tr("The relay closed the connection (code %1).").arg(code);
    return tr("The relay closed the connection (code %1): %2").arg(code).arg(words);
}

QString LinkWords::socketError(QAbstractSocket::SocketError error, const QString &text, const QUrl &url,
                               bool connected)
{
    if (const int status = statusIn(text))
        return httpStatus(status);
    if (error == QAbstractSocket::HostNotFoundError)
        return tr("No server of the name %1 is known. Check the address and your network (DNS).")
            .arg(url.host());
    if (error == QAbstractSocket::ConnectionRefusedError && !connected)
        return tr("%1 refused the connection: no relay listens there. Check the address, or wait until it is "
                  "back.")
            .arg(hostAndPort(url));
    if (error == QAbstractSocket::RemoteHostClosedError)
        return tr("The server closed the connection without a word.");
    if (error == QAbstractSocket::SocketTimeoutError)
        return tr("%1 did not answer in time. The relay may be down, or a firewall drops the connection.")
            .arg(hostAndPort(url));
    if (error == QAbstractSocket::NetworkError)
        return tr("The network cannot be reached (%1). Check your connection.").arg(fromRelay(text));
    if (error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::SslInternalError)
        return tr("The encrypted connection could not be made (%1). If this relay has no TLS, its address "
                  "begins "
                  "with ws://.")
            .arg(fromRelay(text));
    if (error == QAbstractSocket::ConnectionRefusedError)
        return tr("The server at %1 speaks no WebSocket (%2). Check the address.")
            .arg(hostAndPort(url), fromRelay(text));
    return tr("The connection failed: %1").arg(fromRelay(text));
}

QString LinkWords::proxyError(QAbstractSocket::SocketError error, const QString &text, const QUrl &url,
                              const QString &way)
{
    if (const int status = statusIn(text))
        return httpStatus(status);
    if (error == QAbstractSocket::ProxyConnectionRefusedError)
        return tr("Nothing listens at the proxy (%1). Start it, or choose another way.").arg(way);
    if (error == QAbstractSocket::ProxyNotFoundError)
        return tr("The proxy (%1) has a name that is not known. Check the choice.").arg(way);
    if (error == QAbstractSocket::ProxyConnectionTimeoutError ||
        error == QAbstractSocket::ProxyConnectionClosedError)
        return tr("The proxy (%1) does not answer, or breaks off. Check whether it works, and its kind.")
            .arg(way);
    if (error == QAbstractSocket::ProxyAuthenticationRequiredError)
        return tr("The proxy (%1) asks for a user name and a password, which are not kept here.").arg(way);
    if (error == QAbstractSocket::ProxyProtocolError)
        return tr("The proxy (%1) refuses, or is of another kind (%2). Check the choice.")
            .arg(way, fromRelay(text));
    if (error == QAbstractSocket::RemoteHostClosedError)
        return tr("The connection through the proxy (%1) was closed without a word.").arg(way);
    return tr("The proxy (%1) did not reach %2 (%3). The relay may be down, or the proxy has no way there.")
        .arg(way, hostAndPort(url), fromRelay(text));
}

QString LinkWords::needsTor()
{
    return tr(
        "An .onion relay is reached through Tor only. Start Tor and say where it listens (Connection, or "
        "--tor); until then its name is asked of nobody.");
}

QString LinkWords::tls(const QList<QSslError> &errors, const QUrl &url)
{
    QStringList words;
    for (const QSslError &error : errors) {
        QString one;
        if (error.error() == QSslError::HostNameMismatch)
            one = tr("it is made out for another name than %1").arg(url.host());
        else if (error.error() == QSslError::CertificateExpired)
            one = tr("it expired on %1")
                      .arg(error.certificate().expiryDate().toUTC().date().toString(Qt::ISODate));
        else if (error.error() == QSslError::CertificateNotYetValid)
            one = tr("it is not valid yet (is this computer's clock right?)");
        else if (error.error() == QSslError::SelfSignedCertificate ||
                 error.error() == QSslError::SelfSignedCertificateInChain)
            one = tr("it is self-signed");
        else if (error.error() == QSslError::UnableToGetLocalIssuerCertificate ||
                 error.error() == QSslError::UnableToGetIssuerCertificate ||
                 error.error() == QSslError::UnableToVerifyFirstCertificate ||
                 error.error() == QSslError::CertificateUntrusted)
            one = tr("the authority that signed it is unknown here");
        else if (error.error() == QSslError::CertificateRevoked)
            one = tr("it was revoked");
        else
            one = fromRelay(error.errorString());
        if (!words.contains(one))
            words.append(one);
    }
    return tr("The relay's certificate cannot be trusted: %1. The connection was not made; ask the relay's "
              "operator.")
        .arg(words.join(QStringLiteral("; ")));
}

QString LinkWords::httpStatus(int status)
{
    if (status == 401 || status == 403)
        return tr("The server forbids the connection (HTTP %1). It may be private, or block your address.")
            .arg(status);
    if (status == 402)
        return tr("The server asks for payment before it lets anyone in (HTTP %1).").arg(status);
    if (status == 404 || status == 410)
        return tr("There is no relay at this path (HTTP %1). Check the address.").arg(status);
    if (status == 429)
        return tr("The server says there were too many connections (HTTP %1). It is tried again later.")
            .arg(status);
    if (status >= 300 && status < 400)
        return tr("The server points to another address (HTTP %1). Look up the relay's present address.")
            .arg(status);
    if (status >= 500)
        return tr("The server works but its relay does not (HTTP %1). It is tried again later.").arg(status);
    return tr("The server answered like a web site, not like a relay (HTTP %1). Check the address.")
        .arg(status);
}

QString LinkWords::refused(const std::string &subscription, nostr::RelayPrefix prefix, const QString &text)
{
    const QString id = fromRelay(QString::fromStdString(subscription));
    const QString words = fromRelay(text);
    const QString what = words.isEmpty()
                             ? tr("The relay closed subscription \"%1\" without a reason.").arg(id)
                             : tr("The relay closed subscription \"%1\": %2").arg(id, words);
    switch (prefix) {
    case nostr::RelayPrefix::AuthRequired:
        return what + QLatin1Char(' ') + tr("It answers only those who log in with a key (NIP-42).");
    case nostr::RelayPrefix::Restricted:
    case nostr::RelayPrefix::Blocked:
        return what + QLatin1Char(' ') + tr("It does not serve this user or this address.");
    case nostr::RelayPrefix::Invalid:
    case nostr::RelayPrefix::Pow:
        return what + QLatin1Char(' ') + tr("It does not accept what was asked.");
    case nostr::RelayPrefix::RateLimited:
    case nostr::RelayPrefix::Error:
    case nostr::RelayPrefix::Duplicate:
    case nostr::RelayPrefix::Other:
        return what + QLatin1Char(' ') + tr("It is asked again after a while.");
    }
    return what;
}

QString LinkWords::narrowed(std::size_t form, const QString &text)
{
    const QString what = form > 1 ? tr("the known kinds from and to the known DVMs") : tr("the known kinds");
    const QString words = fromRelay(text);
    if (words.isEmpty())
        return tr("The relay refuses to be asked for all kinds at once, as was seen before. It is asked for "
                  "%1 alone, so its silence proves nothing.")
            .arg(what);
    return tr("The relay refused to be asked for all kinds at once (\"%1\"). It is asked for %2 alone, so "
              "its "
              "silence proves nothing.")
        .arg(words, what);
}

QString LinkWords::notAsked(const std::string &subscription, const QString &why)
{
    return tr("The relay is not asked for \"%1\": %2.")
        .arg(fromRelay(QString::fromStdString(subscription)), why);
}

QString LinkWords::keyRefused(const QString &text)
{
    const QString words = fromRelay(text);
    return words.isEmpty() ? tr("The relay does not accept the key for logging in.")
                           : tr("The relay does not accept the key for logging in: %1").arg(words);
}

QString LinkWords::tooLong(std::size_t bytes, int most_bytes)
{
    return tr("its own description (NIP-11) allows messages of %1 bytes, this would be one of %2")
        .arg(most_bytes)
        .arg(bytes);
}

QString LinkWords::tooManyFilters(std::size_t filters, int most_filters)
{
    return tr("its own description (NIP-11) allows %1 filters at once, these would be %2")
        .arg(most_filters)
        .arg(filters);
}

QString LinkWords::swallows()
{
    return tr("it answered that it has nothing, and gave an event of it when asked for a few kinds");
}

QString LinkWords::noEose(const std::string &subscription, std::int64_t ms)
{
    return tr("No end of stored events (EOSE) for subscription \"%1\" within %2 s. New events are taken as "
              "they come, "
              "but silence of this relay proves nothing.")
        .arg(fromRelay(QString::fromStdString(subscription)))
        .arg(secondsOf(ms));
}

QString LinkWords::challenged()
{
    return tr("The relay asks to log in with a key (NIP-42); without one it may hold events back.");
}

QString LinkWords::misconduct(Conduct::Fault fault, std::int64_t refused, const ConductLimits &limits)
{
    switch (fault) {
    case Conduct::Fault::Chatter:
        return tr("The relay sent over %L1 messages within %2 s that are no events (notices, requests to log "
                  "in, pings and the like). It is left alone for a while.")
            .arg(limits.most_chatter)
            .arg(secondsOf(limits.window_ms));
    case Conduct::Fault::Refused:
        return tr("Within %1 s %L2 messages of the relay were refused, most of what it sent: forged, broken, "
                  "or not asked for. It is left alone for a while.")
            .arg(secondsOf(limits.window_ms))
            .arg(refused);
    case Conduct::Fault::Repeats:
        return tr("Within %1 s the relay sent over %L2 events that it had sent before. It is left alone for a "
                  "while.")
            .arg(secondsOf(limits.window_ms))
            .arg(limits.most_repeats);
    case Conduct::Fault::Pieces:
        return tr("The relay sent one message in over %L1 pieces. It is left alone for a while.")
            .arg(limits.most_pieces);
    case Conduct::Fault::Unread:
        return tr("The relay does not read what it is sent, so answers to it pile up. It is left alone for "
                  "a while.");
    }
    return {};
}

QString LinkWords::shortLinks(int links, const QString &last)
{
    return tr("The relay was connected %1 times in a row and lost soon after, so it is left alone for a "
              "while. The last time: %2")
        .arg(links)
        .arg(last);
}

} // namespace dvmdash::relay
