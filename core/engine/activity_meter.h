// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <utility>

namespace dvmdash::engine
{

/// Rate of something that only grows, over the last five seconds.
class RateMeter
{
public:
    /// `total` so far at `now_ms` (any monotonic clock).
    void note(std::int64_t now_ms, std::int64_t total);
    double perSecond(std::int64_t now_ms) const;

private:
    std::deque<std::pair<std::int64_t, std::int64_t>> m_samples; ///< time and total, oldest first
};

} // namespace dvmdash::engine
