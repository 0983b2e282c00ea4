// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/subscription_planner.h"

#include "dvm/kinds.h"
#include "engine/guest_list.h"
#include "engine/interest.h"
#include "engine/machinery.h"

namespace dvmdash::engine
{

namespace
{

constexpr std::int64_t resubscribeAfterMs = 5'000;
constexpr std::int64_t askMissingAfterMs = 2'000;

} // namespace

SubscriptionPlanner::SubscriptionPlanner(const std::unique_ptr<Machinery> &machinery, bool hintsLeadAnywhere)
    : m_machinery(machinery)
    , m_hintsLeadAnywhere(hintsLeadAnywhere)
    , m_hinted(hintsLeadAnywhere ? [](const QString &) { return true; } : mayVisitRelay,
               hintsLeadAnywhere ? 0 : HintedRelays::firstAskOthersMs)
{
}

void SubscriptionPlanner::begin(std::int64_t since_s, std::int64_t now_ms)
{
    m_since_s = since_s;
    m_dvms = NamedDvms(m_machinery->announcedDvms);
    auto &pool = m_machinery->network->pool();
    m_guests = new GuestList(pool, m_machinery->writer, m_hintsLeadAnywhere, nullptr);
    m_guests->moveToThread(pool.thread());
    QObject::connect(pool.thread(), &QThread::finished, m_guests, &QObject::deleteLater);
    subscribe(now_ms);
}

void SubscriptionPlanner::learn(const std::vector<store::EventRow> &rows,
                                const std::vector<store::MissingEvent> &named, std::int64_t now_ms)
{
    if (m_dvms.learn(rows))
        m_dvmsChanged = true;
    for (const store::MissingEvent &event : named) {
        m_missing.name(event.id, now_ms);
        m_hinted.name(event.id, event.hints, now_ms);
    }
    // What came in the same moment is not missing.
    for (const auto &row : rows) {
        m_missing.seen(row.id);
        m_hinted.seen(row.id);
    }
    m_missing.expire(now_ms);
}

void SubscriptionPlanner::notSinceAfter(std::int64_t since_s, std::int64_t now_ms)
{
    if (!m_machinery || m_since_s <= since_s)
        return;
    m_since_s = since_s;
    subscribe(now_ms);
}

void SubscriptionPlanner::tick(std::int64_t now_ms)
{
    const std::int64_t ago_ms = now_ms - m_subscribed_ms;
    const bool askForOthers = ago_ms >= askMissingAfterMs && m_missing.takeChange();
    const bool asksAnew = (m_dvmsChanged && ago_ms >= resubscribeAfterMs) || askForOthers;
    if (m_machinery && asksAnew)
        subscribe(now_ms);
}

void SubscriptionPlanner::subscribe(std::int64_t now_ms)
{
    m_dvmsChanged = false;
    m_subscribed_ms = now_ms;
    m_machinery->network->post(
        [subscriptions = subscriptionsFor(m_machinery->kinds, m_since_s, m_dvms.list(), m_missing.wanted())](
            relay::RelayPool &pool) { pool.setSubscriptions(subscriptions); });
}

void SubscriptionPlanner::visitHinted(std::int64_t now_ms)
{
    if (m_machinery && m_hinted.advance(now_ms))
        tellVisits();
}

void SubscriptionPlanner::leaveHinted()
{
    m_hinted.clear();
    if (m_machinery)
        tellVisits();
}

void SubscriptionPlanner::tellVisits()
{
    QMetaObject::invokeMethod(
        m_guests, [guests = m_guests, visits = m_hinted.visits()] { guests->setVisits(visits); },
        Qt::QueuedConnection);
}

} // namespace dvmdash::engine
