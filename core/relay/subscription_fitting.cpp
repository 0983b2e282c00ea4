// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/subscription_fitting.h"

#include "relay/link_words.h"

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{

namespace
{

constexpr const char restId[] = "rest";

std::size_t mostOf(const std::optional<int> &limit)
{
    // Zero is no limit that anybody means.
    return limit.value_or(0) > 0 ? static_cast<std::size_t>(*limit) : std::size_t(-1);
}

} // namespace

std::vector<SubscriptionPtr> fitted(const std::vector<SubscriptionPtr> &wanted,
                                    const std::optional<RelayInformation> &information)
{
    if (!information)
        return wanted;
    constexpr std::size_t forThePast = 1;
    const std::size_t most = mostOf(information->max_subscriptions);
    const auto asked = static_cast<std::size_t>(
        std::count_if(wanted.begin(), wanted.end(), [](const auto &one) { return !one->filters.empty(); }));
    if (most >= asked + forThePast)
        return wanted;
    std::vector<SubscriptionPtr> fitting;
    Subscription rest{restId, {}};
    for (const SubscriptionPtr &one : wanted) {
        if (one->id == jobsSubscriptionId)
            fitting.push_back(one);
        else
            rest.filters.insert(rest.filters.end(), one->filters.begin(), one->filters.end());
    }
    const std::size_t mostFilters = mostOf(information->max_filters);
    if (rest.filters.size() > mostFilters)
        rest.filters.resize(mostFilters);
    if (most > fitting.size() && !rest.filters.empty())
        fitting.push_back(std::make_shared<const Subscription>(std::move(rest)));
    return fitting;
}

QString whyTooMuch(const std::vector<nostr::Filter> &filters, std::size_t frameBytes,
                   const std::optional<RelayInformation> &information)
{
    if (!information)
        return {};
    if (frameBytes > mostOf(information->max_message_length))
        return LinkWords::tooLong(frameBytes, *information->max_message_length);
    if (filters.size() > mostOf(information->max_filters))
        return LinkWords::tooManyFilters(filters.size(), *information->max_filters);
    return {};
}

} // namespace dvmdash::relay
