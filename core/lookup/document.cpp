// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/document.h"

#include "lookup/address.h"
#include "nostr/json_text.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace dvmdash::lookup
{

namespace
{

using Json = nlohmann::json;

constexpr std::size_t longestReason = 200;

/// Nothing when it is no object. (Parsing with a callback, to look at the depth, would go through the whole
/// list again after each object in it.)
std::optional<Json> objectIn(std::string_view text)
{
    Json json = nostr::jsonFromText(text);
    return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
}

/// At most so many bytes, cut at a character.
std::string shortened(std::string text)
{
    if (text.size() <= longestReason)
        return text;
    std::size_t end = longestReason;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

Reading unreadable()
{
    return {Outcome::Failed, {}, "The answer cannot be read"};
}

std::string textMember(const Json &object, const char *name)
{
    const auto at = object.find(name);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

} // namespace

Reading readLnurlDocument(std::string_view text)
{
    const auto json = objectIn(text);
    if (!json)
        return unreadable();
    if (textMember(*json, "status") == "ERROR")
        return {Outcome::Failed, {}, "The server says: " + shortened(textMember(*json, "reason"))};
    if (textMember(*json, "tag") != "payRequest")
        return {Outcome::Failed, {}, "The answer is none of an LNURL-pay server"};
    const auto allows = json->find("allowsNostr");
    if (allows == json->end() || !allows->is_boolean() || !allows->get<bool>())
        return {Outcome::NoKey, {}, {}};
    const auto key = nostr::PublicKey::fromHex(textMember(*json, "nostrPubkey"));
    return key ? Reading{Outcome::Key, key, {}} : Reading{Outcome::NoKey, {}, {}};
}

Reading readNip05Document(std::string_view text, std::string_view name)
{
    const auto json = objectIn(text);
    if (!json)
        return unreadable();
    const auto names = json->find("names");
    if (names == json->end() || !names->is_object())
        return unreadable();
    const auto key = nostr::PublicKey::fromHex(textMember(*names, std::string(name).c_str()));
    return key ? Reading{Outcome::Key, key, {}} : Reading{Outcome::NoKey, {}, {}};
}

Reading readDocument(const Subject &subject, std::string_view json)
{
    switch (subject.what) {
    case What::Lnurl:
        return readLnurlDocument(json);
    case What::Nip05:
        break;
    }
    const auto address = readNameAtDomain(subject.address);
    return address ? readNip05Document(json, address->name) : unreadable();
}

} // namespace dvmdash::lookup
