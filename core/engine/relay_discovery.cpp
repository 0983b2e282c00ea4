// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/relay_discovery.h"

#include "engine/answers.h"
#include "engine/guest_list.h"
#include "engine/relay_visit.h"

#include <algorithm>
#include <utility>

namespace dvmdash::engine
{

namespace
{

constexpr std::int64_t spanSeconds = 14 * 86'400;
constexpr int mostReports = 2'000; ///< of one relay
constexpr int mostMonitors = 200;
constexpr std::size_t mostEvents = 10'000;
constexpr int takeEveryMs = 300;
constexpr int lingerMs = 500; ///< what was verified last is still on its way
constexpr int longestMs = 30'000;
constexpr int never_ms = 3'600'000;

relay::Subscription question()
{
    nostr::Filter reports;
    reports.kinds = {relay::relayDiscoveryKind};
    reports.since = nowMs() / 1000 - spanSeconds;
    reports.limit = mostReports;
    nostr::Filter monitors;
    monitors.kinds = {relay::relayMonitorKind};
    monitors.limit = mostMonitors;
    return {"relays", {reports, monitors}};
}

/// One attempt each.
relay::RelayLimits limits()
{
    relay::RelayLimits limits;
    limits.fetch_information = false;
    limits.backoff_first_ms = never_ms;
    limits.backoff_most_ms = never_ms;
    return limits;
}

bool isSettled(relay::LinkState state)
{
    return state != relay::LinkState::Connecting && state != relay::LinkState::Subscribing;
}

} // namespace

RelayDiscovery::RelayDiscovery(const QStringList &urls, const http::Proxies &proxies, QObject *parent)
    : QObject(parent)
    , m_asked(urls.mid(0, mostAsked))
{
    m_linger.setSingleShot(true);
    m_longest.setSingleShot(true);
    connect(&m_takes, &QTimer::timeout, this, &RelayDiscovery::take);
    connect(&m_linger, &QTimer::timeout, this, &RelayDiscovery::end);
    connect(&m_longest, &QTimer::timeout, this, &RelayDiscovery::end);
    m_takes.start(takeEveryMs);
    m_longest.start(m_asked.isEmpty() ? 0 : longestMs);
    for (const QString &url : std::as_const(m_asked))
        m_states[url] = relay::LinkState::Connecting;
    m_visit = std::make_unique<RelayVisit>(m_asked, question(), limits(), mostEvents, proxies);
    connect(m_visit.get(), &RelayVisit::statusesChanged, this,
            [this](const QVector<relay::RelayStatus> &changed) {
                for (const auto &status : changed)
                    m_states[status.url] = status.state;
                look();
            });
}

RelayDiscovery::~RelayDiscovery() = default;

void RelayDiscovery::look()
{
    const bool isSettledAll = std::all_of(m_states.begin(), m_states.end(), isSettled);
    if (isSettledAll && !m_isOver && !m_linger.isActive())
        m_linger.start(lingerMs);
}

void RelayDiscovery::take()
{
    const auto events = m_visit->takeEvents();
    bool isNew = false;
    for (const nostr::Event &event : events)
        isNew = m_found.add(event) || isNew;
    if (isNew)
        Q_EMIT found();
}

void RelayDiscovery::end()
{
    if (std::exchange(m_isOver, true))
        return;
    m_takes.stop();
    m_longest.stop();
    take();
    m_visit->disconnect(this);
    m_visit.release()->deleteLater(); // its signal may be running
    Q_EMIT finished();
}

std::vector<relay::FoundRelay> RelayDiscovery::relays() const
{
    auto list = m_found.list();
    std::erase_if(list, [](const relay::FoundRelay &found) { return !mayVisitRelay(found.newest.url); });
    return list;
}

std::int64_t RelayDiscovery::leftOut() const
{
    const auto list = m_found.list();
    return std::count_if(list.begin(), list.end(),
                         [](const relay::FoundRelay &found) { return !mayVisitRelay(found.newest.url); });
}

int RelayDiscovery::answered() const
{
    return static_cast<int>(std::count(m_states.begin(), m_states.end(), relay::LinkState::Live));
}

} // namespace dvmdash::engine
