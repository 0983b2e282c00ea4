// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/cast.h"
#include "demo/scenario.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace dvmdash::demo
{

/// An event before it is signed.
struct Draft {
    int kind = 0;
    nostr::Tags tags = {};
    std::string content = {};
    std::int64_t clock_s = 0; ///< how far the author's clock is ahead
};

/// A scenario in the making: collects signed events and what is true about them. Inside core/demo only.
class Story
{
public:
    Story(const ScenarioSettings &settings, const Cast &cast, const dvm::KindTable &kinds);

    const ScenarioSettings &settings() const { return m_settings; }
    const Cast &cast() const { return m_cast; }
    const dvm::KindTable &kinds() const { return m_kinds; }

    /// Unix seconds of a moment of the scenario.
    std::int64_t unixAt(std::int64_t at_ms) const { return m_settings.start + at_ms / 1000; }

    /// Signs an event and publishes it at that moment. No two events of a story are the same: one that would
    /// repeat another's id (the same words of the same author in the same second) gets a `nonce` tag.
    nostr::Event publish(std::int64_t at_ms, const nostr::Signer &author, Draft draft);
    /// Signs an event that nobody ever publishes.
    nostr::Event keepBack(std::int64_t at_ms, const nostr::Signer &author, Draft draft);

    /// Publishes an event that was kept back.
    void release(std::int64_t at_ms, const nostr::Event &event);

    /// The truth holds from this Unix second on at the earliest.
    void judgeAfter(std::int64_t unixSeconds);

    void add(JobTruth job) { m_scenario.truth.jobs.push_back(std::move(job)); }
    void add(ChainTruth chain) { m_scenario.truth.chains.push_back(std::move(chain)); }

    std::int64_t until() const { return m_until; }
    /// Nothing that follows puts until() off any more: what comes is no part of any job.
    void closeTruth() { m_truthClosed = true; }
    /// Orders the events and hands all over.
    Scenario finish();

private:
    const ScenarioSettings &m_settings;
    const Cast &m_cast;
    const dvm::KindTable &m_kinds;
    Scenario m_scenario;
    std::set<nostr::EventId> m_ids;
    std::int64_t m_until = 0;
    bool m_truthClosed = false;
};

} // namespace dvmdash::demo
