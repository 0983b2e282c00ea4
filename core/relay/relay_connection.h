// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/proxies.h"
#include "nostr/message.h"
#include "nostr/signer.h"
#include "relay/asked_subscriptions.h"
#include "relay/authentication.h"
#include "relay/conduct_watch.h"
#include "relay/frame_sink.h"
#include "relay/history_fetch.h"
#include "relay/link_machine.h"
#include "relay/listening_clock.h"
#include "relay/loop_stall.h"
#include "relay/notice_limit.h"
#include "relay/relay_information.h"
#include "relay/relay_limits.h"
#include "relay/relay_socket.h"
#include "relay/relay_sockets.h"
#include "relay/relay_status.h"
#include "relay/silence_check.h"
#include "relay/subscription.h"
#include "relay/utf8_buffer.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QNetworkAccessManager;

namespace dvmdash::relay
{

/// What connections share. It outlives them.
struct ConnectionContext {
    FrameSink &sink;
    const RelayLimits &limits;
    LoopStall &stall;
    ListeningClock &clock;
    const http::Proxies &proxies;
    QNetworkAccessManager &http;
    std::shared_ptr<const nostr::Signer> signer; ///< who logs in where that is asked for; null: nobody
};

/// One relay: carries out what its LinkMachine decides, on a RelaySocket of its own for every attempt, and
/// tells what AskedSubscriptions finds covered. Lives on the network thread. Signals may come from inside a
/// socket's callback: connect them queued, or use deleteLater.
class RelayConnection : public QObject
{
    Q_OBJECT
public:
    RelayConnection(RelayNumber number, const QString &url, const ConnectionContext &context,
                    QObject *parent);

    const QString &url() const { return m_urlText; }

    void setEnabled(bool enabled);
    /// Who logs in where that is asked for (NIP-42); null: nobody.
    void setSigner(std::shared_ptr<const nostr::Signer> signer);
    /// The form in which it took "jobs" before: that is asked for first. Before the subscriptions.
    void setAcceptedForm(std::size_t form) { m_acceptedForm = form; }
    void setSubscriptions(const std::vector<SubscriptionPtr> &subscriptions);
    /// Fetches the past beside what is subscribed to, in place of what was under way; nothing: no more.
    void fetchHistory(std::optional<HistoryWish> wish);
    /// The clock was set: what is claimed of a time that is yet to come is taken back. Nothing is told.
    void clockChanged(const ClockChange &change);
    /// The computer slept, or the network may be another one: see LinkMachine::wake(). `mayHaveMissed`: what
    /// came meanwhile is asked for, and until it is there nothing is covered.
    void wake(bool mayHaveMissed);
    /// Another proxy is to be gone through.
    void reconnect();
    /// For good. Sends a close frame; closed() comes when no socket is left.
    void stop();
    /// Breaks sockets that are still closing.
    void abortClosing();
    bool isClosed() const { return m_sockets.areClosed(); }

    RelayStatus status() const;
    /// True when the status changed since the last call; changed() is told once until then.
    bool takeChanged();

Q_SIGNALS:
    void changed();
    void closed();
    void coverageGrew(const dvmdash::relay::CoverageSpan &span);
    void noticed(const QString &text);
    void historyChanged(const dvmdash::relay::HistoryStatus &status);

private:
    // The machine and its hands.
    void apply(const LinkActions &actions);
    void settle();
    void armTimer();
    void openSocket();
    void releaseSocket(bool politely);
    void askForWanted();
    LinkActions askFor(const SubscriptionPtr &subscription);
    void sendRequest(const std::string &id);
    void sendText(const std::string &text);
    void sendPing();

    // The socket's signals.
    void onOpened();
    void onLost(const LinkLoss &loss);
    void onText(const QString &message);
    void onBinary();
    void onPong(const QByteArray &payload);

    // What the relay says.
    void onEvent(std::string_view subscription, std::string_view frame);
    bool takeEvent(const AskedSubscriptions::Asked &asked, std::string_view frame, bool live);
    void onMessage(const nostr::RelayMessage &message);
    void onEose(const std::string &subscription);
    void onClosed(const nostr::ClosedMessage &message);
    void onNotice(const std::string &text);
    void onChallenge(const std::string &challenge);
    void onOk(const nostr::OkMessage &message);
    void onMalformed(const nostr::UnknownMessage &message);
    void refuse(nostr::Reject reason);
    void onInformation(const RelayInformation &information);
    void onSilenceJudged(bool swallows);
    void logIn();

    // The past.
    void ask(const SubscriptionPtr &subscription, std::size_t forms);
    void drop(const std::string &id);
    HistoryFetch::Hands handsOfHistory();
    void beginHistory();

    // Coverage.
    void noteLife();
    void tellCoverage(std::int64_t least_s);

    void markChanged();

    RelayNumber m_number;
    QString m_urlText;
    ConnectionContext m_context;
    LinkMachine m_machine;
    QTimer m_timer;
    std::int64_t m_armedFor = 0;

    RelaySockets m_sockets{this};
    AskedSubscriptions m_asked;
    std::vector<SubscriptionPtr> m_wanted; ///< what is asked of it is fitted to what it allows
    std::size_t m_acceptedForm = 0;
    Authentication m_authentication;
    SilenceCheck m_silence;
    HistoryFetch m_history;
    std::optional<HistoryWish> m_awaitedHistory; ///< until it is known what its silence is worth
    std::int64_t m_given = 0; ///< frames that the sink got, those included that were refused at once
    const std::int64_t m_judgedBefore;
    quint64 m_pingCount = 0;
    std::int64_t m_connecting_ms = 0; ///< when the newest socket began to open
    Utf8Buffer m_utf8;                ///< of the message that is being read
    std::int64_t m_lifeNoted_ms = -1; ///< when an event was last taken for a sign of life

    RelayInformationAsker m_information;
    NoticeLimit m_noticeLimit;
    ConductWatch m_conduct;
    RelayStatus m_status; ///< counters, times and information; the rest comes from the machine
    bool m_changed = false;
    bool m_stopped = false;
};

} // namespace dvmdash::relay
