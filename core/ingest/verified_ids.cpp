// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/verified_ids.h"

namespace dvmdash::ingest
{

VerifiedIds::VerifiedIds(std::size_t capacity)
    : m_capacity(capacity)
{
}

void VerifiedIds::add(const nostr::EventId &id)
{
    const std::lock_guard lock(m_mutex);
    if (m_young.size() >= m_capacity) {
        m_old = std::move(m_young);
        m_young = Set();
    }
    m_young.insert(id);
}

bool VerifiedIds::contains(const nostr::EventId &id) const
{
    const std::lock_guard lock(m_mutex);
    return m_young.contains(id) || m_old.contains(id);
}

} // namespace dvmdash::ingest
