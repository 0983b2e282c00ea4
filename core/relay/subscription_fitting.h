// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/relay_status.h"
#include "relay/subscription.h"

#include <optional>
#include <string>
#include <vector>

namespace dvmdash::relay
{

/// What to ask of a relay that allows so many subscriptions and filters (NIP-11). One subscription is left
/// for the past. Where they do not fit, all but "jobs" go into one ("rest"), what comes first in the list
/// first; where only one is allowed, "jobs" alone is asked.
std::vector<SubscriptionPtr> fitted(const std::vector<SubscriptionPtr> &wanted,
                                    const std::optional<RelayInformation> &information);

/// Why the relay will refuse this REQ, by its NIP-11 document; empty when it allows it.
QString whyTooMuch(const std::vector<nostr::Filter> &filters, std::size_t frameBytes,
                   const std::optional<RelayInformation> &information);

} // namespace dvmdash::relay
