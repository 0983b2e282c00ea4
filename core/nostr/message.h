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
/// NIP-42.
struct AuthMessage {
    std::string eventJson; ///< unchecked: give it to EventParser
};
/// NIP-45: how many events match any of the filters.
struct CountRequest {
    std::string subscription;
    std::vector<Filter> filters;
};
struct BadClientMessage {
    std::string error;        ///< what to answer, in a NOTICE or CLOSED
    std::string subscription; ///< when one could be read
};
using ClientMessage =
    std::variant<ReqMessage, CloseMessage, PublishMessage, AuthMessage, CountRequest, BadClientMessage>;

ClientMessage parseClientMessage(std::string_view frame);

std::string reqFrame(std::string_view subscription, const std::vector<Filter> &filters);
std::string closeFrame(std::string_view subscription);
std::string publishFrame(const Event &event);
std::string authFrame(const Event &event); ///< NIP-42, see authenticationEvent()
std::string countFrame(std::string_view subscription, const std::vector<Filter> &filters);
std::string countAnswerFrame(std::string_view subscription, std::int64_t count);

/// What a key signs to log in (NIP-42), still without id and signature. `relayUrl` is the one connected to.
Event authenticationEvent(std::string_view relayUrl, std::string_view challenge, std::int64_t now_s);

} // namespace dvmdash::nostr
