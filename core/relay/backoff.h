// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace dvmdash::relay
{

/// Draws uniformly from [0, most].
using RandomSource = std::function<std::int64_t(std::int64_t most)>;
RandomSource systemRandom();

/// How long to wait before the next attempt: exponential with full jitter. After n failures in a row the wait
/// is drawn from [0, min(most, first * 2^n)], so that a thousand clients of a relay that fell do not come
/// back in step. Pure but for its random source.
class Backoff
{
public:
    Backoff(std::int64_t first_ms, std::int64_t most_ms, RandomSource random);

    /// Counts one failure; milliseconds to wait.
    std::int64_t next();
    /// The longest wait that next() can give now.
    std::int64_t ceiling() const;
    int failures() const { return m_failures; }
    void reset() { m_failures = 0; }

private:
    std::int64_t m_first;
    std::int64_t m_most;
    int m_failures = 0;
    RandomSource m_random;
};

} // namespace dvmdash::relay
