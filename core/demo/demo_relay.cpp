// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_relay.h"

#include "demo/relay_client.h"
#include "nostr/message.h"

#include <QCoreApplication>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

namespace dvmdash::demo
{

namespace
{

constexpr qint64 maxHeadBytes = 16 * 1024;
constexpr int headTimeoutMs = 10'000;
constexpr QLatin1String patienceName("patience");

nlohmann::json information(const RelayOptions &options)
{
    return {{"name", "DVMDash demo network"},
            {"description", "A simulated DVM network on this computer. Nothing here is real."},
            {"software", "dvmdash-demo"},
            {"version", DVMDASH_VERSION},
            {"supported_nips", nlohmann::json::array({1, 11})},
            {"limitation",
             {{"max_message_length", options.max_message_bytes},
              {"max_subscriptions", options.max_subscriptions},
              {"max_limit", options.max_stored_answer},
              {"auth_required", false},
              {"payment_required", false}}}};
}

std::string idHint(std::string_view eventJson)
{
    const auto id = nostr::peekId(eventJson);
    return id ? id->hex() : std::string();
}

} // namespace

DemoRelay::DemoRelay(RelayOptions options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_tcp(this)
    , m_upgrades(QStringLiteral("dvmdash-demo"), QWebSocketServer::NonSecureMode, this)
    , m_store(options.max_events)
{
    connect(&m_tcp, &QTcpServer::newConnection, this, &DemoRelay::takeConnections);
    connect(&m_upgrades, &QWebSocketServer::newConnection, this, &DemoRelay::takeWebSockets);
}

DemoRelay::~DemoRelay()
{
    close();
}

bool DemoRelay::listen(std::uint16_t port)
{
    return m_tcp.listen(QHostAddress::LocalHost, port);
}

void DemoRelay::close()
{
    m_tcp.close();
    m_clients.clear();
}

QUrl DemoRelay::url() const
{
    QUrl url;
    if (!m_tcp.isListening())
        return url;
    url.setScheme(QStringLiteral("ws"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(m_tcp.serverPort());
    return url;
}

void DemoRelay::setAccepting(bool accepting)
{
    if (accepting)
        m_tcp.resumeAccepting();
    else
        m_tcp.pauseAccepting();
}

void DemoRelay::takeConnections()
{
    while (QTcpSocket *socket = m_tcp.nextPendingConnection()) {
        if (m_clients.size() >= m_options.max_clients) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        auto *patience = new QTimer(socket);
        patience->setObjectName(patienceName);
        connect(patience, &QTimer::timeout, socket, &QTcpSocket::abort);
        patience->start(headTimeoutMs);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readHead(socket); });
        if (socket->bytesAvailable() > 0)
            readHead(socket);
    }
}

/// Looks at the head of an HTTP request without taking it off the socket: WebSocket and NIP-11 share the
/// port.
void DemoRelay::readHead(QTcpSocket *socket)
{
    const QByteArray head = socket->peek(maxHeadBytes).toLower();
    const qsizetype end = head.indexOf("\r\n\r\n");
    if (end < 0) {
        if (head.size() >= maxHeadBytes)
            socket->abort();
        return;
    }
    delete socket->findChild<QTimer *>(patienceName, Qt::FindDirectChildrenOnly);
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr);
    const QByteArray fields = head.first(end);
    if (fields.contains("\r\nupgrade: websocket")) {
        // The WebSocket owns the connection from here on.
        disconnect(socket, &QTcpSocket::disconnected, socket, nullptr);
        m_upgrades.handleConnection(socket);
    } else {
        answerHttp(socket, fields.contains("application/nostr+json"));
    }
}

void DemoRelay::answerHttp(QTcpSocket *socket, bool wantsInformation)
{
    const std::string body = wantsInformation ? information(m_options).dump()
                                              : std::string("This is a Nostr relay. Use a Nostr client.\n");
    const std::string type = wantsInformation ? "application/nostr+json" : "text/plain; charset=utf-8";
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: " + type +
                               "\r\nContent-Length: " + std::to_string(body.size()) +
                               "\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n" + body;
    socket->write(answer.data(), static_cast<qint64>(answer.size()));
    socket->disconnectFromHost();
}

void DemoRelay::takeWebSockets()
{
    while (QWebSocket *socket = m_upgrades.nextPendingConnection()) {
        // The connection is the listener's child still; it is to go with the WebSocket that uses it.
        for (QTcpSocket *connection : m_tcp.findChildren<QTcpSocket *>(QString(), Qt::FindDirectChildrenOnly))
            if (connection->peerPort() == socket->peerPort())
                connection->setParent(socket);
        m_clients.push_back(std::make_unique<RelayClient>(socket, *this));
    }
    Q_EMIT clientsChanged(static_cast<int>(m_clients.size()));
}

void DemoRelay::remove(RelayClient *client, bool wasDropped)
{
    m_dropped += wasDropped ? 1 : 0;
    const auto found = std::ranges::find(m_clients, client, &std::unique_ptr<RelayClient>::get);
    if (found == m_clients.end())
        return;
    // The call comes from the client's own slot: it must outlive it.
    found->release()->deleteLater();
    m_clients.erase(found);
    Q_EMIT clientsChanged(static_cast<int>(m_clients.size()));
}

void DemoRelay::sendToAll(const StoredEventPtr &stored)
{
    // A client whose socket breaks while it is written to takes itself off the list: walk over a copy.
    std::vector<RelayClient *> clients;
    clients.reserve(m_clients.size());
    for (const auto &client : m_clients)
        clients.push_back(client.get());
    for (RelayClient *client : clients)
        client->offer(stored);
}

void DemoRelay::publish(const nostr::Event &event)
{
    const auto stored = std::make_shared<const StoredEvent>(StoredEvent{event, nostr::toJson(event)});
    switch (m_store.add(stored)) {
    case EventStore::Outcome::Stored:
    case EventStore::Outcome::Ephemeral:
        sendToAll(stored);
        break;
    case EventStore::Outcome::Duplicate:
    case EventStore::Outcome::Superseded:
    case EventStore::Outcome::TooOld:
        break;
    }
}

std::string DemoRelay::receive(std::string_view eventJson)
{
    auto parsed = m_parser.parse(eventJson);
    if (const auto *reject = std::get_if<nostr::Reject>(&parsed))
        return nostr::okFrame(idHint(eventJson), false,
                              "invalid: " + std::string(nostr::rejectText(*reject)));
    nostr::Event &event = std::get<nostr::ParsedEvent>(parsed).event;
    const std::string id = event.id.hex();
    if (const auto reject = m_verifier.check(event))
        return nostr::okFrame(id, false, "invalid: " + std::string(nostr::rejectText(*reject)));

    std::string json = nostr::toJson(event);
    const auto stored = std::make_shared<const StoredEvent>(StoredEvent{std::move(event), std::move(json)});
    switch (m_store.add(stored)) {
    case EventStore::Outcome::Stored:
    case EventStore::Outcome::Ephemeral:
        sendToAll(stored);
        Q_EMIT received(QByteArray::fromStdString(stored->json));
        return nostr::okFrame(id, true, "");
    case EventStore::Outcome::Duplicate:
        return nostr::okFrame(id, true, "duplicate: already have this event");
    case EventStore::Outcome::Superseded:
        return nostr::okFrame(id, true, "duplicate: a newer version of this event is kept");
    case EventStore::Outcome::TooOld:
        return nostr::okFrame(id, false, "error: the relay is full of newer events");
    }
    return nostr::okFrame(id, false, "error: cannot be stored");
}

} // namespace dvmdash::demo
