// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "window_fixture.h"

#include <map>
#include <set>
#include <vector>

namespace dvmdash::test
{

/// What the row of a DVM must say, counted from the stored rows alone.
struct CountedDvm {
    qint64 results = 0, feedback = 0;
    std::map<int, qint64> attempts; ///< by state
    qint64 targeted = 0, requested = 0, inferred = 0, claimed = 0, confirmed = 0;
    std::vector<qint64> responses; ///< ms
    std::set<int> kinds;
    qint64 lastSeen = 0, lastCompleted = 0;
};
using CountedDvms = std::map<QString, CountedDvm>; ///< by key in hex

CountedDvms countDvms(const WindowFixture &fixture, const engine::TimeWindow &window);
/// Its attempts in that state.
qint64 attemptsIn(const CountedDvm &dvm, dvm::State state);
qint64 attemptsFailed(const CountedDvm &dvm);
/// The value at this rank, which a percentile comes near to within 1 %.
qint64 ranked(std::vector<qint64> values, int percent);

} // namespace dvmdash::test
