// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/filter.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dvmdash::nostr
{

// --- relay to client (NIP-01, NIP-42, NIP-45), all but EVENT, which EventParser reads -------------------

struct OkMessage {
    std::string eventId; ///< as sent: relays answer malformed events with malformed ids
    bool accepted = false;
    std::string text;
};
struct EoseMessage {
    std::string subscription;
};
struct ClosedMessage {
    std::string subscription;
    std::string text;
};
struct NoticeMessage {
    std::string text;
};
struct AuthChallenge {
    std::string challenge;
};
struct CountMessage {
    std::string subscription;
    std::int64_t count = 0;
};
/// A message of a type this program does not know, or of a known type and a wrong shape.
struct UnknownMessage {
    std::string type;
    std::string text;
};
using RelayMessage = std::variant<OkMessage, EoseMessage, ClosedMessage, NoticeMessage, AuthChallenge,
                                  CountMessage, UnknownMessage>;

/// If the frame is an EVENT message its subscription id, found without parsing the event. The view points
/// into the frame. An id with an escape in it is not found (we never ask for such ids).
std::optional<std::string_view> peekEventSubscription(std::string_view frame);

RelayMessage parseRelayMessage(std::string_view frame);

/// The machine-readable prefix of CLOSED, NOTICE and OK texts ("auth-required", "rate-limited", "restricted",
/// "error", "blocked", "invalid", "pow", "duplicate"), also behind a leading "ERROR:"; Other when there is
/// none.
enum class RelayPrefix {
    AuthRequired,
    RateLimited,
    Restricted,
    Error,
    Blocked,
    Invalid,
    Pow,
    Duplicate,
    Other
};
RelayPrefix relayPrefix(std::string_view text);

std::string okFrame(const std::string &eventIdHex, bool accepted, std::string_view text);
std::string eoseFrame(std::string_view subscription);
std::string closedFrame(std::string_view subscription, std::string_view text);
std::string noticeFrame(std::string_view text);
std::string authChallengeFrame(std::string_view challenge);
std::string eventFrame(std::string_view subscription, const Event &event);
std::string eventFrame(std::string_view subscription, std::string_view eventJson);

// --- client to relay ------------------------------------------------------------------------------------

struct ReqMessage {
    std::string subscription;
    std::vector<Filter> filters;
};
struct CloseMessage {
    std::string subscription;
};
struct PublishMessage {
    std::string eventJson; ///< unchecked: give it to EventParser
};
struct BadClientMessage {
    std::string error;        ///< what to answer, in a NOTICE or CLOSED
    std::string subscription; ///< when one could be read
};
using ClientMessage = std::variant<ReqMessage, CloseMessage, PublishMessage, BadClientMessage>;

ClientMessage parseClientMessage(std::string_view frame);

std::string reqFrame(std::string_view subscription, const std::vector<Filter> &filters);
std::string closeFrame(std::string_view subscription);
std::string publishFrame(const Event &event);

} // namespace dvmdash::nostr
