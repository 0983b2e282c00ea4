// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/interval_set.h"

#include <algorithm>
#include <iterator>

namespace dvmdash::store
{

void IntervalSet::add(std::int64_t from, std::int64_t until)
{
    if (from >= until)
        return;
    auto at = m_intervals.upper_bound(from);
    if (at != m_intervals.begin() && std::prev(at)->second >= from)
        --at;
    while (at != m_intervals.end() && at->first <= until) {
        from = std::min(from, at->first);
        until = std::max(until, at->second);
        at = m_intervals.erase(at);
    }
    m_intervals.emplace(from, until);
}

bool IntervalSet::covers(std::int64_t from, std::int64_t until) const
{
    if (from >= until)
        return true;
    const auto after = m_intervals.upper_bound(from);
    return after != m_intervals.begin() && std::prev(after)->second >= until;
}

std::int64_t IntervalSet::end() const
{
    return m_intervals.empty() ? 0 : m_intervals.rbegin()->second;
}

std::int64_t IntervalSet::total() const
{
    std::int64_t seconds = 0;
    for (const auto &[from, until] : m_intervals)
        seconds += until - from;
    return seconds;
}

} // namespace dvmdash::store
