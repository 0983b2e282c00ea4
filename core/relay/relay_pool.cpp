// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_pool.h"

#include "relay/relay_connection.h"
#include "relay/relay_url.h"

#include <QNetworkAccessManager>

#include <algorithm>
#include <set>
#include <utility>

namespace dvmdash::relay
{

namespace
{

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
    , m_http(new QNetworkAccessManager(this))
    , m_context(new ConnectionContext{m_sink, m_limits, *m_stall, *m_http, nullptr})
    , m_guestLimits(limitsOfGuests(limits))
    , m_guestContext(new ConnectionContext{m_sink, m_guestLimits, *m_stall, *m_http, nullptr})
{
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
}

} // namespace dvmdash::relay
