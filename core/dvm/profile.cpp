// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/profile.h"

#include "dvm/answer.h"
#include "nostr/json_text.h"

#include <charconv>
#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <type_traits>

namespace dvmdash::dvm
{

namespace
{

using Json = nlohmann::json;

constexpr int announcementKind = 31990;
constexpr std::size_t longestName = 100;
constexpr std::size_t longestAbout = 4'000;
constexpr std::size_t longestAddress = 100;
constexpr std::size_t longestUrl = 2'000;
constexpr std::size_t longestPrice = 200;
constexpr std::size_t mostPriceParts = 8;

/// Cut at a character.
std::string shortened(std::string text, std::size_t longest)
{
    if (text.size() <= longest)
        return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// A text that is no longer than this, else nothing.
std::string upTo(std::string text, std::size_t longest)
{
    return text.size() <= longest ? std::move(text) : std::string();
}

/// The first of these members that is a text with anything in it.
std::string textMember(const Json &object, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        const auto at = object.find(name);
        if (at == object.end() || !at->is_string())
            continue;
        if (std::string text = trimmed(at->get_ref<const std::string &>()); !text.empty())
            return text;
    }
    return {};
}

/// True, "True", "yes", 1 and their opposites; nothing for all else.
std::optional<bool> booleanOf(const Json &value)
{
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return number == 0 || number == 1 ? std::optional(number == 1) : std::nullopt;
    }
    if (!value.is_string())
        return std::nullopt;
    const std::string word = statusWord(value.get_ref<const std::string &>());
    if (word == "true" || word == "yes" || word == "1")
        return true;
    if (word == "false" || word == "no" || word == "0")
        return false;
    return std::nullopt;
}

/// The first of these members that says yes or no.
std::optional<bool> booleanMember(const Json &object, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (const auto at = object.find(name); at != object.end())
            if (const auto value = booleanOf(*at))
                return value;
    return std::nullopt;
}

void append(std::string &text, std::string_view separator, std::string_view more)
{
    if (more.empty())
        return;
    if (!text.empty())
        text += separator;
    text += more;
}

/// A text or a number as it stands; empty for all else.
std::string scalarText(const Json &value)
{
    if (value.is_string())
        return trimmed(value.get_ref<const std::string &>());
    return value.is_number() ? value.dump() : std::string();
}

/// "10", or of an object or a list its scalars: "amount 10, unit sats".
std::string priceText(const Json &value)
{
    if (!value.is_structured())
        return scalarText(value);
    std::string text;
    std::size_t parts = 0;
    for (const auto &[name, member] : value.items()) {
        if (parts++ == mostPriceParts)
            break;
        std::string part = scalarText(member);
        if (!part.empty() && value.is_object())
            part.insert(0, trimmed(name) + ' ');
        append(text, ", ", part);
    }
    return text;
}

/// Members that were met; the first that says anything counts, with the unit that stands beside it.
std::string priceIn(const Json &object)
{
    std::string text;
    for (const char *name : {"price", "pricing", "amount", "cost", "fee"}) {
        const auto at = object.find(name);
        if (at == object.end())
            continue;
        text = priceText(*at);
        if (!text.empty())
            break;
    }
    if (!text.empty())
        append(text, " ", textMember(object, {"unit", "currency"}));
    for (const char *name : {"perUnit", "per_unit"})
        if (const auto at = object.find(name); at != object.end())
            if (const std::string each = scalarText(*at); !each.empty())
                append(text, ", ", "per unit " + each);
    return text;
}

/// ["price", "10", "sats"]: what stands behind the name.
std::string priceIn(const nostr::Tags &tags)
{
    for (const std::string_view name : {"price", "pricing", "amount", "cost", "fee"}) {
        for (const nostr::Tag &tag : tags) {
            if (tag.empty() || tag[0] != name)
                continue;
            std::string text;
            for (std::size_t i = 1; i < tag.size() && i <= mostPriceParts; ++i)
                append(text, " ", trimmed(tag[i]));
            if (!text.empty())
                return text;
        }
    }
    return {};
}

std::optional<bool> booleanTag(const nostr::Event &event, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (const auto value = booleanOf(std::string(event.tagValue(name))))
            return value;
    return std::nullopt;
}

/// Takes what the tags of an announcement say and its content did not.
void readTags(const nostr::Event &event, Profile &profile)
{
    const auto take = [&event](std::string &text, const char *name, std::size_t longest) {
        if (text.empty())
            text = upTo(trimmed(event.tagValue(name)), longest);
    };
    if (profile.about.empty())
        profile.about = shortened(trimmed(event.tagValue("about")), longestAbout);
    take(profile.picture, "picture", longestUrl);
    take(profile.picture, "image", longestUrl);
    take(profile.nip05, "nip05", longestAddress);
    take(profile.lud16, "lud16", longestAddress);
    take(profile.lud06, "lud06", longestUrl);
    if (profile.price.empty())
        profile.price = shortened(priceIn(event.tags), longestPrice);
    if (!profile.encryption)
        profile.encryption = booleanTag(event, {"encryptionSupported", "supportsEncryption", "encryption"});
    if (!profile.nutzaps)
        profile.nutzaps = booleanTag(event, {"acceptsNutZaps", "nutzaps"});
}

void readContent(const Json &object, Profile &profile)
{
    profile.about = shortened(textMember(object, {"about"}), longestAbout);
    profile.picture = upTo(textMember(object, {"picture", "image"}), longestUrl);
    profile.nip05 = upTo(textMember(object, {"nip05"}), longestAddress);
    profile.lud16 = upTo(textMember(object, {"lud16"}), longestAddress);
    profile.lud06 = upTo(textMember(object, {"lud06"}), longestUrl);
    profile.price = shortened(priceIn(object), longestPrice);
    profile.encryption = booleanMember(object, {"encryptionSupported", "supportsEncryption", "encryption"});
    profile.nutzaps = booleanMember(object, {"acceptsNutZaps", "nutzaps", "cashuAccepted"});
}

Json contentOf(const nostr::Event &event)
{
    return nostr::jsonFromText(event.content);
}

std::optional<std::string> nameFrom(const nostr::Event &event, const Json &content)
{
    std::string name = content.is_object() ? textMember(content, {"display_name", "name"}) : std::string();
    if (name.empty() && event.kind == announcementKind)
        name = trimmed(event.tagValue("name"));
    return name.empty() ? std::nullopt : std::optional(shortened(std::move(name), longestName));
}

bool isNewer(const nostr::Event &a, const nostr::Event &b)
{
    return a.created_at != b.created_at ? a.created_at > b.created_at : a.id < b.id;
}

/// Where the handler says nothing, what its owner's profile says.
void fillFrom(Profile &handler, Profile profile)
{
    const auto take = [](auto &mine, auto &&theirs) {
        if (mine == std::decay_t<decltype(mine)>())
            mine = std::forward<decltype(theirs)>(theirs);
    };
    take(handler.name, std::move(profile.name));
    take(handler.about, std::move(profile.about));
    take(handler.picture, std::move(profile.picture));
    take(handler.nip05, std::move(profile.nip05));
    take(handler.lud16, std::move(profile.lud16));
    take(handler.lud06, std::move(profile.lud06));
    take(handler.price, std::move(profile.price));
    take(handler.encryption, profile.encryption);
    take(handler.nutzaps, profile.nutzaps);
}

} // namespace

std::optional<std::string> profileName(const nostr::Event &event)
{
    return nameFrom(event, contentOf(event));
}

std::vector<int> announcedKinds(const nostr::Event &event, const KindTable &kinds)
{
    std::set<int> announced;
    for (const nostr::Tag &tag : event.tags) {
        if (tag.size() < 2 || tag[0] != "k")
            continue;
        int kind = 0;
        const char *const end = tag[1].data() + tag[1].size();
        const auto read = std::from_chars(tag[1].data(), end, kind);
        if (read.ec == std::errc{} && read.ptr == end && kinds.isRequest(kind))
            announced.insert(kind);
    }
    return {announced.begin(), announced.end()};
}

Profile readProfile(const nostr::Event &event, const KindTable &kinds)
{
    Profile profile;
    const Json content = contentOf(event);
    profile.name = nameFrom(event, content).value_or(std::string());
    if (content.is_object())
        readContent(content, profile);
    if (event.kind == announcementKind) {
        readTags(event, profile);
        profile.kinds = announcedKinds(event, kinds);
        profile.announced_at = event.created_at;
    }
    return profile;
}

Profile readProfile(const std::vector<nostr::Event> &announcements, const nostr::Event *profile,
                    const KindTable &kinds)
{
    std::map<std::string_view, const nostr::Event *> handlers; // by `d`
    for (const nostr::Event &event : announcements) {
        const nostr::Event *&known = handlers[event.tagValue("d")];
        if (!known || isNewer(event, *known))
            known = &event;
    }
    const nostr::Event *newest = nullptr;
    std::set<int> united;
    for (const auto &[d, handler] : handlers) {
        const auto announced = announcedKinds(*handler, kinds);
        united.insert(announced.begin(), announced.end());
        if (!announced.empty() && (!newest || isNewer(*handler, *newest)))
            newest = handler;
    }
    if (!newest)
        return profile ? readProfile(*profile, kinds) : Profile();
    Profile dvm = readProfile(*newest, kinds);
    const Json content = contentOf(*newest);
    if (profile && (!content.is_object() || content.empty()))
        fillFrom(dvm, readProfile(*profile, kinds));
    dvm.kinds.assign(united.begin(), united.end());
    return dvm;
}

} // namespace dvmdash::dvm
