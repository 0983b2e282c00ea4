// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/relay_activity_list.h"

#include <utility>

namespace dvmdash::engine
{

namespace
{
constexpr std::int64_t updateEveryMs = 500;
}

void RelayActivityList::setRelays(const std::vector<relay::RelayNumber> &order,
                                  const std::vector<relay::RelayStatus> &statuses)
{
    m_order = order;
    std::map<relay::RelayNumber, RelayActivity> still;
    for (const auto &status : statuses) {
        still[status.number] = m_relays[status.number];
        still[status.number].status = status;
    }
    m_relays = std::move(still);
    std::erase_if(m_uptimes, [this](const auto &uptime) { return !m_relays.contains(uptime.first); });
}

void RelayActivityList::noteStatuses(const QVector<relay::RelayStatus> &changed)
{
    for (const auto &status : changed) {
        const auto at = m_relays.find(status.number);
        if (at != m_relays.end())
            at->second.status = status;
    }
    m_changed = true;
}

void RelayActivityList::setStopped()
{
    for (auto &[number, activity] : m_relays)
        activity.status.state = relay::LinkState::Stopped;
}

bool RelayActivityList::isDue(std::int64_t now_ms) const
{
    return m_changed || now_ms - m_updated_ms >= updateEveryMs;
}

bool RelayActivityList::update(const ingest::Counters &counters, std::int64_t now_ms)
{
    m_updated_ms = now_ms;
    for (auto &[number, activity] : m_relays) {
        RateMeter &rate = m_rates[number];
        rate.note(now_ms, activity.status.frames);
        const double perSecond = rate.perSecond(now_ms);
        ingest::SourceCounters source;
        if (const auto at = counters.by_relay.find(number); at != counters.by_relay.end())
            source = at->second;
        m_changed = m_changed || perSecond != activity.events_per_second ||
                    source.accepted != activity.accepted || source.duplicate != activity.duplicates ||
                    source.rejectedTotal() != activity.rejected;
        activity.events_per_second = perSecond;
        activity.accepted = source.accepted;
        activity.duplicates = source.duplicate;
        activity.rejected = source.rejectedTotal();
        judge(activity, now_ms);
    }
    return std::exchange(m_changed, false);
}

/// The time since the last look belongs to what the relay was then.
void RelayActivityList::Uptime::note(const relay::RelayStatus &status, std::int64_t now_ms)
{
    const std::int64_t elapsed = on ? now_ms - noted_ms : 0;
    watched_ms += elapsed;
    connected_ms += connected ? elapsed : 0;
    noted_ms = now_ms;
    on = status.enabled && status.state != relay::LinkState::Stopped;
    connected = status.state == relay::LinkState::Live || status.state == relay::LinkState::Subscribing;
}

void RelayActivityList::judge(RelayActivity &activity, std::int64_t now_ms)
{
    Uptime &uptime = m_uptimes[activity.status.number];
    uptime.note(activity.status, now_ms);
    relay::RelayConduct &conduct = activity.conduct;
    conduct.enabled = activity.status.enabled;
    conduct.watched_ms = uptime.watched_ms;
    conduct.connected_ms = uptime.connected_ms;
    conduct.latency_ms = activity.status.latency_ms;
    conduct.errors = activity.status.error_count;
    conduct.refused = activity.rejected;
    conduct.judged = activity.accepted + activity.duplicates + activity.rejected;
    const relay::RelayHealth health = relay::healthOf(conduct);
    m_changed = m_changed || health != activity.health;
    activity.health = health;
}

QVector<RelayActivity> RelayActivityList::activities() const
{
    QVector<RelayActivity> list;
    for (const auto number : m_order)
        if (const auto at = m_relays.find(number); at != m_relays.end())
            list.push_back(at->second);
    return list;
}

} // namespace dvmdash::engine
