// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/proxies.h"
#include "nostr/reject.h"
#include "relay/relay_status.h"

#include <QAbstractSocket>
#include <QByteArray>
#include <QList>
#include <QObject>
#include <QSslError>
#include <QString>
#include <QUrl>
#include <QWebSocket>

#include <cstdint>
#include <optional>

namespace dvmdash::relay
{

/// Why an attempt ended.
struct LinkLoss {
    QString words;
    LinkTrouble trouble = LinkTrouble::Other;
    std::optional<nostr::Reject> reject; ///< what the relay sent that ended it
};

/// One attempt to reach a relay: a QWebSocket with its limits set and its many ways to fail brought into one,
/// lost(), told at most once and in plain words. Its owner lets go of it with release() and never deletes it
/// from inside its signals.
class RelaySocket : public QObject
{
    Q_OBJECT
public:
    /// `way`: as http::wayTo() finds it. One that is closed is lost() from the event loop, having asked
    /// nobody.
    RelaySocket(const QUrl &url, const http::Way &way, std::int64_t maxFrameBytes, QObject *parent);
    ~RelaySocket() override;

    void open();
    void sendText(const QString &text);
    void ping(const QByteArray &payload);
    /// Bytes that wait to be sent.
    std::int64_t unread() const { return m_socket.bytesToWrite(); }
    /// Bytes that were sent, or wait, without our asking: pongs. Not exact by some bytes a message.
    std::int64_t answered() const;
    /// Tells nothing more from now on; closes, with a close frame when `politely` and connected, and deletes
    /// itself.
    void release(bool politely);
    /// After release(): breaks what is still closing.
    void abort();

Q_SIGNALS:
    void opened();
    void lost(const dvmdash::relay::LinkLoss &loss);
    void textReceived(const QString &text);
    void binaryReceived();
    void pong(const QByteArray &payload);
    void pieceReceived(); ///< of a message that is not whole yet

private:
    void onOpened();
    void onDisconnected();
    void onError(QAbstractSocket::SocketError error);
    void concludeClosed();
    void onTlsErrors(const QList<QSslError> &errors);
    void tellLost(const LinkLoss &loss);

    QUrl m_url;
    http::Way m_way;
    std::int64_t m_maxFrameBytes;
    QWebSocket m_socket;
    std::optional<LinkLoss> m_tls; ///< the certificate is no good
    std::int64_t m_written = 0;    ///< by the socket, since it was opened
    std::int64_t m_asked = 0;      ///< of these by us, at most
    bool m_done = false;           ///< lost was told, or the owner let go
};

} // namespace dvmdash::relay
