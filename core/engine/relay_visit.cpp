// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/relay_visit.h"

#include "engine/network_thread.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <atomic>
#include <mutex>
#include <utility>
#include <variant>

namespace dvmdash::engine
{

/// Verifies on the network thread of the visit: a visit is short, and nobody else waits there.
class VisitSink : public relay::FrameSink
{
public:
    explicit VisitSink(std::size_t mostEvents)
        : m_most(mostEvents)
    {
    }

    bool accept(relay::IncomingFrame frame) override
    {
        if (m_taken >= m_most)
            return true; // thrown away: a relay may go on for long before it ends
        auto parsed = m_parser.parse(frame.json);
        auto *message = std::get_if<nostr::ParsedEvent>(&parsed);
        if (!message || message->subscription != frame.subscription->id ||
            !nostr::matchesAny(frame.subscription->filters, message->event) ||
            m_verifier.check(message->event)) {
            ++m_refused;
            return true;
        }
        ++m_taken;
        const std::lock_guard lock(m_mutex);
        m_events.push_back(std::move(message->event));
        return true;
    }
    void refuse(relay::RelayNumber, nostr::Reject) override { ++m_refused; }
    relay::FrameTally tally(relay::RelayNumber) const override
    {
        const auto refused = m_refused.load();
        return {static_cast<std::int64_t>(m_taken.load()) + refused, refused};
    }

    std::vector<nostr::Event> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_events, {});
    }
    std::int64_t refused() const { return m_refused; }

private:
    const std::size_t m_most;
    nostr::EventParser m_parser;
    nostr::Verifier m_verifier;
    std::atomic<std::size_t> m_taken = 0;
    std::atomic<std::int64_t> m_refused = 0;
    std::mutex m_mutex;
    std::vector<nostr::Event> m_events;
};

RelayVisit::RelayVisit(const QStringList &urls, const relay::Subscription &question,
                       const relay::RelayLimits &limits, std::size_t mostEvents, const http::Proxies &proxies,
                       QObject *parent)
    : QObject(parent)
    , m_sink(std::make_unique<VisitSink>(mostEvents))
    , m_network(std::make_unique<NetworkThread>(*m_sink, limits, lookup::ServiceSettings{}, proxies, 0))
{
    qRegisterMetaType<QVector<relay::RelayStatus>>();
    qRegisterMetaType<relay::CoverageSpan>();
    connect(&m_network->pool(), &relay::RelayPool::statusesChanged, this, &RelayVisit::statusesChanged);
    connect(&m_network->pool(), &relay::RelayPool::coverageGrew, this, &RelayVisit::provedWhole);
    relay::RelayList list;
    for (const QString &url : urls)
        list.append({url, true});
    m_network->post([list, question](relay::RelayPool &pool) {
        pool.setSubscriptions({question});
        pool.setRelays(list);
    });
}

RelayVisit::~RelayVisit() = default;

std::vector<nostr::Event> RelayVisit::takeEvents()
{
    return m_sink->take();
}

std::int64_t RelayVisit::refused() const
{
    return m_sink->refused();
}

} // namespace dvmdash::engine
