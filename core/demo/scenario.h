// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/ground_truth.h"
#include "nostr/event.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The simulated DVM network: customers and DVMs that sign real events and fail in every way the rules know.
namespace dvmdash::demo
{

struct ScenarioSettings {
    std::uint64_t seed = 1;
    std::uint64_t cast_seed = 0; ///< who plays; 0: the same as seed. Equal seeds are the same keys and names
    int jobs = 1000;             ///< about so many; chains count each job
    std::int64_t start = 1'700'000'000; ///< Unix seconds of the first event; raised to a day after 1970
    std::int64_t span = 3600;  ///< seconds over which the requests are spread. What a job does after its
                               ///< request is never hurried: deadlines are what they are
    bool introductions = true; ///< profiles and announcements in the first minute
    bool heartbeats = true;    ///< every 300 s, and a last one after every deadline of the ground truth
    std::string relay = {};    ///< URL for `relays` tags and hints; empty: no such tags

    bool operator==(const ScenarioSettings &) const = default;
};

/// One event and the moment at which it is published.
struct TimedEvent {
    std::int64_t at_ms = 0; ///< milliseconds after the start; created_at is this in whole seconds after
                            ///< start, unless the scenario fakes it
    nostr::Event event;     ///< signed
};

struct Scenario {
    std::vector<TimedEvent> events; ///< ordered by at_ms, then id
    GroundTruth truth;
};

/// Pure and repeatable: the same settings give the same events byte for byte, on every platform. Takes
/// milliseconds for a hundred jobs: call it off the UI thread. With 300 jobs or more every request kind of
/// the table and every scenario name appears. When `cancelled` turns true the result is empty.
///
/// What cannot be made: a true cycle of jobs. A request names earlier ids only, for an id is a hash of what
/// it names. "chain-cycle" is the nearest thing: job B takes the output of job A, and a later, revised result
/// of A carries an `i` tag and a quotation that name B. By the rules only what *requests* name makes strong
/// edges, so the chain is A to B and both are delivered; whoever reads the tags of results as inputs sees a
/// cycle.
Scenario makeScenario(const ScenarioSettings &settings, const std::atomic_bool *cancelled = nullptr);

/// Every name that JobTruth::scenario can have, in the order of the table they are drawn from.
std::vector<std::string_view> scenarioNames();

/// Every name that a chain can have before its number: ChainTruth::name is "fan-in/7".
std::vector<std::string_view> chainNames();

} // namespace dvmdash::demo
