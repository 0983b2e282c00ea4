// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/lifecycle.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace dvmdash::dvm
{

namespace
{

constexpr int deletionKind = 5;
constexpr int heartbeatKind = 11998;

template<typename Number>
std::optional<Number> wholeNumber(std::string_view text)
{
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

/// "kind:pubkey:name"; the name may hold colons, and is empty for a replaceable event.
std::optional<Named::Address> addressOf(std::string_view text, const nostr::PublicKey &author)
{
    const std::size_t first = text.find(':');
    if (first == text.npos)
        return std::nullopt;
    const auto kind = wholeNumber<int>(text.substr(0, first));
    const std::string_view rest = text.substr(first + 1);
    const std::size_t second = rest.find(':');
    if (!kind || rest.substr(0, second) != author.hex())
        return std::nullopt;
    return Named::Address{*kind, std::string(second == rest.npos ? "" : rest.substr(second + 1))};
}

Named::Address addressOf(const nostr::Event &event)
{
    const bool isNamed = versionsOf(event.kind) == Versions::OneOfName;
    return {event.kind, isNamed ? nameOfVersion(event) : std::string()};
}

} // namespace

Versions versionsOf(int kind)
{
    constexpr int contactsKind = 3;
    if (kind == heartbeatKind)
        return Versions::All;
    if (kind == 0 || kind == contactsKind || (kind >= 10'000 && kind < 20'000))
        return Versions::OneOfKind;
    return kind >= 30'000 && kind < 40'000 ? Versions::OneOfName : Versions::All;
}

std::string nameOfVersion(const nostr::Event &event)
{
    return std::string(event.tagValue("d"));
}

bool areVersions(const nostr::Event &one, const nostr::Event &other)
{
    return versionsOf(one.kind) != Versions::All && one.pubkey == other.pubkey && one.kind == other.kind &&
           addressOf(one) == addressOf(other);
}

bool replaces(const nostr::Event &newer, const nostr::Event &older)
{
    return areVersions(newer, older) &&
           (newer.created_at != older.created_at ? newer.created_at > older.created_at : newer.id < older.id);
}

std::optional<std::int64_t> expirationOf(const nostr::Event &event)
{
    return wholeNumber<std::int64_t>(event.tagValue("expiration"));
}

Named namedIn(const nostr::Event &deletion)
{
    Named named;
    for (const nostr::Tag &tag : deletion.tags) {
        if (tag.size() < 2)
            continue;
        if (const auto id = tag[0] == "e" ? nostr::EventId::fromHex(tag[1]) : std::nullopt)
            named.ids.push_back(*id);
        if (auto address = tag[0] == "a" ? addressOf(tag[1], deletion.pubkey) : std::nullopt)
            named.addresses.push_back(std::move(*address));
    }
    return named;
}

bool deletes(const nostr::Event &deletion, const nostr::Event &event)
{
    if (deletion.kind != deletionKind || event.kind == deletionKind || deletion.pubkey != event.pubkey)
        return false;
    const Named named = namedIn(deletion);
    if (std::find(named.ids.begin(), named.ids.end(), event.id) != named.ids.end())
        return true;
    return versionsOf(event.kind) != Versions::All && event.created_at <= deletion.created_at &&
           std::find(named.addresses.begin(), named.addresses.end(), addressOf(event)) !=
               named.addresses.end();
}

Lifecycle lifecycleOf(const nostr::Event &event, const std::vector<nostr::Event> &others, std::int64_t now)
{
    Lifecycle lifecycle;
    lifecycle.expires_at = expirationOf(event);
    lifecycle.expired = lifecycle.expires_at && *lifecycle.expires_at <= now;
    const nostr::Event *first = nullptr;
    const nostr::Event *newest = nullptr;
    for (const nostr::Event &other : others) {
        if (deletes(other, event) &&
            (!first || std::tie(other.created_at, other.id) < std::tie(first->created_at, first->id)))
            first = &other;
        if (replaces(other, event) && (!newest || replaces(other, *newest)))
            newest = &other;
    }
    if (first)
        lifecycle.deleted = Lifecycle::Deletion{first->id, first->created_at, first->content};
    if (newest)
        lifecycle.replaced_by = newest->id;
    return lifecycle;
}

} // namespace dvmdash::dvm
