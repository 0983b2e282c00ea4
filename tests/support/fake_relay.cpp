// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fake_relay.h"

#include <QCryptographicHash>

#include <variant>

namespace dvmdash::test
{

FakeRelay::FakeRelay(quint16 port, const std::optional<QSslConfiguration> &tls, const QHostAddress &address)
    : m_server(QStringLiteral("fake relay"),
               tls ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode)
    , m_address(address)
    , m_tls(tls.has_value())
{
    connect(&m_server, &QWebSocketServer::newConnection, this,
            [this] { adopt(m_server.nextPendingConnection()); });
    bool listening = false;
    if (tls) {
        m_server.setSslConfiguration(*tls);
        listening = m_server.listen(QHostAddress::LocalHost, port);
        m_port = m_server.serverPort();
    } else {
        connect(&m_tcp, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = m_tcp.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { route(socket); });
        });
        listening = m_tcp.listen(address, port);
        m_port = m_tcp.serverPort();
    }
    if (!listening && address == QHostAddress::LocalHost)
        qFatal("the fake relay cannot listen on port %d", port);
}

FakeRelay::~FakeRelay()
{
    if (m_client)
        m_client->disconnect(this);
}

QString FakeRelay::url() const
{
    const QString host = m_address.protocol() == QAbstractSocket::IPv6Protocol
                             ? QLatin1Char('[') + m_address.toString() + QLatin1Char(']')
                             : m_address.toString();
    return QStringLiteral("%1://%2:%3")
        .arg(m_tls ? QStringLiteral("wss") : QStringLiteral("ws"), host)
        .arg(m_port);
}

/// A relay serves NIP-11 on the port of its WebSocket.
void FakeRelay::route(QTcpSocket *socket)
{
    const QByteArray head = socket->peek(64 * 1024);
    if (!head.contains("\r\n\r\n"))
        return;
    socket->disconnect(this);
    if (head.toLower().contains("upgrade: websocket")) {
        m_wire = socket;
        m_server.handleConnection(socket);
        Q_EMIT socket->readyRead();
        return;
    }
    httpRequests.append(QString::fromLatin1(head));
    socket->readAll();
    if (!httpAnswer.isEmpty())
        socket->write(httpAnswer);
    socket->disconnectFromHost();
}

void FakeRelay::adopt(QWebSocket *socket)
{
    ++connections;
    socket->setParent(this);
    m_client = socket;
    connect(socket, &QWebSocket::textMessageReceived, this, &FakeRelay::onText);
    connect(socket, &QWebSocket::disconnected, this, [this, socket] {
        closeCodes.push_back(socket->closeCode());
        socket->deleteLater();
    });
    if (onConnected)
        onConnected();
}

void FakeRelay::onText(const QString &text)
{
    const nostr::ClientMessage message = nostr::parseClientMessage(text.toStdString());
    if (const auto *request = std::get_if<nostr::ReqMessage>(&message)) {
        requests.push_back(*request);
        if (onRequest)
            onRequest(*request);
        else
            eose(request->subscription);
    } else if (const auto *close = std::get_if<nostr::CloseMessage>(&message)) {
        closes.push_back(close->subscription);
    } else if (const auto *auth = std::get_if<nostr::AuthMessage>(&message)) {
        if (onAuth)
            onAuth(*auth);
    } else if (const auto *count = std::get_if<nostr::CountRequest>(&message)) {
        if (onCount)
            onCount(*count);
    }
}

void FakeRelay::setLimitation(const QByteArray &limitation, const QByteArray &nips)
{
    const QByteArray document =
        "{\"name\":\"fake\",\"supported_nips\":" + nips + ",\"limitation\":" + limitation + "}";
    httpAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/nostr+json\r\nContent-Length: " +
                 QByteArray::number(document.size()) + "\r\nConnection: close\r\n\r\n" + document;
}

void FakeRelay::send(const std::string &frame)
{
    if (m_client)
        m_client->sendTextMessage(QString::fromStdString(frame));
}

void FakeRelay::event(const std::string &subscription, std::int64_t createdAt, const std::string &content)
{
    send(nostr::eventFrame(subscription, R"({"kind":5000,"created_at":)" + std::to_string(createdAt) +
                                             R"(,"content":")" + content + R"(","tags":[]})"));
}

void FakeRelay::closeClient(QWebSocketProtocol::CloseCode code, const QString &reason)
{
    if (m_client)
        m_client->close(code, reason);
}

void FakeRelay::dropClient()
{
    if (m_client)
        m_client->abort();
}

RawServer::RawServer(Script script)
    : m_script(std::move(script))
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *socket = m_server.nextPendingConnection();
        ++m_connections;
        connect(socket, &QTcpSocket::readyRead, this,
                [this, socket] { m_script(*socket, socket->readAll()); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    });
    if (!m_server.listen(QHostAddress::LocalHost, 0))
        qFatal("the raw server cannot listen");
}

QString RawServer::url(const QString &scheme) const
{
    return QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(port());
}

RawServer::Script RawServer::silentAfterHandshake()
{
    return [](QTcpSocket &socket, const QByteArray &data) {
        static const QByteArray name = "sec-websocket-key:";
        const auto at = data.toLower().indexOf(name);
        if (at < 0)
            return;
        const auto end = data.indexOf("\r\n", at);
        const QByteArray key = data.mid(at + name.size(), end - at - name.size()).trimmed();
        // RFC 6455, section 4.2.2.
        const QByteArray accept = QCryptographicHash::hash(
            QByteArray(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"), QCryptographicHash::Sha1);
        socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Accept: " +
                     accept.toBase64() + "\r\n\r\n");
    };
}

RawServer::Script RawServer::says(const QByteArray &answer)
{
    return [answer](QTcpSocket &socket, const QByteArray &) { socket.write(answer); };
}

RawServer::Script RawServer::saysAndCloses(const QByteArray &answer)
{
    return [answer](QTcpSocket &socket, const QByteArray &) {
        socket.write(answer);
        socket.disconnectFromHost();
    };
}

relay::RelayLimits testLimits()
{
    relay::RelayLimits limits;
    limits.connect_timeout_ms = 60'000;
    limits.eose_timeout_ms = 60'000;
    limits.ping_interval_ms = 60'000;
    limits.pong_timeout_ms = 60'000;
    limits.wake_patience_ms = 60'000;
    limits.backoff_first_ms = 1;
    limits.backoff_most_ms = 20;
    limits.status_interval_ms = 1;
    limits.coverage_interval_s = 1;
    limits.fetch_information = false;
    return limits;
}

relay::Subscription jobsSubscription(std::optional<std::int64_t> since)
{
    nostr::Filter filter;
    filter.kinds = std::vector<int>{5000, 6000};
    filter.since = since;
    return {relay::jobsSubscriptionId, {filter}};
}

relay::RelayStatus onlyStatus(const relay::RelayPool &pool)
{
    const auto statuses = pool.statuses();
    return statuses.size() == 1 ? statuses.front() : relay::RelayStatus{};
}

relay::RelayList relaysNamed(const QStringList &urls)
{
    relay::RelayList list;
    for (const QString &url : urls)
        list.append({url, true});
    return list;
}

} // namespace dvmdash::test
