// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "nostr/bytes.h"
#include "relay/subscription.h"

#include <cstdint>
#include <vector>

namespace dvmdash::engine
{

/// The subscriptions that a collector keeps at each relay:
/// - "jobs": every request, result and feedback from `since` on. Coverage is counted on this one. Of a relay
///   that refuses so many kinds the named ones are asked, ten in a filter; of one that refuses these, too,
///   the named ones from and to the DVMs known so far (rules: jobs and chains, section 7).
/// - "dvms": announcements, heartbeats and deletions of requests.
/// - "money": zap receipts and nutzaps to the DVMs known so far, and how they are to be paid (profiles,
///   10019) and where they are (10002). Relays cannot be asked for "zaps of jobs", so their payees are named;
///   absent while none is known.
/// - "redeemed": which nutzaps the same DVMs say they redeemed. On its own, for names make a filter long.
/// - "refunds": zap receipts and nutzaps that the same DVMs paid themselves.
/// - "missing": requests and results that others name and that were not seen, by id; absent while none is.
///   Relays that are visited for them are asked nothing else.
std::vector<relay::Subscription> subscriptionsFor(const dvm::KindTable &kinds, std::int64_t since,
                                                  const std::vector<nostr::PublicKey> &dvms,
                                                  const std::vector<nostr::EventId> &missing = {});

/// "jobs" alone.
relay::Subscription jobsSubscription(const dvm::KindTable &kinds, std::int64_t since,
                                     const std::vector<nostr::PublicKey> &dvms);

/// Asks for events by id.
relay::Subscription missingSubscription(const std::vector<nostr::EventId> &ids);

/// More DVMs than this are not named in a filter: relays refuse long ones.
inline constexpr std::size_t mostNamedDvms = 500;

} // namespace dvmdash::engine
