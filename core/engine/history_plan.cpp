// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history_plan.h"

#include "engine/interest.h"
#include "relay/subscription.h"

#include <algorithm>
#include <utility>

namespace dvmdash::engine
{

namespace
{

constexpr std::int64_t daySeconds = 86'400;

} // namespace

std::vector<std::pair<std::int64_t, std::int64_t>> gapsIn(const store::IntervalSet &covered,
                                                          std::int64_t from, std::int64_t until)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> gaps;
    for (const auto &[since, end] : covered.intervals()) {
        if (end <= from)
            continue;
        if (since >= until)
            break;
        if (since > from)
            gaps.emplace_back(from, since);
        from = end;
    }
    if (from < until)
        gaps.emplace_back(from, until);
    return gaps;
}

relay::HistoryWish wishForJobs(const dvm::KindTable &kinds, const HistoryRequest &request,
                               const store::IntervalSet &covered, const std::vector<nostr::PublicKey> &dvms)
{
    const relay::Subscription jobs = jobsSubscription(kinds, request.from, dvms);
    relay::HistoryPart part;
    part.what = jobs.filters.front();
    part.narrower = jobs.narrower;
    part.proves = true;
    relay::HistoryWish wish;
    for (const auto &[from, until] : gapsIn(covered, request.from, request.until)) {
        const std::int64_t step = request.oldest_first ? daySeconds : until - from;
        for (part.from = from; part.from < until; part.from = part.until) {
            part.until = std::min(until, part.from + step);
            wish.parts.push_back(part);
        }
    }
    if (!request.oldest_first)
        std::reverse(wish.parts.begin(), wish.parts.end());
    return wish;
}

relay::HistoryWish wishForTheRest(const dvm::KindTable &kinds, const HistoryRequest &request,
                                  const std::vector<nostr::PublicKey> &dvms)
{
    relay::HistoryWish wish;
    for (const auto &subscription : subscriptionsFor(kinds, request.from, dvms)) {
        if (subscription.id == relay::jobsSubscriptionId)
            continue;
        for (const nostr::Filter &filter : subscription.filters)
            wish.parts.push_back({filter, filter.since ? request.from : 0, request.until, {}, false});
    }
    return wish;
}

} // namespace dvmdash::engine
