// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/activity_meter.h"

#include <algorithm>

namespace dvmdash::engine
{

namespace
{
constexpr std::int64_t spanMs = 5'000;
}

void RateMeter::note(std::int64_t now_ms, std::int64_t total)
{
    m_samples.emplace_back(now_ms, total);
    // The newest sample older than the span stays: it is the base of the difference.
    while (m_samples.size() > 2 && m_samples[1].first <= now_ms - spanMs)
        m_samples.pop_front();
}

double RateMeter::perSecond(std::int64_t now_ms) const
{
    if (m_samples.size() < 2 || m_samples.back().first <= now_ms - spanMs)
        return 0;
    const auto &[began, base] = m_samples.front();
    const std::int64_t elapsed = std::max<std::int64_t>(std::min(now_ms - began, spanMs), 1'000);
    return static_cast<double>(m_samples.back().second - base) * 1000.0 / static_cast<double>(elapsed);
}

} // namespace dvmdash::engine
