// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace dvmdash::test
{

/// How often a fault is tried: a few times in every run of the tests, for minutes when $DVMDASH_SOAK_MINUTES
/// says so (`./dev soak`). Rounds are numbered from 1; the number is the seed of all that is random in it.
///
///     for (Effort effort(15, 100); effort.more();)
///         tryWith(effort.round());
class Effort
{
public:
    /// `few`: rounds in a usual run. `least`: rounds of a soak, however little time it is given.
    Effort(int few, int least);
    /// Begins another round.
    bool more();
    int round() const { return m_round; }

    static bool isSoak();

private:
    const int m_few;
    const int m_least;
    const std::chrono::steady_clock::time_point m_until;
    int m_round = 0;
};

} // namespace dvmdash::test
