// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/kinds.h"
#include "nostr/event.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dvmdash::dvm
{

/// What an event is in NIP-90 terms. The numbers are stored: never renumber.
enum class Role : std::uint8_t {
    Other = 0,
    Request = 1,
    Result = 2,
    Feedback = 3,
    Announcement = 4,  ///< kind 31990 with at least one `k` in the request range
    Heartbeat = 5,     ///< kind 11998
    ZapReceipt = 6,    ///< kind 9735
    Nutzap = 7,        ///< kind 9321
    Redemption = 8,    ///< kind 7376
    Deletion = 9,      ///< kind 5
    CustomerNote = 10, ///< kind 7000 signed by the customer it answers, who is not the target
    Pong = 11,         ///< kind 7000 with status pong: liveness
};
std::string_view roleName(Role role);

/// What was kept and flagged. Bits; the numbers are stored: never renumber.
enum EventFlag : std::uint32_t {
    FlagSuspect = 1u << 0, ///< a result or feedback that names no request: it answers nothing, counts nowhere
    FlagConflict = 1u << 1,        ///< `request` tag and `e` tags name different requests
    FlagBadRequestTag = 1u << 2,   ///< `request` tag is no JSON or its id does not match (may leak inputs)
    FlagOddId = 1u << 3,           ///< an `e` tag whose id is no 64 lowercase hex
    FlagManyTags = 1u << 4,        ///< more than 2,000 tags
    FlagControlText = 1u << 5,     ///< NUL, bidi or terminal control characters in content or tags
    FlagExpired = 1u << 6,         ///< NIP-40 expiration was over when it was made or when we received it
    FlagDeepNesting = 1u << 7,     ///< requests nested in `request` tags deeper than 3
    FlagEncrypted = 1u << 8,       ///< `encrypted` tag
    FlagOpaque = 1u << 9,          ///< feedback with no status and an `encrypted` tag
    FlagMarkup = 1u << 10,         ///< something like an HTML tag or a javascript: link in content
    FlagCollision = 1u << 11,      ///< a kind that other protocols use too
    FlagUnknownStatus = 1u << 12,  ///< feedback status outside the known set
    FlagAmountMismatch = 1u << 13, ///< amount tag and invoice differ; the invoice counts
    FlagUnknownUnit = 1u << 14,    ///< amount that cannot be read as millisatoshi
    FlagEmptyTag = 1u << 15,       ///< a tag that is an empty array
    FlagFuture = 1u << 16,         ///< created_at was over 15 minutes ahead of receipt
    // These are found when an event is read, and never stored: see dvm/lifecycle.h.
    FlagDeleted = 1u << 17,  ///< its author asked for its deletion
    FlagLapsed = 1u << 18,   ///< its expiration is over by now
    FlagReplaced = 1u << 19, ///< a newer version stands in its place
};
/// Short names of the flags that are set, in bit order ("suspect", "conflict", ...).
std::vector<std::string_view> flagNames(std::uint32_t flags);

/// What a result or feedback says, and which request it answers as far as it alone tells.
struct AnswerReading {
    Answer answer; ///< `live` is left to the caller
    Match match;   ///< with no request known
};

struct Classification {
    Role role = Role::Other;
    std::uint32_t flags = 0;
    std::optional<std::int64_t> expires_at; ///< Unix seconds, see expirationOf()
    std::optional<AnswerReading> reading;   ///< of results and feedback: what the flags were found in
};

/// Role by kind and shape, and every flag that the event alone shows. `received_ms` is our clock.
/// CustomerNote is never given here: it needs the customer, see isCustomerNote() in dvm/answer.h.
Classification classify(const nostr::Event &event, const KindTable &kinds, std::int64_t received_ms);

/// How far ahead of our clock an event may be dated before it is held out of every number, in seconds.
inline constexpr std::int64_t futureToleranceSeconds = 15 * 60;

} // namespace dvmdash::dvm
