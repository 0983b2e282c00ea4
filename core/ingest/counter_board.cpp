// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/counter_board.h"

namespace dvmdash::ingest
{

void CounterBoard::add(relay::RelayNumber relay, const SourceCounters &delta)
{
    const std::lock_guard lock(m_mutex);
    m_counters.all += delta;
    m_counters.by_relay[relay] += delta;
}

void CounterBoard::addRejected(relay::RelayNumber relay, nostr::Reject reason)
{
    SourceCounters delta;
    delta.read = 1;
    delta.rejected[static_cast<std::size_t>(reason)] = 1;
    add(relay, delta);
}

void CounterBoard::addVerifyTime(std::int64_t us)
{
    const std::lock_guard lock(m_mutex);
    m_counters.verify_us += us;
}

void CounterBoard::addWriteTime(std::int64_t us)
{
    const std::lock_guard lock(m_mutex);
    m_counters.write_us += us;
}

Counters CounterBoard::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_counters;
}

SourceCounters CounterBoard::of(relay::RelayNumber relay) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_counters.by_relay.find(relay);
    return found == m_counters.by_relay.end() ? SourceCounters{} : found->second;
}

} // namespace dvmdash::ingest
