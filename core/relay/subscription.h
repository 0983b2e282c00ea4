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
    /// What to ask of a relay that finds `filters` too much, tried in this order. Each asks for a part of
    /// `filters`, never for more.
    std::vector<std::vector<nostr::Filter>> narrower = {};
    /// 0: `filters`; from 1 on: `narrower`.
    const std::vector<nostr::Filter> &form(std::size_t number) const
    {
        return number == 0 ? filters : narrower.at(number - 1);
    }
    bool operator==(const Subscription &) const = default;
};
using SubscriptionPtr = std::shared_ptr<const Subscription>;

} // namespace dvmdash::relay
