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
    }
    return std::exchange(m_changed, false);
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
