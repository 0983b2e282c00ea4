// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_pool.h"

#include "relay/clocks.h"
#include "relay/relay_connection.h"
#include "relay/relay_url.h"
#include "relay/system_clocks.h"

#include <QNetworkAccessManager>

#include <algorithm>
#include <set>
#include <utility>

namespace dvmdash::relay
{

namespace
{

constexpr std::int64_t msPerSecond = 1'000;
/// A network that has just come up is not there all at once.
constexpr int settling_ms = 500;

RelayLimits limitsOfGuests(RelayLimits limits)
{
    limits.fetch_information = false;
    return limits;
}

} // namespace

RelayPool::RelayPool(FrameSink &sink, RelayLimits limits, QObject *parent)
    : QObject(parent)
    , m_sink(sink)
    , m_limits(limits)
    , m_stall(std::make_unique<LoopStall>())
    , m_clock(*m_stall, readSystemClocks)
    , m_http(new QNetworkAccessManager(this))
    , m_context(new ConnectionContext{m_sink, m_limits, *m_stall, m_clock, m_proxies, *m_http, nullptr})
    , m_guestLimits(limitsOfGuests(limits))
    , m_guestContext(
          new ConnectionContext{m_sink, m_guestLimits, *m_stall, m_clock, m_proxies, *m_http, nullptr})
{
    m_http->setProxyFactory(new http::ProxyFactory(m_proxies));
    m_clock.setOnChange([this](const ClockChange &change) { clockChanged(change); });
    m_clockTimer.setInterval(m_limits.clock_look_ms);
    connect(&m_clockTimer, &QTimer::timeout, this, &RelayPool::look);
    m_wakeTimer.setSingleShot(true);
    m_wakeTimer.setInterval(settling_ms);
    connect(&m_wakeTimer, &QTimer::timeout, this, &RelayPool::wake);
    m_statusTimer.setSingleShot(true);
    m_graceTimer.setSingleShot(true);
    connect(&m_statusTimer, &QTimer::timeout, this, &RelayPool::publishStatuses);
    connect(&m_graceTimer, &QTimer::timeout, this, &RelayPool::finishStop);
}

RelayPool::~RelayPool()
{
    // Before the members they use.
    for (RelayConnection *connection : std::exchange(m_connections, {}))
        delete connection;
    for (RelayConnection *connection : std::exchange(m_guests, {}))
        delete connection;
    for (RelayConnection *connection : std::exchange(m_retired, {}))
        delete connection;
}

void RelayPool::setRelays(const RelayList &relays)
{
    if (m_stopping)
        return;
    if (!m_clockTimer.isActive())
        m_clockTimer.start(); // here, since timers begin on the thread of the pool
    std::vector<RelayConnection *> next;
    std::vector<RelayConnection *> fresh;
    std::set<QString> named;
    for (const RelayEntry &entry : relays) {
        QString error;
        const auto url = normalizeRelayUrl(entry.url, &error);
        if (!url) {
            const auto tell = [this, text = entry.url, error] { Q_EMIT noticed(text, error); };
            QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
            continue;
        }
        if (!named.insert(*url).second)
            continue;
        const auto known = std::find_if(m_connections.begin(), m_connections.end(),
                                        [&url](const RelayConnection *one) { return one->url() == *url; });
        RelayConnection *connection = known == m_connections.end() ? makeConnection(*url) : *known;
        if (known == m_connections.end())
            fresh.push_back(connection);
        connection->setEnabled(entry.enabled);
        next.push_back(connection);
    }
    const auto previous = std::exchange(m_connections, std::move(next));
    for (RelayConnection *connection : previous) {
        if (!named.contains(connection->url()))
            retire(connection);
    }
    // What is on the list by now is no guest any more.
    for (const RelayConnection *connection : fresh)
        std::erase_if(m_guests, [&](RelayConnection *guest) {
            const bool isSame = guest->url() == connection->url();
            if (isSame)
                retire(guest);
            return isSame;
        });
    if (!fresh.empty())
        connectionChanged();
}

void RelayPool::setGuests(const std::vector<Guest> &guests)
{
    if (m_stopping)
        return;
    std::vector<RelayConnection *> next;
    for (const Guest &guest : guests) {
        if (isOnTheList(guest.url))
            continue;
        const auto known = std::find_if(m_guests.begin(), m_guests.end(),
                                        [&](const RelayConnection *one) { return one->url() == guest.url; });
        RelayConnection *connection = known == m_guests.end() ? makeGuest(guest.url) : *known;
        connection->setSubscriptions({std::make_shared<const Subscription>(guest.subscription)});
        if (known == m_guests.end())
            connection->setEnabled(true);
        next.push_back(connection);
    }
    for (RelayConnection *connection : std::exchange(m_guests, next))
        if (std::find(next.begin(), next.end(), connection) == next.end())
            retire(connection);
}

bool RelayPool::isOnTheList(const QString &url) const
{
    return std::any_of(m_connections.begin(), m_connections.end(),
                       [&](const RelayConnection *one) { return one->url() == url; });
}

void RelayPool::setSubscriptions(const std::vector<Subscription> &subscriptions)
{
    m_subscriptions.clear();
    for (const Subscription &subscription : subscriptions)
        m_subscriptions.push_back(std::make_shared<const Subscription>(subscription));
    for (RelayConnection *connection : m_connections)
        connection->setSubscriptions(m_subscriptions);
}

void RelayPool::setKey(const std::optional<nostr::SecretKey> &key)
{
    auto signer = key ? nostr::Signer::fromSecret(*key) : std::nullopt;
    m_context->signer = signer ? std::make_shared<const nostr::Signer>(std::move(*signer)) : nullptr;
    for (RelayConnection *connection : m_connections)
        connection->setSigner(m_context->signer);
}

// --- the network and the clock -----------------------------------------------------------------------------

void RelayPool::setProxies(const http::Proxies &proxies)
{
    if (m_proxies == proxies)
        return;
    m_proxies = proxies;
    m_http->setProxyFactory(new http::ProxyFactory(proxies));
    m_http->clearConnectionCache();
    for (RelayConnection *connection : m_connections)
        connection->reconnect();
    for (RelayConnection *guest : m_guests)
        guest->reconnect();
}

void RelayPool::setSystemNetwork(const SystemNetwork &network)
{
    const SystemNetwork before = std::exchange(m_system, network);
    const bool isBack = !before.online.value_or(true) && network.online.value_or(true);
    const bool isFree = before.captive.value_or(false) && !network.captive.value_or(false);
    const bool isOther =
        before.medium != 0 && before.medium != network.medium && network.online.value_or(true);
    if (isBack || isFree || isOther)
        m_wakeTimer.start();
    connectionChanged();
}

void RelayPool::wake()
{
    wakeAll(false);
}

void RelayPool::setClocks(ListeningClock::Read read)
{
    m_clock.setRead(std::move(read));
}

void RelayPool::look()
{
    m_clock.ms();
}

/// From inside whatever looked at the clock: first nobody claims a wrong time, the rest follows.
void RelayPool::clockChanged(const ClockChange &change)
{
    for (RelayConnection *connection : m_connections)
        connection->clockChanged(change);
    if (!m_clockChange)
        QMetaObject::invokeMethod(this, &RelayPool::takeClockChange, Qt::QueuedConnection);
    m_clockChange = m_clockChange ? joined(*m_clockChange, change) : change;
}

void RelayPool::takeClockChange()
{
    const ClockChange change = *std::exchange(m_clockChange, std::nullopt);
    if (m_stopping)
        return;
    if (change.set_ms < 0) {
        // What this program told since it began, and what it asked of the day before.
        constexpr std::int64_t before_s = 25 * 3'600;
        const std::int64_t was_s = (change.until_ms - change.set_ms) / msPerSecond;
        const std::int64_t began_s = was_s - m_clock.age_ms() / msPerSecond;
        const std::int64_t from = std::max(change.until_ms / msPerSecond + 1, began_s - before_s);
        Q_EMIT coverageUntrue(from, was_s + 1);
    }
    wakeAll(true);
    m_network.clock = change;
    Q_EMIT networkChanged(m_network);
}

void RelayPool::wakeAll(bool mayHaveMissed)
{
    if (m_stopping)
        return;
    for (RelayConnection *connection : m_connections)
        connection->wake(mayHaveMissed);
    for (RelayConnection *guest : m_guests)
        guest->wake(false);
}

bool RelayPool::fetchHistory(const QString &url, std::optional<HistoryWish> wish)
{
    const QString normal = normalizeRelayUrl(url).value_or(url);
    const auto at = std::find_if(m_connections.begin(), m_connections.end(),
                                 [&](const RelayConnection *one) { return one->url() == normal; });
    if (m_stopping || at == m_connections.end())
        return false;
    (*at)->fetchHistory(std::move(wish));
    return true;
}

void RelayPool::stop(int graceMs)
{
    if (std::exchange(m_stopping, true))
        return;
    for (RelayConnection *connection : m_connections)
        connection->stop();
    for (RelayConnection *guest : std::exchange(m_guests, {}))
        retire(guest);
    m_clockTimer.stop();
    m_wakeTimer.stop();
    m_graceTimer.start(std::max(0, graceMs));
    // Queued, as for every other signal; also the way out when nothing was open.
    QMetaObject::invokeMethod(
        this, [this] { connectionClosed(nullptr); }, Qt::QueuedConnection);
}

std::vector<RelayStatus> RelayPool::statuses() const
{
    std::vector<RelayStatus> all;
    all.reserve(m_connections.size());
    for (const RelayConnection *connection : m_connections)
        all.push_back(connection->status());
    return all;
}

RelayNumber RelayPool::numberOf(const QString &url)
{
    const QString normal = normalizeRelayUrl(url).value_or(url);
    return m_numbers.try_emplace(normal, static_cast<RelayNumber>(m_numbers.size())).first->second;
}

RelayConnection *RelayPool::makeConnection(const QString &url)
{
    auto *connection = new RelayConnection(numberOf(url), url, *m_context, this);
    // Queued: a slot of ours may remove the relay whose callback is running.
    connect(connection, &RelayConnection::changed, this, &RelayPool::connectionChanged, Qt::QueuedConnection);
    connect(connection, &RelayConnection::coverageGrew, this, &RelayPool::coverageGrew, Qt::QueuedConnection);
    connect(connection, &RelayConnection::historyChanged, this, &RelayPool::historyChanged,
            Qt::QueuedConnection);
    connect(
        connection, &RelayConnection::noticed, this,
        [this, url](const QString &text) { Q_EMIT noticed(url, text); }, Qt::QueuedConnection);
    connect(
        connection, &RelayConnection::closed, this, [this, connection] { connectionClosed(connection); },
        Qt::QueuedConnection);
    const auto form = m_acceptedForms.find(url);
    if (form != m_acceptedForms.end())
        connection->setAcceptedForm(static_cast<std::size_t>(std::max(0, form->second)));
    connection->setSubscriptions(m_subscriptions);
    return connection;
}

RelayConnection *RelayPool::makeGuest(const QString &url)
{
    auto *connection = new RelayConnection(numberOf(url), url, *m_guestContext, this);
    connect(
        connection, &RelayConnection::closed, this, [this, connection] { connectionClosed(connection); },
        Qt::QueuedConnection);
    return connection;
}

void RelayPool::retire(RelayConnection *connection)
{
    m_retired.push_back(connection);
    connection->stop();
    if (connection->isClosed())
        connectionClosed(connection);
}

/// `connection` may be gone already: it is looked up, never touched.
void RelayPool::connectionClosed(RelayConnection *connection)
{
    const auto retired = std::find(m_retired.begin(), m_retired.end(), connection);
    if (retired != m_retired.end() && connection->isClosed()) {
        m_retired.erase(retired);
        connection->deleteLater();
    }
    const bool allClosed = std::all_of(m_connections.begin(), m_connections.end(),
                                       [](const RelayConnection *one) { return one->isClosed(); });
    if (m_stopping && allClosed && m_retired.empty())
        finishStop();
}

void RelayPool::finishStop()
{
    if (std::exchange(m_stopTold, true))
        return;
    m_graceTimer.stop();
    for (const auto &list : {m_connections, m_retired}) {
        for (RelayConnection *connection : list)
            connection->abortClosing();
    }
    publishStatuses();
    Q_EMIT stopped();
}

void RelayPool::connectionChanged()
{
    if (!m_statusTimer.isActive())
        m_statusTimer.start(m_limits.status_interval_ms);
}

void RelayPool::publishStatuses()
{
    m_statusTimer.stop();
    QVector<RelayStatus> changed;
    for (RelayConnection *connection : m_connections) {
        if (connection->takeChanged())
            changed.append(connection->status());
    }
    if (!changed.isEmpty())
        Q_EMIT statusesChanged(changed);
    NetworkState network = concludeNetwork(m_system, statuses());
    network.clock = m_network.clock;
    if (m_network == network || m_stopping)
        return;
    // The first relay that is reached again shows that the others may be, too.
    const bool isBack = (m_network.offline || m_network.captive) && !network.offline && !network.captive;
    m_network = network;
    Q_EMIT networkChanged(network);
    if (isBack)
        m_wakeTimer.start();
}

} // namespace dvmdash::relay
