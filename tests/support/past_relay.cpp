// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/past_relay.h"

#include <algorithm>
#include <utility>

namespace dvmdash::test
{

namespace
{

std::vector<nostr::Event> newestFirst(std::vector<nostr::Event> events)
{
    std::sort(events.begin(), events.end(), [](const nostr::Event &a, const nostr::Event &b) {
        return a.created_at != b.created_at ? a.created_at > b.created_at : a.id < b.id;
    });
    return events;
}

} // namespace

bool isOfJob(const nostr::Event &event)
{
    return event.kind >= 5000 && event.kind <= 7000;
}

PastRelay::PastRelay(std::vector<nostr::Event> events)
    : m_events(newestFirst(std::move(events)))
{
    m_relay.onRequest = [this](const nostr::ReqMessage &request) {
        if (answers())
            answer(request);
    };
    m_relay.onCount = [this](const nostr::CountRequest &request) { count(request); };
}

void PastRelay::answer(const nostr::ReqMessage &request)
{
    if (const std::string reason = refuses(request); !reason.empty()) {
        m_relay.send(nostr::closedFrame(request.subscription, reason));
        return;
    }
    if (hides(request)) {
        m_relay.eose(request.subscription);
        return;
    }
    for (const nostr::Filter &filter : request.filters) {
        if (filter.kinds && filter.kinds->size() > mostKinds) {
            if (swallows)
                break;
            m_relay.send(nostr::closedFrame(request.subscription, "error: too many kinds"));
            return;
        }
        std::size_t given = 0;
        const std::size_t most = std::min(cap(), static_cast<std::size_t>(filter.limit.value_or(500)));
        for (const nostr::Event &event : m_events) {
            if (given == most)
                break;
            if (!nostr::matches(filter, event) || !gives(event))
                continue;
            if (breaks(event)) {
                m_relay.dropClient();
                return;
            }
            ++given;
            const std::string frame =
                "[\"EVENT\",\"" + request.subscription + "\"," + nostr::toJson(event) + "]";
            m_relay.send(frame);
            if (repeats())
                m_relay.send(frame);
        }
    }
    if (saysEose(request))
        m_relay.eose(request.subscription);
}

void PastRelay::count(const nostr::CountRequest &request)
{
    const auto events = std::count_if(m_events.begin(), m_events.end(), [&](const nostr::Event &event) {
        return nostr::matchesAny(request.filters, event);
    });
    m_relay.send(nostr::countAnswerFrame(request.subscription, events));
}

} // namespace dvmdash::test
