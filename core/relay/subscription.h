// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/filter.h"

#include <memory>
#include <string>
#include <vector>

namespace dvmdash::relay
{

/// Id of the subscription for requests, results and feedback: the one whose silence means something. Coverage
/// is recorded for it alone, and a relay's state follows it.
inline constexpr const char jobsSubscriptionId[] = "jobs";

/// One question to a relay. Immutable once sent, so that frames in the queue can be checked against it from
/// any thread. One without filters asks nothing and is not sent.
struct Subscription {
    std::string id;
    std::vector<nostr::Filter> filters;
    bool operator==(const Subscription &) const = default;
};
using SubscriptionPtr = std::shared_ptr<const Subscription>;

} // namespace dvmdash::relay
