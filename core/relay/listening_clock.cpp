// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/listening_clock.h"

#include "relay/clocks.h"

namespace dvmdash::relay
{

namespace
{

/// It is looked at once a second. Whoever stood still for longer finds old data in the sockets.
constexpr std::int64_t longestPause_ms = 5'000;

} // namespace

void ListeningClock::setRead(Read read)
{
    m_read = std::move(read);
    m_watch = ClockWatch();
    m_first.reset();
}

std::int64_t ListeningClock::ms()
{
    m_last = m_read();
    if (!m_first)
        m_first = m_last;
    const auto change = m_watch.look(m_last);
    if (change || m_watch.pause_ms() > longestPause_ms)
        m_stall.ended_ms = monotonicMs();
    if (change && m_onChange)
        m_onChange(*change);
    return m_last.wall_ms;
}

std::int64_t ListeningClock::age_ms() const
{
    if (!m_first)
        return 0;
    if (m_last.all_ms && m_first->all_ms)
        return *m_last.all_ms - *m_first->all_ms;
    return m_last.awake_ms - m_first->awake_ms;
}

} // namespace dvmdash::relay
