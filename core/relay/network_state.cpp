// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/network_state.h"

#include <algorithm>
#include <cstdlib>

namespace dvmdash::relay
{

namespace
{

constexpr std::int64_t tolerated_s = 60;
constexpr std::int64_t agreeing_s = 30;
/// One relay that is not found may have a wrong address; of several that is the network.
constexpr int several = 2;

bool isConnected(const RelayStatus &status)
{
    return status.state == LinkState::Subscribing || status.state == LinkState::Live ||
           status.state == LinkState::Refused;
}

} // namespace

std::optional<ClockOffset> clockOffset(std::vector<std::int64_t> told)
{
    if (told.empty())
        return std::nullopt;
    const auto middle = told.begin() + static_cast<std::ptrdiff_t>((told.size() - 1) / 2);
    std::nth_element(told.begin(), middle, told.end());
    const std::int64_t median = *middle;
    const auto agreeing = std::count_if(
        told.begin(), told.end(), [&](std::int64_t one) { return std::abs(one - median) <= agreeing_s; });
    const bool isEnough = told.size() == 1 || (agreeing >= several && 2 * agreeing > std::ssize(told));
    if (std::abs(median) <= tolerated_s || !isEnough)
        return std::nullopt;
    return ClockOffset{median, static_cast<int>(agreeing)};
}

NetworkState concludeNetwork(const SystemNetwork &system, const std::vector<RelayStatus> &relays)
{
    NetworkState state;
    std::vector<std::int64_t> told;
    int enabled = 0;
    int connected = 0;
    int unreachable = 0;
    int intercepted = 0;
    for (const RelayStatus &status : relays) {
        if (!status.enabled || status.state == LinkState::Stopped)
            continue;
        ++enabled;
        connected += isConnected(status) ? 1 : 0;
        if (status.clock_ahead_s)
            told.push_back(*status.clock_ahead_s);
        switch (status.trouble) {
        case LinkTrouble::None:
        case LinkTrouble::Other:
            break;
        case LinkTrouble::NameUnknown:
        case LinkTrouble::Unreachable:
            ++unreachable;
            break;
        case LinkTrouble::Intercepted:
            ++intercepted;
            break;
        case LinkTrouble::CertificateTime:
            ++state.out_of_time;
            break;
        case LinkTrouble::Proxy:
            ++state.behind_proxy;
            break;
        case LinkTrouble::NeedsTor:
            ++state.needs_tor;
            break;
        }
    }
    state.clock_offset = clockOffset(std::move(told));
    if (state.out_of_time < several)
        state.out_of_time = 0;
    if (enabled == 0 || connected > 0)
        return state;
    const bool isAllUnreachable = unreachable >= several && unreachable == enabled - state.needs_tor;
    state.captive = system.captive.value_or(false) || intercepted >= several;
    state.offline = !state.captive && (isAllUnreachable || !system.online.value_or(true));
    return state;
}

} // namespace dvmdash::relay
