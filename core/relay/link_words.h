// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/message.h"
#include "relay/conduct.h"

#include <QAbstractSocket>
#include <QCoreApplication>
#include <QList>
#include <QSslError>
#include <QString>
#include <QUrl>

namespace dvmdash::relay
{

/// Every sentence this storey says to people, in one place: what happened and what to do about it. Text that
/// came from a relay is clipped and stripped of control and formatting characters before it goes in.
class LinkWords
{
    Q_DECLARE_TR_FUNCTIONS(dvmdash::relay::LinkWords)
public:
    static QString fromRelay(const QString &text);

    static QString urlEmpty();
    static QString urlUnreadable(const QString &text);
    static QString urlScheme(const QString &scheme);
    static QString urlUser();

    static QString listNotJson(const QString &problem, int offset);
    static QString listNotArray();
    static QString listEntry(int number, const QString &problem);
    static QString listLine(int number, const QString &problem);
    static QString listEnabled();
    static QString listNoUrl();
    static QString listTooLarge(std::int64_t cap_bytes);
    static QString listUnusable(const QString &path, const QString &problem);
    static QString listUnsaved(const QString &path, const QString &problem);

    static QString connectTimeout(std::int64_t ms);
    static QString silent(std::int64_t ms);
    static QString diedInSleep();
    static QString frameTooLarge(std::int64_t cap_bytes);
    static QString notUtf8();
    static QString protocolError(const QString &reason);
    static QString unfinished();
    static QString closedByRelay(int code, const QString &reason);
    /// `connected`: TCP stood when it happened, so it was the handshake that failed.
    static QString socketError(QAbstractSocket::SocketError error, const QString &text, const QUrl &url,
                               bool connected);
    /// `way`: how people call the proxy through which it went.
    static QString proxyError(QAbstractSocket::SocketError error, const QString &text, const QUrl &url,
                              const QString &way);
    static QString needsTor();
    static QString tls(const QList<QSslError> &errors, const QUrl &url);
    static QString httpStatus(int status);
    /// The status that a server gave in place of the WebSocket handshake; 0: none. Qt tells it in its error
    /// text alone.
    static int statusIn(const QString &text);

    static QString refused(const std::string &subscription, nostr::RelayPrefix prefix, const QString &text);
    static QString noEose(const std::string &subscription, std::int64_t ms);
    /// `form`: see Subscription::narrower. `text`: why, when that was heard on this connection.
    static QString narrowed(std::size_t form, const QString &text);
    static QString notAsked(const std::string &subscription, const QString &why);
    static QString keyRefused(const QString &text);
    /// Why a relay is not even asked.
    static QString tooLong(std::size_t bytes, int most_bytes);
    static QString tooManyFilters(std::size_t filters, int most_filters);
    /// It says that there is nothing where there is something.
    static QString swallows();
    static QString challenged();

    // Why a relay is quarantined.
    static QString misconduct(Conduct::Fault fault, std::int64_t refused, const ConductLimits &limits);
    static QString shortLinks(int links, const QString &last);
};

} // namespace dvmdash::relay
