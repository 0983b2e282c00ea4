// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_health.h"

#include <algorithm>
#include <numeric>

namespace dvmdash::relay
{

namespace
{

constexpr std::int64_t hourMs = 3'600'000;
constexpr std::int64_t errorCost = 4;
constexpr std::int64_t quick_ms = 300;
constexpr std::int64_t slow_ms = 2'000;
constexpr std::int64_t unbearableShare = 10; ///< one in so many frames refused

/// `most` where part is all of whole, rounded.
int share(std::int64_t part, std::int64_t whole, int most)
{
    if (whole <= 0)
        return 0;
    const std::int64_t bounded = std::clamp<std::int64_t>(part, 0, whole);
    return static_cast<int>((2 * bounded * most + whole) / (2 * whole));
}

} // namespace

RelayHealth healthOf(const RelayConduct &conduct)
{
    RelayHealth health;
    if (!conduct.enabled || conduct.watched_ms < healthWatchedMs)
        return health;
    const std::int64_t hours_ms = std::max(conduct.watched_ms, hourMs);
    health.connected_permille = share(conduct.connected_ms, conduct.watched_ms, 1'000);
    health.errors_per_hour = conduct.errors * hourMs / hours_ms;
    health.refused_permille = share(conduct.refused, conduct.judged, 1'000);

    const auto &most = RelayHealth::most;
    auto &lost = health.lost;
    lost[RelayHealth::Uptime] =
        share(conduct.watched_ms - conduct.connected_ms, conduct.watched_ms, most[RelayHealth::Uptime]);
    lost[RelayHealth::Errors] = share(errorCost * conduct.errors * hourMs,
                                      most[RelayHealth::Errors] * hours_ms, most[RelayHealth::Errors]);
    if (conduct.latency_ms)
        lost[RelayHealth::Latency] =
            share(*conduct.latency_ms - quick_ms, slow_ms - quick_ms, most[RelayHealth::Latency]);
    lost[RelayHealth::Refused] =
        share(unbearableShare * conduct.refused, conduct.judged, most[RelayHealth::Refused]);
    health.score = 100 - std::accumulate(lost.begin(), lost.end(), 0);
    return health;
}

} // namespace dvmdash::relay
