// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/proxies.h"
#include "nostr/bytes.h"
#include "relay/frame_sink.h"
#include "relay/history.h"
#include "relay/listening_clock.h"
#include "relay/network_state.h"
#include "relay/relay_limits.h"
#include "relay/relay_list.h"
#include "relay/relay_status.h"
#include "relay/subscription.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QNetworkAccessManager;

namespace dvmdash::relay
{

class RelayConnection;
struct ConnectionContext;
struct LoopStall;

/// A relay that is asked something without being on the list.
struct Guest {
    QString url;
    Subscription subscription;
};

/// All relays. Lives on the network thread: call its methods there (QMetaObject::invokeMethod). Frames go to
/// the sink; everything else is told by signals. Signals come from the event loop, never from inside a method
/// or a socket's callback, so that any method may be called from a slot. The sink must outlive the pool.
class RelayPool : public QObject
{
    Q_OBJECT
public:
    RelayPool(FrameSink &sink, RelayLimits limits, QObject *parent = nullptr);
    /// Breaks what is still connected; call stop() first and wait for stopped(). Not from a slot of its own
    /// signals: use deleteLater there.
    ~RelayPool() override;

    /// Relays to keep connections to. Those no longer named are closed; new ones opened; the order is kept.
    /// URLs are normalised; one that is no relay address is left out and told by noticed().
    void setRelays(const RelayList &relays);

    /// What to ask every relay. A subscription of the same id and filters is left alone, a changed one is
    /// sent again, a missing one closed. On reconnection `since` of each filter is moved forward to what the
    /// relay surely delivered, less a minute.
    void setSubscriptions(const std::vector<Subscription> &subscriptions);

    /// Who logs in at relays on the list that ask for it (NIP-42): takes effect at once. Nothing: nobody.
    void setKey(const std::optional<nostr::SecretKey> &key);

    /// In which form relays took "jobs" before (RelayStatus::form), by their normalised URLs: of those that
    /// are added from now on that is asked first.
    void setAcceptedForms(std::map<QString, int> forms) { m_acceptedForms = std::move(forms); }

    /// Relays beside the list that are connected to for one question each; those no longer named are closed.
    /// They have no status, give no coverage, and their NOTICEs are not told. URLs must be normalised. One
    /// that is on the list as well is left out.
    void setGuests(const std::vector<Guest> &guests);

    /// Fetches the past of a relay on the list, beside what is subscribed to and in place of what was under
    /// way there; nothing: no more. False when it is not on the list.
    bool fetchHistory(const QString &url, std::optional<HistoryWish> wish);

    /// How relays and their NIP-11 documents are reached: takes effect at once.
    void setProxies(const http::Proxies &proxies);
    const http::Proxies &proxies() const { return m_proxies; }

    /// What the system says of the network. When it is there again, or another one, all relays are tried.
    void setSystemNetwork(const SystemNetwork &network);
    /// Tries all relays now that are waited for, their failures forgotten, and looks whether the others still
    /// stand.
    void wake();
    /// In place of the system's clocks, in tests. Before setRelays().
    void setClocks(ListeningClock::Read read);

    /// For good: closes all connections with a close frame and waits for no one. Emits stopped() when the
    /// last socket is closed or after `graceMs`.
    void stop(int graceMs = 1500);

    /// In the order of the list.
    std::vector<RelayStatus> statuses() const;

    /// The number a URL has or will have.
    RelayNumber numberOf(const QString &url);

Q_SIGNALS:
    /// Statuses that changed since the last signal.
    void statusesChanged(const QVector<dvmdash::relay::RelayStatus> &changed);
    void coverageGrew(const dvmdash::relay::CoverageSpan &span);
    void noticed(const QString &url,
                 const QString &text); ///< NOTICE, for the log; at most 10 in 10 s a relay
    void historyChanged(const dvmdash::relay::HistoryStatus &status);
    void networkChanged(const dvmdash::relay::NetworkState &state);
    /// The clock was set back: nothing that was told of coverage in [from, until), Unix seconds, is true. In
    /// its place among what coverageGrew() tells.
    void coverageUntrue(std::int64_t from, std::int64_t until);
    void stopped();

private:
    RelayConnection *makeConnection(const QString &url);
    RelayConnection *makeGuest(const QString &url);
    bool isOnTheList(const QString &url) const;
    void retire(RelayConnection *connection);
    void connectionChanged();
    void publishStatuses();
    void connectionClosed(RelayConnection *connection);
    void finishStop();
    void clockChanged(const ClockChange &change);
    void takeClockChange();
    void wakeAll(bool mayHaveMissed);
    void look();

    FrameSink &m_sink;
    const RelayLimits m_limits;
    std::unique_ptr<LoopStall> m_stall;
    ListeningClock m_clock;
    http::Proxies m_proxies;
    SystemNetwork m_system;
    NetworkState m_network;                   ///< as last told
    std::optional<ClockChange> m_clockChange; ///< not dealt with yet
    QNetworkAccessManager *m_http;            // a child, so that it follows the pool to its thread
    std::unique_ptr<ConnectionContext> m_context;
    const RelayLimits m_guestLimits; // without what only a relay on the list is worth
    std::unique_ptr<ConnectionContext> m_guestContext;
    std::vector<std::shared_ptr<const Subscription>> m_subscriptions;
    std::vector<RelayConnection *> m_connections; // children, as the retired ones
    std::vector<RelayConnection *> m_guests;
    std::vector<RelayConnection *> m_retired; // removed, their sockets still closing
    std::map<QString, RelayNumber> m_numbers;
    std::map<QString, int> m_acceptedForms;
    QTimer m_statusTimer{this};
    QTimer m_graceTimer{this};
    QTimer m_clockTimer{this};
    QTimer m_wakeTimer{this};
    bool m_stopping = false;
    bool m_stopTold = false;
};

} // namespace dvmdash::relay
