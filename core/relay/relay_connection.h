// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/message.h"
#include "relay/delivery.h"
#include "relay/frame_sink.h"
#include "relay/link_machine.h"
#include "relay/relay_limits.h"
#include "relay/relay_status.h"
#include "relay/subscription.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

class QNetworkAccessManager;

namespace dvmdash::relay
{

class RelayInformationFetch;
class RelaySocket;

/// When the sink last made the network thread wait (monotonic ms; -1 never). All connections share the
/// thread, so while one waits all have unread data, and none may claim to have delivered everything up to
/// now.
struct LoopStall {
    std::int64_t ended_ms = -1;
};

/// What connections share. It outlives them.
struct ConnectionContext {
    FrameSink &sink;
    const RelayLimits &limits;
    LoopStall &stall;
    QNetworkAccessManager &http;
};

/// One relay: carries out what its LinkMachine decides, on a RelaySocket of its own for every attempt. Lives
/// on the network thread. Signals may come from inside a socket's callback: connect them queued, or use
/// deleteLater.
class RelayConnection : public QObject
{
    Q_OBJECT
public:
    RelayConnection(RelayNumber number, const QString &url, const ConnectionContext &context,
                    QObject *parent);
    ~RelayConnection() override;

    const QString &url() const { return m_urlText; }

    void setEnabled(bool enabled);
    void setSubscriptions(const std::vector<SubscriptionPtr> &subscriptions);
    /// For good. Sends a close frame; closed() comes when no socket is left.
    void stop();
    /// Breaks sockets that are still closing.
    void abortClosing();
    bool isClosed() const { return !m_socket && m_closing.empty(); }

    RelayStatus status() const;
    /// True when the status changed since the last call; changed() is told once until then.
    bool takeChanged();

Q_SIGNALS:
    void changed();
    void closed();
    void coverageGrew(const dvmdash::relay::CoverageSpan &span);
    void noticed(const QString &text);

private:
    /// A subscription and what this relay delivered of it.
    struct Question {
        SubscriptionPtr subscription;
        SubscriptionPtr checked; ///< what frames are checked against: the old filters too while both may come
        Delivery delivery;
        std::int64_t asked_s = 0; ///< Unix; the last REQ
    };

    // The machine and its hands.
    void apply(const LinkActions &actions);
    void settle();
    void armTimer();
    void openSocket();
    void releaseSocket(bool politely);
    void sendRequest(const std::string &id);
    void sendText(const std::string &text);
    void sendPing();
    void fetchInformation();

    // The socket's signals.
    void onOpened();
    void onLost(const QString &words, std::optional<nostr::Reject> reject);
    void onText(const QString &message);
    void onBinary();
    void onPong(const QByteArray &payload);

    // What the relay says.
    void onEvent(std::string_view subscription, const QByteArray &frame);
    void onMessage(const nostr::RelayMessage &message);
    void onEose(const std::string &subscription);
    void onClosed(const nostr::ClosedMessage &message);
    void onNotice(const std::string &text);
    void onMalformed(const nostr::UnknownMessage &message);

    // Coverage.
    void noteLife();
    void proveUntil(std::int64_t until_s);
    void tellCoverage(std::int64_t least_s);
    void endDelivery();
    bool wasStalled() const;

    void markChanged();
    bool mayTellNotice(std::int64_t now_ms);

    RelayNumber m_number;
    QString m_urlText;
    ConnectionContext m_context;
    LinkMachine m_machine;
    QTimer m_timer;
    std::int64_t m_armedFor = 0;

    RelaySocket *m_socket = nullptr;
    std::set<RelaySocket *> m_closing; ///< given up, close frame on its way
    std::map<std::string, Question, std::less<>> m_questions;
    /// No longer asked, since when (monotonic): what was on its way is ignored, not counted as a fault.
    std::map<std::string, std::int64_t, std::less<>> m_dropped;

    std::int64_t m_pinged_ms = 0; ///< monotonic
    std::int64_t m_pinged_s = 0;  ///< Unix
    quint64 m_pingCount = 0;
    std::int64_t m_drained_ms = 0; ///< monotonic; all that was sent before has been read
    std::int64_t m_coverageTold_s = 0;

    RelayInformationFetch *m_fetch = nullptr;
    std::int64_t m_fetched_ms = -1;

    std::int64_t m_noticeWindow_ms = 0;
    int m_notices = 0;

    RelayStatus m_status; ///< counters, times and information; the rest comes from the machine
    bool m_changed = false;
    bool m_stopped = false;
};

} // namespace dvmdash::relay
