// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/attentive_clock.h"

#include <algorithm>

namespace dvmdash::relay
{

std::int64_t AttentiveClock::look(std::int64_t now_ms)
{
    if (m_last)
        m_time += std::clamp<std::int64_t>(now_ms - *m_last, 0, m_most);
    m_last = now_ms;
    return m_time;
}

} // namespace dvmdash::relay
