// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <QString>
#include <QVector>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace dvmdash::relay
{

/// Kind of the events in which monitors tell of relays they looked at (NIP-66), and of those in which they
/// tell of themselves.
inline constexpr int relayDiscoveryKind = 30166;
inline constexpr int relayMonitorKind = 10166;

/// What one monitor says of one relay. All of it is what its author claims.
struct RelayReport {
    QString url;                    ///< normalised, of the `d` tag
    QString network;                ///< `n`: "clearnet", "tor", ...; empty: not told. At most 20 characters
    std::optional<int> rtt_open_ms; ///< `rtt-open`, by the monitor's clock
    QVector<int> nips;              ///< `N`, ascending, each once
    std::optional<bool> auth;       ///< `R`: needed or not; nothing: not told
    std::optional<bool> payment;
    /// `k`: whether it takes requests of jobs, results or feedback. True when any such kind is named, false
    /// when only refused ones ("!5000") are; nothing where it tells of none of them.
    std::optional<bool> jobs;
    std::int64_t created_at = 0;
    nostr::PublicKey monitor;
};
/// Nothing when it is no such event or names no relay address.
std::optional<RelayReport> readRelayReport(const nostr::Event &event);

/// A relay that monitors told of: where they differ, the newest report counts.
struct FoundRelay {
    RelayReport newest;
    int monitors = 0;               ///< that told of it
    int announced = 0;              ///< of these, tell of themselves too (kind 10166)
    std::optional<int> rtt_open_ms; ///< the median of theirs
};

/// Gathers reports. A value; bounded, since strangers write them.
class FoundRelays
{
public:
    static constexpr std::size_t mostRelays = 3'000;
    static constexpr std::size_t mostMonitors = 20; ///< a relay

    /// Of each monitor the newest of a relay counts. False when it is neither a report nor a monitor's word
    /// about itself, or too much.
    bool add(const nostr::Event &event);
    /// Most monitors first, then the quickest, then by address.
    std::vector<FoundRelay> list() const;
    std::size_t monitors() const; ///< different ones

private:
    std::set<nostr::PublicKey> m_announced;
    std::map<QString, std::map<nostr::PublicKey, RelayReport>> m_reports;
};

} // namespace dvmdash::relay
