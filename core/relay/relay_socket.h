// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/reject.h"

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

/// One attempt to reach a relay: a QWebSocket with its limits set and its many ways to fail brought into one,
/// lost(), told at most once and in plain words. Its owner lets go of it with release() and never deletes it
/// from inside its signals.
class RelaySocket : public QObject
{
    Q_OBJECT
public:
    RelaySocket(const QUrl &url, std::int64_t maxFrameBytes, QObject *parent);
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
    /// `reject`: what the relay sent that ended it.
    void lost(const QString &words, std::optional<dvmdash::nostr::Reject> reject);
    void textReceived(const QString &text);
    void binaryReceived();
    void pong(const QByteArray &payload);
    void pieceReceived(); ///< of a message that is not whole yet

private:
    void onOpened();
    void onDisconnected();
    void onError(QAbstractSocket::SocketError error);
    void concludeClosed();
    void tellLost(const QString &words, std::optional<nostr::Reject> reject);

    QUrl m_url;
    std::int64_t m_maxFrameBytes;
    QWebSocket m_socket;
    QString m_tlsWords;
    std::int64_t m_written = 0; ///< by the socket, since it was opened
    std::int64_t m_asked = 0;   ///< of these by us, at most
    bool m_done = false;        ///< lost was told, or the owner let go
};

} // namespace dvmdash::relay
