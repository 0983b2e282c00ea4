// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/relay_client.h"

#include "demo/demo_relay.h"

#include <QWebSocket>

#include <utility>
#include <variant>

namespace dvmdash::demo
{

RelayClient::RelayClient(QWebSocket *socket, DemoRelay &relay)
    : m_socket(socket)
    , m_relay(relay)
{
    const auto most = static_cast<quint64>(relay.options().max_message_bytes);
    socket->setParent(this);
    socket->setMaxAllowedIncomingFrameSize(most);
    socket->setMaxAllowedIncomingMessageSize(most);
    m_stall.setSingleShot(true);
    m_stall.setInterval(relay.options().stall_ms);
    connect(socket, &QWebSocket::textMessageReceived, this, &RelayClient::onText);
    connect(socket, &QWebSocket::binaryMessageReceived, this,
            [this] { queueFrame(nostr::noticeFrame("invalid: binary messages are not understood")); });
    connect(socket, &QWebSocket::bytesWritten, this, [this] {
        m_stall.stop();
        pump();
    });
    connect(socket, &QWebSocket::disconnected, this, [this] { leave(false); });
    connect(&m_stall, &QTimer::timeout, this, [this] { leave(true); });
}

RelayClient::~RelayClient()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

void RelayClient::onText(const QString &text)
{
    const QByteArray frame = text.toUtf8();
    const nostr::ClientMessage message =
        nostr::parseClientMessage({frame.constData(), static_cast<std::size_t>(frame.size())});
    std::visit([this](const auto &known) { take(known); }, message);
}

void RelayClient::take(const nostr::ReqMessage &message)
{
    endSubscription(message.subscription); // the same id again replaces the former
    if (m_subscriptions.size() >= m_relay.options().max_subscriptions) {
        queueFrame(nostr::closedFrame(message.subscription, "error: too many subscriptions at once"));
        return;
    }
    auto subscription = std::make_shared<Subscription>(Subscription{message.subscription, message.filters});
    m_subscriptions[message.subscription] = subscription;
    for (StoredEventPtr &stored :
         m_relay.store().query(subscription->filters, m_relay.options().max_stored_answer))
        m_outbox.push_back({subscription, std::move(stored), {}});
    queue({subscription, nullptr, nostr::eoseFrame(message.subscription)});
}

void RelayClient::take(const nostr::CloseMessage &message)
{
    endSubscription(message.subscription);
}

void RelayClient::take(const nostr::PublishMessage &message)
{
    queueFrame(m_relay.receive(message.eventJson));
}

/// It never asked who anybody is.
void RelayClient::take(const nostr::AuthMessage &)
{
    queueFrame(nostr::noticeFrame("error: nobody needs to log in here"));
}

void RelayClient::take(const nostr::CountRequest &message)
{
    queueFrame(nostr::closedFrame(message.subscription, "error: this relay does not count"));
}

void RelayClient::take(const nostr::BadClientMessage &message)
{
    if (message.subscription.empty())
        queueFrame(nostr::noticeFrame("invalid: " + message.error));
    else
        queueFrame(nostr::closedFrame(message.subscription, "invalid: " + message.error));
}

void RelayClient::endSubscription(const std::string &id)
{
    const auto found = m_subscriptions.find(id);
    if (found == m_subscriptions.end())
        return;
    found->second->open = false;
    m_subscriptions.erase(found);
}

void RelayClient::offer(const StoredEventPtr &stored)
{
    for (const auto &[id, subscription] : m_subscriptions)
        if (nostr::matchesAny(subscription->filters, stored->event))
            queue({subscription, stored, {}});
}

void RelayClient::queue(Outgoing outgoing)
{
    m_outbox.push_back(std::move(outgoing));
    // Dropping a client inside a loop over the clients would pull the ground away: it leaves by its timer.
    if (m_outbox.size() > m_relay.options().max_backlog + m_relay.options().max_stored_answer)
        m_stall.start(0);
    pump();
}

void RelayClient::pump()
{
    while (!m_leaving && !m_outbox.empty() &&
           m_socket->bytesToWrite() < m_relay.options().send_buffer_bytes) {
        const Outgoing next = std::move(m_outbox.front());
        m_outbox.pop_front();
        if (next.subscription && !next.subscription->open)
            continue;
        const std::string frame =
            next.event ? nostr::eventFrame(next.subscription->id, next.event->json) : next.frame;
        m_socket->sendTextMessage(QString::fromUtf8(frame.data(), static_cast<qsizetype>(frame.size())));
    }
    if (!m_leaving && m_socket->bytesToWrite() > 0 && !m_stall.isActive())
        m_stall.start(m_relay.options().stall_ms);
}

void RelayClient::leave(bool dropped)
{
    if (std::exchange(m_leaving, true))
        return;
    m_stall.stop();
    m_relay.remove(this, dropped);
}

} // namespace dvmdash::demo
