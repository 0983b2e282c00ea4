// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/clock_watch.h"
#include "relay/relay_status.h"

#include <QMetaType>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace dvmdash::relay
{

/// What the system says of the network; nothing: it does not say.
struct SystemNetwork {
    std::optional<bool> online; ///< false: there is no network at all
    std::optional<bool> captive;
    int medium = 0; ///< which kind of network; another number, another network
    bool operator==(const SystemNetwork &) const = default;
};

/// By how much our clock is off, as relays say.
struct ClockOffset {
    std::int64_t ahead_s = 0; ///< below 0: behind
    int relays = 0;           ///< that agree
    bool operator==(const ClockOffset &) const = default;
};
/// `told`: of each relay that told the time. Nothing where our clock is right to a minute, where they do not
/// agree, or where one alone says so of several.
std::optional<ClockOffset> clockOffset(std::vector<std::int64_t> told);

/// What all relays together tell of this computer's network and clock. A value, copied between threads.
struct NetworkState {
    bool offline = false; ///< no relay is reached, for this computer has no network
    bool captive = false; ///< a login page answers in place of the relays
    int out_of_time = 0;  ///< relays whose certificates are not valid at the time of our clock
    std::optional<ClockOffset> clock_offset;
    int needs_tor = 0;                ///< relays with .onion addresses, and nothing that leads there
    int behind_proxy = 0;             ///< relays that fail at the proxy
    std::optional<ClockChange> clock; ///< the newest one
    bool operator==(const NetworkState &) const = default;
};

/// What the relays that are switched on come to, without `clock`. One that is connected is worth more than
/// all that the system says: then there is a network.
NetworkState concludeNetwork(const SystemNetwork &system, const std::vector<RelayStatus> &relays);

} // namespace dvmdash::relay

Q_DECLARE_METATYPE(dvmdash::relay::NetworkState)
