// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace dvmdash::relay
{

/// What the health of a relay is judged by: all since the program started.
struct RelayConduct {
    bool enabled = true;
    std::int64_t watched_ms = 0;   ///< switched on
    std::int64_t connected_ms = 0; ///< of it, connected and serving: catching up or live
    std::optional<int> latency_ms; ///< last ping to pong
    std::int64_t errors = 0;       ///< failed and lost connections
    std::int64_t judged = 0;       ///< frames
    std::int64_t refused = 0;      ///< of these
    bool operator==(const RelayConduct &) const = default;
};

/// How well a relay serves, from 100 down. It begins with 100 and loses, each rounded to whole points:
///
/// | part    | loses                                                                         | at most |
/// |---------|-------------------------------------------------------------------------------|---------|
/// | Uptime  | the share of the time for which it was on and not connected                   | 50      |
/// | Errors  | 4 for each failed or lost connection an hour; a shorter time counts as an hour | 20      |
/// | Latency | nothing up to 300 ms, everything from 2,000 ms on, evenly between             | 15      |
/// | Refused | everything where a tenth of its frames was refused, evenly below              | 15      |
///
/// A relay that is off, or was watched for less than a minute, has no score: nothing can be said of it yet.
struct RelayHealth {
    enum Part { Uptime, Errors, Latency, Refused };
    static constexpr int partCount = 4;
    static constexpr std::array<int, partCount> most{50, 20, 15, 15};

    std::optional<int> score;          ///< 0 to 100
    std::array<int, partCount> lost{}; ///< points, by Part
    int connected_permille = 0;        ///< of the time for which it was on
    std::int64_t errors_per_hour = 0;  ///< rounded down
    std::int64_t refused_permille = 0; ///< of its frames
    bool operator==(const RelayHealth &) const = default;
};
inline constexpr std::int64_t healthWatchedMs = 60'000;

/// Pure.
RelayHealth healthOf(const RelayConduct &conduct);

} // namespace dvmdash::relay
