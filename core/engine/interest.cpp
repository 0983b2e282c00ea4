// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/interest.h"

#include "dvm/standing.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace dvmdash::engine
{

namespace
{

constexpr int profileKind = 0;
constexpr int deletionKind = 5;
constexpr int feedbackKind = 7000;
constexpr int redemptionKind = 7376;
constexpr int relayListKind = 10002;
constexpr int nutzapKind = 9321;
constexpr int zapReceiptKind = 9735;
constexpr int heartbeatKind = 11998;
constexpr int announcementKind = 31990;
constexpr int mostAnnouncements = 500;
constexpr std::size_t fewKinds = 10;

/// For relays that refuse long filters: the kinds that have a name, a few in each filter.
std::vector<nostr::Filter> namedJobEvents(const dvm::KindTable &kinds, std::int64_t since)
{
    std::vector<int> wanted{feedbackKind};
    for (const auto &info : kinds.kinds()) {
        if (!kinds.isRequest(info.request))
            continue;
        wanted.push_back(info.request);
        wanted.push_back(kinds.resultKind(info.request));
    }
    std::vector<nostr::Filter> filters;
    for (std::size_t i = 0; i < wanted.size(); i += fewKinds) {
        nostr::Filter filter;
        const auto from = wanted.begin() + static_cast<std::ptrdiff_t>(i);
        filter.kinds.emplace(from, from + static_cast<std::ptrdiff_t>(std::min(fewKinds, wanted.size() - i)));
        filter.since = since;
        filters.push_back(std::move(filter));
    }
    return filters;
}

nostr::Filter jobEvents(const dvm::KindTable &kinds, std::int64_t since)
{
    std::vector<int> wanted;
    for (int kind = kinds.firstRequest(); kind <= kinds.lastRequest(); ++kind)
        if (kinds.isRequest(kind))
            wanted.push_back(kind);
    for (int kind = kinds.firstResult(); kind <= kinds.lastResult(); ++kind)
        if (kinds.isResult(kind))
            wanted.push_back(kind);
    wanted.push_back(feedbackKind);
    nostr::Filter filter;
    filter.kinds = std::move(wanted);
    filter.since = since;
    return filter;
}

std::vector<std::string> namedKinds(const dvm::KindTable &kinds)
{
    std::vector<std::string> texts;
    for (const auto &info : kinds.kinds())
        texts.push_back(std::to_string(info.request));
    return texts;
}

} // namespace

std::vector<relay::Subscription> subscriptionsFor(const dvm::KindTable &kinds, std::int64_t since,
                                                  const std::vector<nostr::PublicKey> &dvms,
                                                  const std::vector<nostr::EventId> &missing)
{
    std::vector<relay::Subscription> subscriptions;
    subscriptions.push_back(
        {relay::jobsSubscriptionId, {jobEvents(kinds, since)}, {namedJobEvents(kinds, since)}});

    nostr::Filter announcements;
    announcements.kinds = {announcementKind};
    announcements.tags['k'] = namedKinds(kinds);
    announcements.limit = mostAnnouncements;
    nostr::Filter heartbeats;
    heartbeats.kinds = {heartbeatKind};
    heartbeats.since = since;
    nostr::Filter deletions;
    deletions.kinds = {deletionKind};
    deletions.tags['k'] = namedKinds(kinds);
    deletions.since = since;
    subscriptions.push_back({"dvms", {announcements, heartbeats, deletions}});

    if (!dvms.empty()) {
        nostr::Filter payments;
        payments.kinds = {zapReceiptKind, nutzapKind};
        payments.since = since;
        for (const auto &dvm : dvms)
            payments.tags['p'].push_back(dvm.hex());
        nostr::Filter profiles;
        profiles.kinds = {profileKind, relayListKind, dvm::nutzapInfoKind};
        profiles.authors = dvms;
        nostr::Filter redemptions;
        redemptions.kinds = {redemptionKind};
        redemptions.since = since;
        redemptions.authors = dvms;
        subscriptions.push_back({"money", {payments, profiles}});
        subscriptions.push_back({"redeemed", {redemptions}});
        // What a DVM pays back is addressed to the customer; a receipt names who paid in its `P` tag
        // (NIP-57).
        nostr::Filter paidBack;
        paidBack.kinds = {zapReceiptKind};
        paidBack.since = since;
        paidBack.tags['P'] = payments.tags['p'];
        nostr::Filter nutzapsBack;
        nutzapsBack.kinds = {nutzapKind};
        nutzapsBack.since = since;
        nutzapsBack.authors = dvms;
        subscriptions.push_back({"refunds", {paidBack, nutzapsBack}});
    }
    if (!missing.empty())
        subscriptions.push_back(missingSubscription(missing));
    return subscriptions;
}

relay::Subscription missingSubscription(const std::vector<nostr::EventId> &ids)
{
    nostr::Filter named;
    named.ids = ids;
    return {"missing", {named}};
}

} // namespace dvmdash::engine
