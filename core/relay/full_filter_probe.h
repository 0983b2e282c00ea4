// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/filter.h"
#include "relay/subscription.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dvmdash::relay
{

/// Finds out whether a relay that has nothing for a long filter says so because it has nothing: some answer
/// what is too long for them with EOSE alone (rules: jobs and chains, section 7). It is asked for one event
/// of a few kinds, of any time; then with the long filter for the second of that event. Where that does not
/// bring it, the relay's silence is worth nothing. Pure: without sockets and clocks.
class FullFilterProbe
{
public:
    enum class Verdict {
        Open,
        Honest,   ///< it gave the event; or it has none, and then there is nothing to be told apart
        Swallows, ///< the long filter did not bring what is there
    };

    /// The long filter, and a short one that asks for a part of it.
    FullFilterProbe(nostr::Filter full, nostr::Filter few);

    Verdict verdict() const { return m_verdict; }
    /// What to ask now; only while the verdict is open.
    SubscriptionPtr question() const { return m_question; }
    bool isIts(std::string_view subscription) const;

    void event(std::string_view frame);
    /// It said all it had for the question.
    void ended();
    /// It refused, or never came to an end: that says nothing of its silence.
    void failed() { m_verdict = Verdict::Honest; }

private:
    const nostr::Filter m_full;
    nostr::Filter m_few;
    SubscriptionPtr m_question;
    std::optional<std::int64_t> m_witness; ///< created_at of an event that is there
    bool m_isWitnessAsked = false;
    Verdict m_verdict = Verdict::Open;
};

} // namespace dvmdash::relay
