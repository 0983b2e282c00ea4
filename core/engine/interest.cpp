// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/interest.h"

#include "dvm/standing.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>

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
constexpr std::size_t allKinds = std::size_t(-1);
/// Of the DVMs, where all of them are more than a relay takes.
constexpr std::array<std::size_t, 2> fewerDvms = {100, 20};

/// Named request kinds, those that are seen most first.
std::vector<int> namedRequests(const dvm::KindTable &kinds)
{
    std::vector<const dvm::KindInfo *> infos;
    for (const auto &info : kinds.kinds())
        if (kinds.isRequest(info.request))
            infos.push_back(&info);
    std::stable_sort(infos.begin(), infos.end(),
                     [](const auto *left, const auto *right) { return left->weight > right->weight; });
    std::vector<int> requests;
    for (const auto *info : infos)
        requests.push_back(info->request);
    return requests;
}

/// For relays that refuse long filters: the kinds that have a name, a few in each filter.
std::vector<nostr::Filter> namedJobEvents(const dvm::KindTable &kinds, std::int64_t since)
{
    std::vector<int> wanted{feedbackKind};
    for (const int request : namedRequests(kinds)) {
        wanted.push_back(request);
        wanted.push_back(kinds.resultKind(request));
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

/// For relays that want to be told whose events are asked for: at most so many named kinds from these DVMs,
/// and to them.
std::vector<nostr::Filter> fromAndTo(const std::vector<nostr::PublicKey> &dvms, const dvm::KindTable &kinds,
                                     std::size_t mostKinds, std::int64_t since)
{
    nostr::Filter from;
    nostr::Filter to;
    from.since = to.since = since;
    from.authors = dvms;
    from.kinds = {feedbackKind};
    to.kinds.emplace();
    for (const auto &dvm : dvms)
        to.tags['p'].push_back(dvm.hex());
    for (const int request : namedRequests(kinds)) {
        if (to.kinds->size() + 1 >= mostKinds)
            break;
        to.kinds->push_back(request);
        from.kinds->push_back(kinds.resultKind(request));
    }
    return {from, to};
}

/// The last of them, in their order.
std::vector<nostr::PublicKey> newest(const std::vector<nostr::PublicKey> &dvms, std::size_t most)
{
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, dvms.size()));
    return {dvms.end() - count, dvms.end()};
}

nostr::Filter jobEvents(const dvm::KindTable &kinds, std::int64_t since)
{
    std::vector<int> wanted;
    for (const auto &some : {kinds.requests(), kinds.results()})
        wanted.insert(wanted.end(), some.begin(), some.end());
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

/// What is asked about these DVMs, and of fewer of them.
using AboutDvms = std::function<std::vector<nostr::Filter>(const std::vector<nostr::PublicKey> &dvms)>;

relay::Subscription aboutDvms(std::string id, const std::vector<nostr::PublicKey> &dvms, const AboutDvms &ask)
{
    relay::Subscription subscription{std::move(id), ask(dvms)};
    for (const std::size_t few : fewerDvms)
        if (few < dvms.size())
            subscription.narrower.push_back(ask(newest(dvms, few)));
    return subscription;
}

std::vector<std::string> hexOf(const std::vector<nostr::PublicKey> &keys)
{
    std::vector<std::string> texts;
    for (const auto &key : keys)
        texts.push_back(key.hex());
    return texts;
}

nostr::Filter ofKinds(std::vector<int> kinds, std::optional<std::int64_t> since)
{
    nostr::Filter filter;
    filter.kinds = std::move(kinds);
    filter.since = since;
    return filter;
}

/// What is paid to them, and how they are to be paid.
std::vector<nostr::Filter> moneyOf(const std::vector<nostr::PublicKey> &dvms, std::int64_t since)
{
    nostr::Filter payments = ofKinds({zapReceiptKind, nutzapKind}, since);
    payments.tags['p'] = hexOf(dvms);
    nostr::Filter profiles = ofKinds({profileKind, relayListKind, dvm::nutzapInfoKind}, std::nullopt);
    profiles.authors = dvms;
    return {payments, profiles};
}

std::vector<nostr::Filter> redeemedBy(const std::vector<nostr::PublicKey> &dvms, std::int64_t since)
{
    nostr::Filter redemptions = ofKinds({redemptionKind}, since);
    redemptions.authors = dvms;
    return {redemptions};
}

/// What a DVM pays back is addressed to the customer; a receipt names who paid in its `P` tag (NIP-57).
std::vector<nostr::Filter> paidBackBy(const std::vector<nostr::PublicKey> &dvms, std::int64_t since)
{
    nostr::Filter receipts = ofKinds({zapReceiptKind}, since);
    receipts.tags['P'] = hexOf(dvms);
    nostr::Filter nutzaps = ofKinds({nutzapKind}, since);
    nutzaps.authors = dvms;
    return {receipts, nutzaps};
}

} // namespace

relay::Subscription jobsSubscription(const dvm::KindTable &kinds, std::int64_t since,
                                     const std::vector<nostr::PublicKey> &dvms)
{
    relay::Subscription jobs{
        relay::jobsSubscriptionId, {jobEvents(kinds, since)}, {namedJobEvents(kinds, since)}};
    if (!dvms.empty()) {
        jobs.narrower.push_back(fromAndTo(newest(dvms, fewerDvms[0]), kinds, allKinds, since));
        jobs.narrower.push_back(fromAndTo(newest(dvms, fewerDvms[1]), kinds, fewKinds, since));
    }
    return jobs;
}

std::vector<relay::Subscription> subscriptionsFor(const dvm::KindTable &kinds, std::int64_t since,
                                                  const std::vector<nostr::PublicKey> &dvms,
                                                  const std::vector<nostr::EventId> &missing)
{
    std::vector<relay::Subscription> subscriptions;
    subscriptions.push_back(jobsSubscription(kinds, since, dvms));

    nostr::Filter announcements = ofKinds({announcementKind}, std::nullopt);
    announcements.tags['k'] = namedKinds(kinds);
    announcements.limit = mostAnnouncements;
    nostr::Filter deletions = ofKinds({deletionKind}, since);
    deletions.tags['k'] = namedKinds(kinds);
    subscriptions.push_back({"dvms", {announcements, ofKinds({heartbeatKind}, since), deletions}});

    if (!dvms.empty()) {
        const auto about = [&](const char *id, auto ask) {
            subscriptions.push_back(aboutDvms(
                id, dvms, [&](const std::vector<nostr::PublicKey> &some) { return ask(some, since); }));
        };
        about("money", moneyOf);
        about("redeemed", redeemedBy);
        about("refunds", paidBackBy);
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
