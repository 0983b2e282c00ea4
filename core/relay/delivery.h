// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/filter.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dvmdash::relay
{

/// `created_at` of the event in an EVENT message, found without parsing it. Exact for valid JSON: inside a
/// string the quotes of such a member would be escaped.
std::optional<std::int64_t> peekCreatedAt(std::string_view frame);

/// What one relay surely delivered of one subscription, from one REQ to the next. Pure: times are given, Unix
/// seconds. The rule errs on the side of "not covered":
///  - nothing is sure before EOSE;
///  - fewer stored events than any cap: all since `since` came (or, without one, since the oldest that came);
///  - the cap was reached: what came is the newest, so only the seconds after the oldest of it are whole.
///  With
///    several filters each has its own cap and it cannot be told which one was cut, and what came in disorder
///    need not be the newest: then from EOSE on;
///  - afterwards it grows with every sign of life, since a socket keeps the order.
class Delivery
{
public:
    struct Span {
        std::int64_t from = 0;
        std::int64_t until = 0; ///< exclusive
    };

    /// EOSE was received and the link stands.
    bool isConfirmed() const { return m_confirmed; }

    /// A REQ went out with these filters.
    void asked(const std::vector<nostr::Filter> &filters);
    /// An event came before EOSE.
    void stored(std::optional<std::int64_t> createdAt);
    /// `cap`: most events the relay gives for one filter.
    void endOfStored(std::int64_t now, std::int64_t cap);
    /// All that the relay sent before `until` has been taken in.
    void proven(std::int64_t until);
    /// The link or the subscription is gone. What was delivered stays known.
    void ended() { m_confirmed = false; }
    /// The clock was set back to `now`: nothing is claimed of what comes after it.
    void clockSetBack(std::int64_t now);
    /// The subscription asks something else now.
    void forget() { *this = Delivery(); }

    /// The span of this REQ or of the last one; nothing before the first EOSE or while it is empty.
    std::optional<Span> span() const;

    /// The filters to ask with now: `since` moved forward to what was delivered, less a minute for events
    /// that reached the relay late.
    std::vector<nostr::Filter> resume(const std::vector<nostr::Filter> &filters) const;

private:
    // What was asked.
    std::optional<std::int64_t> m_since;
    std::optional<std::int64_t> m_last; ///< earliest `until` of the filters
    std::optional<std::int64_t> m_limit;
    std::size_t m_filters = 0;
    // What came.
    std::int64_t m_stored = 0;
    std::optional<std::int64_t> m_oldest;
    bool m_unreadable = false; ///< an event without a readable created_at came
    bool m_disordered = false; ///< an older event came before a newer one
    bool m_confirmed = false;
    std::optional<Span> m_span;
};

} // namespace dvmdash::relay
