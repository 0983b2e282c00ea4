// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/missing_events.h"

#include <algorithm>
#include <utility>

namespace dvmdash::engine
{

void MissingEvents::name(const nostr::EventId &id, std::int64_t now_ms)
{
    if (m_known.contains(id))
        return;
    remember(id);
    m_wanted.push_back({id, now_ms + askedForMs});
    if (m_wanted.size() > mostAsked)
        m_wanted.pop_front();
    m_changed = true;
}

void MissingEvents::seen(const nostr::EventId &id)
{
    const auto at =
        std::find_if(m_wanted.begin(), m_wanted.end(), [&](const Entry &entry) { return entry.id == id; });
    if (at == m_wanted.end())
        return;
    m_wanted.erase(at);
    // While others are asked for, it is not worth a new question that one of them came.
    m_changed = m_changed || m_wanted.empty();
}

void MissingEvents::expire(std::int64_t now_ms)
{
    while (!m_wanted.empty() && m_wanted.front().until_ms <= now_ms) {
        m_wanted.pop_front();
        m_changed = m_changed || m_wanted.empty();
    }
}

std::vector<nostr::EventId> MissingEvents::wanted() const
{
    std::vector<nostr::EventId> ids;
    ids.reserve(m_wanted.size());
    std::transform(m_wanted.rbegin(), m_wanted.rend(), std::back_inserter(ids),
                   [](const Entry &entry) { return entry.id; });
    return ids;
}

bool MissingEvents::takeChange()
{
    return std::exchange(m_changed, false);
}

void MissingEvents::remember(const nostr::EventId &id)
{
    m_known.insert(id);
    m_order.push_back(id);
    if (m_order.size() > mostRemembered) {
        m_known.erase(m_order.front());
        m_order.pop_front();
    }
}

} // namespace dvmdash::engine
