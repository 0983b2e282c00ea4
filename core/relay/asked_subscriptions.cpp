// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/asked_subscriptions.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace dvmdash::relay
{

// --- what is asked ---------------------------------------------------------------------------------------

std::vector<std::string> AskedSubscriptions::idsBeside(const std::vector<SubscriptionPtr> &wanted) const
{
    std::set<std::string> stay;
    for (const SubscriptionPtr &subscription : wanted) {
        if (!subscription->filters.empty())
            stay.insert(subscription->id);
    }
    std::vector<std::string> ids;
    for (const auto &[id, asked] : m_asked) {
        if (!stay.contains(id))
            ids.push_back(id);
    }
    return ids;
}

bool AskedSubscriptions::isAsked(const Subscription &subscription) const
{
    const auto found = m_asked.find(subscription.id);
    return found != m_asked.end() && *found->second.subscription == subscription;
}

bool AskedSubscriptions::isAskedInForm(const Subscription &subscription, std::size_t form) const
{
    const auto found = m_asked.find(subscription.id);
    return found != m_asked.end() && found->second.subscription->filters == subscription.filters &&
           form <= std::min(subscription.narrower.size(), found->second.subscription->narrower.size()) &&
           found->second.subscription->form(form) == subscription.form(form);
}

void AskedSubscriptions::replace(const SubscriptionPtr &subscription)
{
    Asked &asked = m_asked.at(subscription->id);
    if (asked.checked == asked.subscription)
        asked.checked = subscription;
    asked.subscription = subscription;
}

void AskedSubscriptions::ask(const SubscriptionPtr &subscription, bool oldMayCome)
{
    Asked &asked = m_asked[subscription->id];
    asked.checked = subscription;
    if (asked.subscription && oldMayCome) {
        Subscription both = *subscription;
        both.filters.insert(both.filters.end(), asked.subscription->filters.begin(),
                            asked.subscription->filters.end());
        asked.checked = std::make_shared<const Subscription>(std::move(both));
    }
    asked.subscription = subscription;
    asked.delivery.forget();
    m_dropped.erase(subscription->id);
}

void AskedSubscriptions::drop(const std::string &id, std::int64_t now_ms)
{
    m_dropped[id] = now_ms;
    m_asked.erase(id);
}

std::optional<std::vector<nostr::Filter>> AskedSubscriptions::request(const std::string &id, std::size_t form,
                                                                      std::int64_t now_s)
{
    Asked *asked = find(id);
    if (!asked || form > asked->subscription->narrower.size())
        return std::nullopt;
    auto filters = asked->delivery.resume(asked->subscription->form(form));
    asked->delivery.asked(filters);
    asked->asked_s = now_s;
    return filters;
}

AskedSubscriptions::Asked *AskedSubscriptions::find(std::string_view id)
{
    const auto found = m_asked.find(id);
    return found == m_asked.end() ? nullptr : &found->second;
}

// --- how far the socket is read --------------------------------------------------------------------------

void AskedSubscriptions::pinged(std::int64_t now_ms, std::int64_t now_s)
{
    m_pinged_ms = now_ms;
    m_pinged_s = now_s;
}

std::optional<std::int64_t> AskedSubscriptions::ponged(std::int64_t now_ms)
{
    const bool stalled = wasStalled();
    m_drained_ms = m_pinged_ms;
    std::erase_if(m_dropped, [this](const auto &dropped) { return dropped.second < m_drained_ms; });
    if (!stalled)
        return now_ms - m_pinged_ms;
    proveUntil(m_pinged_s);
    return std::nullopt;
}

// --- what was delivered ----------------------------------------------------------------------------------

void AskedSubscriptions::endOfStored(std::string_view id, std::int64_t now_s, std::int64_t cap)
{
    Asked *asked = find(id);
    if (!asked)
        return;
    asked->delivery.endOfStored(wasStalled() ? asked->asked_s : now_s, cap);
    asked->checked = asked->subscription;
    if (id == jobsSubscriptionId)
        m_coverageTaken_s = 0;
}

void AskedSubscriptions::alive(std::int64_t now_s)
{
    if (!wasStalled())
        proveUntil(now_s);
}

void AskedSubscriptions::proveUntil(std::int64_t until_s)
{
    for (auto &[id, asked] : m_asked)
        asked.delivery.proven(until_s);
}

void AskedSubscriptions::ended(std::string_view id)
{
    if (Asked *asked = find(id))
        asked->delivery.ended();
}

void AskedSubscriptions::ended()
{
    for (auto &[id, asked] : m_asked)
        asked.delivery.ended();
}

void AskedSubscriptions::clockSetBack(std::int64_t now_s)
{
    m_pinged_s = std::min(m_pinged_s, now_s);
    m_coverageTaken_s = std::min(m_coverageTaken_s, now_s);
    for (auto &[id, asked] : m_asked) {
        asked.asked_s = std::min(asked.asked_s, now_s);
        asked.delivery.clockSetBack(now_s);
    }
}

std::optional<Delivery::Span> AskedSubscriptions::takeCoverage(std::int64_t least_s)
{
    const Asked *jobs = find(jobsSubscriptionId);
    if (!jobs || !jobs->delivery.isConfirmed())
        return std::nullopt;
    const auto span = jobs->delivery.span();
    if (!span || span->until - m_coverageTaken_s < std::max<std::int64_t>(1, least_s))
        return std::nullopt;
    m_coverageTaken_s = span->until;
    return span;
}

} // namespace dvmdash::relay
