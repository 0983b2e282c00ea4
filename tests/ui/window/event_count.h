// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "window_fixture.h"

#include <map>
#include <set>

namespace dvmdash::test
{

/// What the pages must say, counted one event after the other.
struct Counted {
    std::int64_t requests = 0, results = 0, feedback = 0;
    std::set<std::int64_t> users, dvms, kinds;
    std::map<std::int64_t, std::int64_t> requestsOfKind, resultsOfDvm;
    std::map<std::int64_t, std::set<std::int64_t>> dvmsOfKind;
};

Counted countIn(const std::vector<StoredEvent> &events, const engine::TimeWindow &window);

} // namespace dvmdash::test
