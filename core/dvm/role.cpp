// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/role.h"

#include "dvm/json_event.h"
#include "dvm/lifecycle.h"
#include "dvm/profile.h"
#include "dvm/text_flags.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

namespace dvmdash::dvm
{

namespace
{

constexpr std::size_t manyTags = 2000;
constexpr int deepestNesting = 3;
constexpr std::int64_t secondsPerMs = 1000;

Role roleOf(const nostr::Event &event, const KindTable &kinds)
{
    if (kinds.isRequest(event.kind))
        return Role::Request;
    if (kinds.isResult(event.kind))
        return Role::Result;
    switch (event.kind) {
    case 5:
        return Role::Deletion;
    case 7000:
        return statusWord(event.tagValue("status")) == "pong" ? Role::Pong : Role::Feedback;
    case 7376:
        return Role::Redemption;
    case 9321:
        return Role::Nutzap;
    case 9735:
        return Role::ZapReceipt;
    case 11998:
        return Role::Heartbeat;
    case 31990:
        return !announcedKinds(event, kinds).empty() ? Role::Announcement : Role::Other;
    }
    return Role::Other;
}

std::uint32_t tagFlags(const nostr::Event &event)
{
    std::uint32_t flags = 0;
    if (event.tags.size() > manyTags)
        flags |= FlagManyTags;
    for (const nostr::Tag &tag : event.tags) {
        if (tag.empty()) {
            flags |= FlagEmptyTag;
            continue;
        }
        if (tag[0] == "e" && (tag.size() < 2 || !nostr::EventId::fromHex(tag[1])))
            flags |= FlagOddId;
        if (tag[0] == "encrypted")
            flags |= FlagEncrypted;
        for (const std::string &value : tag) {
            if (!(flags & FlagControlText) && hasControlText(value))
                flags |= FlagControlText;
        }
    }
    return flags;
}

std::uint32_t textFlags(const nostr::Event &event)
{
    std::uint32_t flags = 0;
    if (hasControlText(event.content))
        flags |= FlagControlText;
    if (hasMarkup(event.content))
        flags |= FlagMarkup;
    return flags;
}

std::uint32_t timeFlags(const nostr::Event &event, const std::optional<std::int64_t> &expires,
                        std::int64_t receivedSeconds)
{
    std::uint32_t flags = 0;
    if (event.created_at > receivedSeconds && event.created_at - receivedSeconds > futureToleranceSeconds)
        flags |= FlagFuture;
    if (expires && (*expires <= event.created_at || *expires <= receivedSeconds))
        flags |= FlagExpired;
    return flags;
}

/// How many requests stand inside one another, counted no further than one above what is tolerated.
/// `outermost` is the nested request when it was read before.
int nestingOf(const nostr::Event &event, const std::optional<nostr::Event> &outermost)
{
    int depth = outermost ? 1 : 0;
    std::optional<nostr::Event> nested; // owns the tag that is looked at
    const nostr::Tag *tag = (outermost ? *outermost : event).firstTag("request");
    while (tag && tag->size() > 1 && depth <= deepestNesting) {
        auto inner = eventFromJson((*tag)[1]);
        if (!inner)
            break;
        ++depth;
        nested = std::move(inner);
        tag = nested->firstTag("request");
    }
    return depth;
}

AnswerReading readAnswerAlone(const nostr::Event &event, std::int64_t received_ms, std::uint32_t &flags)
{
    AnswerReading reading{readAnswer(event, received_ms, false, &flags), matchRequest(event, {})};
    const Match &match = reading.match;
    if (match.rule == MatchRule::None)
        flags |= FlagSuspect;
    if (match.conflict)
        flags |= FlagConflict;
    if (event.firstTag("request") && !match.nested)
        flags |= FlagBadRequestTag;
    if (nestingOf(event, match.nested) > deepestNesting)
        flags |= FlagDeepNesting;
    return reading;
}

} // namespace

std::string_view roleName(Role role)
{
    switch (role) {
    case Role::Other:
        return "other";
    case Role::Request:
        return "request";
    case Role::Result:
        return "result";
    case Role::Feedback:
        return "feedback";
    case Role::Announcement:
        return "announcement";
    case Role::Heartbeat:
        return "heartbeat";
    case Role::ZapReceipt:
        return "zap receipt";
    case Role::Nutzap:
        return "nutzap";
    case Role::Redemption:
        return "redemption";
    case Role::Deletion:
        return "deletion";
    case Role::CustomerNote:
        return "customer note";
    case Role::Pong:
        return "pong";
    }
    return "other";
}

std::vector<std::string_view> flagNames(std::uint32_t flags)
{
    constexpr std::array<std::string_view, 20> names{
        "suspect",      "conflict",  "bad request tag", "odd id",          "many tags",
        "control text", "expired",   "deep nesting",    "encrypted",       "opaque",
        "markup",       "collision", "unknown status",  "amount mismatch", "unknown unit",
        "empty tag",    "future",    "deleted",         "expired since",   "replaced",
    };
    std::vector<std::string_view> set;
    for (std::size_t bit = 0; bit < names.size(); ++bit) {
        if (flags & (1u << bit))
            set.push_back(names[bit]);
    }
    return set;
}

Classification classify(const nostr::Event &event, const KindTable &kinds, std::int64_t received_ms)
{
    Classification result;
    result.role = roleOf(event, kinds);
    result.expires_at = expirationOf(event);
    result.flags =
        tagFlags(event) | textFlags(event) | timeFlags(event, result.expires_at, received_ms / secondsPerMs);
    if (result.role == Role::Result || result.role == Role::Feedback)
        result.reading = readAnswerAlone(event, received_ms, result.flags);
    const bool inRange = result.role == Role::Request || result.role == Role::Result;
    if (inRange && !kinds.collision(event.kind).empty())
        result.flags |= FlagCollision;
    return result;
}

} // namespace dvmdash::dvm
