// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/event_store.h"
#include "nostr/message.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

class QWebSocket;

namespace dvmdash::demo
{

class DemoRelay;

/// One client of the DemoRelay: its subscriptions, and what is still to be sent to it. Sends no more than the
/// socket's buffer may hold and goes on as the client reads.
class RelayClient : public QObject
{
    Q_OBJECT
public:
    /// Takes the socket over.
    RelayClient(QWebSocket *socket, DemoRelay &relay);
    ~RelayClient() override;

    /// A new event: queued once for each subscription that it matches.
    void offer(const StoredEventPtr &stored);

private:
    struct Subscription {
        std::string id;
        std::vector<nostr::Filter> filters;
        bool open = true; ///< false: what is still queued for it is not sent
    };
    using SubscriptionPtr = std::shared_ptr<Subscription>;
    struct Outgoing {
        SubscriptionPtr subscription; ///< with an event, or nullptr
        StoredEventPtr event;
        std::string frame; ///< when there is no event
    };

    void onText(const QString &text);
    void take(const nostr::ReqMessage &message);
    void take(const nostr::CloseMessage &message);
    void take(const nostr::PublishMessage &message);
    void take(const nostr::AuthMessage &message);
    void take(const nostr::CountRequest &message);
    void take(const nostr::BadClientMessage &message);
    void endSubscription(const std::string &id);

    void queue(Outgoing outgoing);
    void queueFrame(std::string frame) { queue({nullptr, nullptr, std::move(frame)}); }
    void pump();
    void leave(bool dropped);

    QWebSocket *m_socket;
    DemoRelay &m_relay;
    std::map<std::string, SubscriptionPtr> m_subscriptions;
    std::deque<Outgoing> m_outbox;
    QTimer m_stall; ///< runs while the client owes us a read
    bool m_leaving = false;
};

} // namespace dvmdash::demo
