// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/clock_watch.h"

#include <cstdlib>
#include <utility>

namespace dvmdash::relay
{

ClockChange joined(const ClockChange &first, const ClockChange &second)
{
    return {first.from_ms, second.until_ms, first.slept_ms + second.slept_ms, first.set_ms + second.set_ms};
}

std::optional<ClockChange> ClockWatch::look(const ClockReading &now)
{
    const auto last = std::exchange(m_last, now);
    if (!last)
        return std::nullopt;
    const std::int64_t wall = now.wall_ms - last->wall_ms;
    m_pause = now.awake_ms - last->awake_ms;
    ClockChange change{last->wall_ms, now.wall_ms, 0, 0};
    if (now.all_ms && last->all_ms) {
        const std::int64_t all = *now.all_ms - *last->all_ms;
        change.slept_ms = all - m_pause;
        change.set_ms = wall - all;
    } else if (wall >= m_pause) {
        change.slept_ms = wall - m_pause;
    } else {
        change.set_ms = wall - m_pause;
    }
    if (change.slept_ms < least_ms)
        change.slept_ms = 0;
    if (std::abs(change.set_ms) < least_ms)
        change.set_ms = 0;
    return change.slept_ms == 0 && change.set_ms == 0 ? std::nullopt : std::optional(change);
}

} // namespace dvmdash::relay
