// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/message.h"
#include "relay/relay_limits.h"
#include "relay/relay_pool.h"
#include "relay/relay_status.h"

#include <QHostAddress>
#include <QPointer>
#include <QSslConfiguration>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::test
{

/// A relay on loopback that does what the test says. Without a script it answers each REQ with EOSE.
class FakeRelay : public QObject
{
    Q_OBJECT
public:
    /// Port 0: any free one. With a configuration it speaks TLS. At another address of this computer it
    /// speaks plainly; see isListening().
    explicit FakeRelay(quint16 port = 0, const std::optional<QSslConfiguration> &tls = std::nullopt,
                       const QHostAddress &address = QHostAddress::LocalHost);
    ~FakeRelay() override;

    QString url() const;
    quint16 port() const { return m_port; }
    /// Not every computer has IPv6.
    bool isListening() const { return m_port != 0; }

    /// What it does with a REQ; the connection is client().
    std::function<void(const nostr::ReqMessage &)> onRequest;
    /// Called when a connection is made; it is client().
    std::function<void()> onConnected;
    /// Its answer to plain HTTP on the same port, headers and all; none when empty.
    QByteArray httpAnswer;

    /// What it does with AUTH and COUNT; nothing without a script.
    std::function<void(const nostr::AuthMessage &)> onAuth;
    std::function<void(const nostr::CountRequest &)> onCount;

    std::vector<nostr::ReqMessage> requests;
    std::vector<std::string> closes;
    std::vector<int> closeCodes; ///< of connections that the client closed
    QStringList httpRequests;
    int connections = 0;

    QWebSocket *client() const { return m_client; } ///< the newest, null when it is gone
    /// What lies below client(), for bytes that no WebSocket would send.
    QTcpSocket *wire() const { return m_wire; }
    void send(const std::string &frame);
    void eose(const std::string &subscription) { send(nostr::eoseFrame(subscription)); }
    /// An EVENT message with a little JSON that nobody verifies here.
    void event(const std::string &subscription, std::int64_t createdAt, const std::string &content = "x");
    void closeClient(QWebSocketProtocol::CloseCode code, const QString &reason);
    /// Breaks the connection without a close frame.
    void dropClient();
    /// Answers NIP-11 with a document whose member `limitation` is this JSON object.
    void setLimitation(const QByteArray &limitation, const QByteArray &nips = "[1,11]");

private:
    void route(QTcpSocket *socket);
    void adopt(QWebSocket *socket);
    void onText(const QString &text);

    QTcpServer m_tcp;
    QWebSocketServer m_server;
    QPointer<QWebSocket> m_client;
    QPointer<QTcpSocket> m_wire;
    quint16 m_port = 0;
    QHostAddress m_address;
    bool m_tls = false;
};

/// A TCP server that answers by hand, for everything a WebSocket server would not do.
class RawServer : public QObject
{
    Q_OBJECT
public:
    /// Called when data came.
    using Script = std::function<void(QTcpSocket &socket, const QByteArray &data)>;
    explicit RawServer(Script script);

    QString url(const QString &scheme = QStringLiteral("ws")) const;
    quint16 port() const { return m_server.serverPort(); }
    int connections() const { return m_connections; }

    /// Answers the WebSocket handshake and is silent from then on: no pong, no data, no close.
    static Script silentAfterHandshake();
    static Script says(const QByteArray &answer);
    /// The same, then the connection is closed.
    static Script saysAndCloses(const QByteArray &answer);

private:
    QTcpServer m_server;
    Script m_script;
    int m_connections = 0;
};

/// Limits for tests: reconnects in milliseconds, timeouts long enough never to fire by themselves.
relay::RelayLimits testLimits();

/// One subscription "jobs" for kinds 5000 and 6000.
relay::Subscription jobsSubscription(std::optional<std::int64_t> since = std::nullopt);

/// The status of the only relay.
relay::RelayStatus onlyStatus(const relay::RelayPool &pool);

/// The list that names these relays, all enabled.
relay::RelayList relaysNamed(const QStringList &urls);

} // namespace dvmdash::test
