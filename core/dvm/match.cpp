// SPDX-License-Identifier: GPL-3.0-or-later
// Which request an answer belongs to.
#include "dvm/answer.h"
#include "dvm/json_event.h"

#include <algorithm>

namespace dvmdash::dvm
{

namespace
{

struct EventTag {
    nostr::EventId id;
    bool marked = false; ///< as job, request or reply
};

/// NIP-10 puts the marker at index 3; some DVMs leave the relay out and put it at index 2.
bool hasJobMarker(const nostr::Tag &tag)
{
    for (std::size_t i = 2; i < tag.size() && i < 4; ++i) {
        if (tag[i] == "job" || tag[i] == "request" || tag[i] == "reply")
            return true;
    }
    return false;
}

/// The `e` tags whose id can be read, in order.
std::vector<EventTag> eventTags(const nostr::Event &event)
{
    std::vector<EventTag> found;
    for (const nostr::Tag &tag : event.tags) {
        if (tag.size() < 2 || tag[0] != "e")
            continue;
        if (const auto id = nostr::EventId::fromHex(tag[1]))
            found.push_back({*id, hasJobMarker(tag)});
    }
    return found;
}

bool disagrees(const nostr::EventId &nested, const std::vector<EventTag> &tags)
{
    const bool anyMarked =
        std::any_of(tags.begin(), tags.end(), [](const EventTag &tag) { return tag.marked; });
    const auto names = [&](const EventTag &tag) { return tag.marked == anyMarked && tag.id == nested; };
    return !tags.empty() && std::none_of(tags.begin(), tags.end(), names);
}

std::optional<nostr::Event> nestedRequest(const nostr::Event &event)
{
    for (const nostr::Tag &tag : event.tags) {
        if (tag.size() < 2 || tag[0] != "request")
            continue;
        auto nested = eventFromJson(tag[1]);
        if (nested && nostr::idMatches(*nested))
            return nested;
    }
    return std::nullopt;
}

} // namespace

Match matchRequest(const nostr::Event &event,
                   const std::function<bool(const nostr::EventId &)> &isKnownRequest)
{
    Match match;
    const std::vector<EventTag> tags = eventTags(event);
    match.nested = nestedRequest(event);
    if (match.nested) {
        match.rule = MatchRule::RequestTag;
        match.request = match.nested->id;
        match.conflict = disagrees(match.request, tags);
        return match;
    }
    if (tags.empty())
        return match;

    const auto marked =
        std::find_if(tags.begin(), tags.end(), [](const EventTag &tag) { return tag.marked; });
    if (marked != tags.end()) {
        match.rule = MatchRule::MarkedTag;
        match.request = marked->id;
        return match;
    }
    const auto known = std::find_if(tags.begin(), tags.end(), [&](const EventTag &tag) {
        return isKnownRequest && isKnownRequest(tag.id);
    });
    match.rule = known != tags.end() ? MatchRule::KnownRequest : MatchRule::FirstTag;
    match.request = known != tags.end() ? known->id : tags.front().id;
    return match;
}

} // namespace dvmdash::dvm
