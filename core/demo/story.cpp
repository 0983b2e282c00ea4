// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/story.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace dvmdash::demo
{

Story::Story(const ScenarioSettings &settings, const Cast &cast, const dvm::KindTable &kinds)
    : m_settings(settings)
    , m_cast(cast)
    , m_kinds(kinds)
    , m_until(settings.start + settings.span)
{
    m_scenario.truth.seed = settings.seed;
    m_scenario.truth.start = settings.start;
}

nostr::Event Story::publish(std::int64_t at_ms, const nostr::Signer &author, Draft draft)
{
    nostr::Event event = keepBack(at_ms, author, std::move(draft));
    m_scenario.events.push_back({at_ms, event});
    judgeAfter(std::max(event.created_at, unixAt(at_ms)) + 1);
    return event;
}

nostr::Event Story::keepBack(std::int64_t at_ms, const nostr::Signer &author, Draft draft)
{
    nostr::Event event;
    event.created_at = unixAt(at_ms) + draft.clock_s;
    event.kind = draft.kind;
    event.tags = std::move(draft.tags);
    event.content = std::move(draft.content);
    author.sign(event);
    for (int nonce = 1; !m_ids.insert(event.id).second; ++nonce) {
        event.tags.push_back({"nonce", std::to_string(nonce)});
        author.sign(event);
    }
    return event;
}

void Story::release(std::int64_t at_ms, const nostr::Event &event)
{
    m_scenario.events.push_back({at_ms, event});
    judgeAfter(unixAt(at_ms) + 1);
}

void Story::judgeAfter(std::int64_t unixSeconds)
{
    if (!m_truthClosed)
        m_until = std::max(m_until, unixSeconds);
}

Scenario Story::finish()
{
    m_scenario.truth.until = m_until;
    std::ranges::sort(m_scenario.events, [](const TimedEvent &a, const TimedEvent &b) {
        return std::tie(a.at_ms, a.event.id) < std::tie(b.at_ms, b.event.id);
    });
    return std::move(m_scenario);
}

} // namespace dvmdash::demo
