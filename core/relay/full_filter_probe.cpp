// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/full_filter_probe.h"

#include "relay/delivery.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

namespace dvmdash::relay
{

namespace
{

constexpr const char fewId[] = "probe/few";
constexpr const char fullId[] = "probe/full";

/// A relay that gives what it was not asked for bears no witness.
bool isOf(const nostr::Filter &filter, std::string_view frame)
{
    const auto json = nlohmann::json::parse(frame, nullptr, false);
    if (!json.is_array() || json.size() != 3 || !json[2].is_object() || !filter.kinds)
        return false;
    const auto kind = json[2].find("kind");
    if (kind == json[2].end() || !kind->is_number_integer())
        return false;
    const auto &kinds = *filter.kinds;
    return std::find(kinds.begin(), kinds.end(), kind->get<std::int64_t>()) != kinds.end();
}

} // namespace

FullFilterProbe::FullFilterProbe(nostr::Filter full, nostr::Filter few)
    : m_full(std::move(full))
    , m_few(std::move(few))
{
    m_few.since.reset();
    m_few.until.reset();
    m_few.limit = 1;
    m_question = std::make_shared<const Subscription>(Subscription{fewId, {m_few}});
}

bool FullFilterProbe::isIts(std::string_view subscription) const
{
    return subscription == fewId || subscription == fullId;
}

void FullFilterProbe::event(std::string_view frame)
{
    if (m_verdict != Verdict::Open)
        return;
    if (m_isWitnessAsked) {
        m_verdict = Verdict::Honest; // where that second holds more than it gives at once, another one does
        return;
    }
    const auto at = peekCreatedAt(frame);
    if (m_witness || !at || !isOf(m_few, frame))
        return;
    m_witness = at;
}

void FullFilterProbe::ended()
{
    if (m_verdict != Verdict::Open)
        return;
    if (!m_witness) {
        m_verdict = Verdict::Honest;
        return;
    }
    if (std::exchange(m_isWitnessAsked, true)) {
        m_verdict = Verdict::Swallows;
        return;
    }
    nostr::Filter full = m_full;
    full.since = m_witness;
    full.until = m_witness;
    full.limit.reset();
    m_question = std::make_shared<const Subscription>(Subscription{fullId, {std::move(full)}});
}

} // namespace dvmdash::relay
