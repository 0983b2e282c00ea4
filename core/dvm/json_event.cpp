// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/json_event.h"

#include "nostr/json_text.h"
#include "nostr/parser.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace dvmdash::dvm
{

namespace
{

using Json = nlohmann::json;

const std::string *textMember(const Json &object, const char *name)
{
    const auto found = object.find(name);
    return found == object.end() ? nullptr : found->get_ptr<const std::string *>();
}

std::optional<std::int64_t> integerMember(const Json &object, const char *name, std::int64_t high)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_unsigned()) // the library reads 0 and above as unsigned
        return std::nullopt;
    const auto value = found->get<std::uint64_t>();
    if (value > static_cast<std::uint64_t>(high))
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

std::optional<nostr::Tags> tagsMember(const Json &object)
{
    const auto found = object.find("tags");
    if (found == object.end() || !found->is_array())
        return std::nullopt;
    nostr::Tags tags;
    tags.reserve(found->size());
    for (const Json &row : *found) {
        if (!row.is_array())
            return std::nullopt;
        nostr::Tag &tag = tags.emplace_back();
        tag.reserve(row.size());
        for (const Json &value : row) {
            const auto *text = value.get_ptr<const std::string *>();
            if (!text)
                return std::nullopt;
            tag.push_back(*text);
        }
    }
    return tags;
}

/// Reads whatever can be forgiven.
std::optional<nostr::Event> forgivingly(std::string_view json)
{
    const Json object = nostr::jsonFromText(json); // parses and destroys without recursion
    if (!object.is_object())
        return std::nullopt;
    const std::string *id = textMember(object, "id");
    const std::string *key = textMember(object, "pubkey");
    const std::string *content = textMember(object, "content");
    const auto createdAt = integerMember(object, "created_at", std::numeric_limits<std::int64_t>::max());
    const auto kind = integerMember(object, "kind", 65535);
    if (!id || !key || !content || !createdAt || !kind)
        return std::nullopt;
    const auto eventId = nostr::EventId::fromHex(*id);
    const auto publicKey = nostr::PublicKey::fromHex(*key);
    auto tags = tagsMember(object);
    if (!eventId || !publicKey || !tags)
        return std::nullopt;

    nostr::Event event;
    event.id = *eventId;
    event.pubkey = *publicKey;
    event.created_at = *createdAt;
    event.kind = static_cast<int>(*kind);
    event.tags = *std::move(tags);
    event.content = *content;
    if (const std::string *sig = textMember(object, "sig"))
        event.sig = nostr::Signature::fromHex(*sig).value_or(nostr::Signature{});
    return event;
}

} // namespace

std::optional<nostr::Event> eventFromJson(std::string_view json)
{
    // Nearly all copies are as good as on the wire, and the reader of the wire is many times faster.
    thread_local nostr::EventParser parser;
    auto strict = parser.parse(json);
    auto *read = std::get_if<nostr::ParsedEvent>(&strict);
    return read && !read->framed ? std::optional(std::move(read->event)) : forgivingly(json);
}

} // namespace dvmdash::dvm
