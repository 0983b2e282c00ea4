// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/event_store.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <QObject>
#include <QTcpServer>
#include <QUrl>
#include <QWebSocketServer>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

class QTcpSocket;

namespace dvmdash::demo
{

class RelayClient;

struct RelayOptions {
    std::size_t max_events = 100'000; ///< the oldest go when there are more
    std::size_t max_clients = 64;
    std::size_t max_subscriptions = 20;      ///< of one client; one more is answered with CLOSED
    std::size_t max_stored_answer = 100'000; ///< stored events in answer to one REQ
    std::int64_t max_message_bytes = 1024 * 1024;
    std::int64_t send_buffer_bytes = 1024 * 1024; ///< above it, sending waits for the client to read
    std::size_t max_backlog = 250'000; ///< messages waiting for one client, beyond one stored answer;
                                       ///< more, and it is dropped
    int stall_ms = 30'000;             ///< a client that takes no byte for so long is dropped
};

/// A real Nostr relay (NIP-01, NIP-11) on loopback, in memory. Everything happens on the thread the object
/// lives on. Anybody may publish to it; what is published is fully checked.
class DemoRelay : public QObject
{
    Q_OBJECT
public:
    explicit DemoRelay(RelayOptions options = {}, QObject *parent = nullptr);
    ~DemoRelay() override;

    /// On 127.0.0.1; port 0 takes a free one. False when it is taken: see errorString().
    bool listen(std::uint16_t port = 0);
    void close();
    QString errorString() const { return m_tcp.errorString(); }
    /// ws://127.0.0.1:PORT; empty while it does not listen.
    QUrl url() const;

    /// While false, new connections wait in the system's queue and are served when it turns true.
    void setAccepting(bool accepting);

    /// An event of the program's own making: stored and sent to those who asked for it, without a check.
    void publish(const nostr::Event &event);

    std::size_t storedEvents() const { return m_store.size(); }
    std::size_t clients() const { return m_clients.size(); }
    std::size_t droppedClients() const { return m_dropped; } ///< for not reading
    const RelayOptions &options() const { return m_options; }
    const EventStore &store() const { return m_store; }

Q_SIGNALS:
    void clientsChanged(int count);
    /// Somebody published this through the wire, and it was accepted.
    void received(const QByteArray &eventJson);

private:
    friend class RelayClient;
    /// Answers an EVENT message: the OK frame to send back.
    std::string receive(std::string_view eventJson);
    void remove(RelayClient *client, bool wasDropped);

    void takeConnections();
    void readHead(QTcpSocket *socket);
    void answerHttp(QTcpSocket *socket, bool wantsInformation);
    void takeWebSockets();
    void sendToAll(const StoredEventPtr &stored);

    RelayOptions m_options;
    QTcpServer m_tcp;
    QWebSocketServer m_upgrades; ///< never listens: takes over connections that ask for WebSocket
    EventStore m_store;
    nostr::EventParser m_parser;
    nostr::Verifier m_verifier;
    std::vector<std::unique_ptr<RelayClient>> m_clients;
    std::size_t m_dropped = 0;
};

} // namespace dvmdash::demo
