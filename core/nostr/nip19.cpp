// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/nip19.h"

#include "nostr/bech32.h"
#include "nostr/signer.h"

#include <algorithm>

namespace dvmdash::nostr::nip19
{

namespace
{

enum TlvType : unsigned char { Special = 0, Relay = 1, Author = 2, Kind = 3 };
constexpr std::size_t maxValueLength = 255; // one byte of length

/// The TLV list of the long forms, the first of each kind but relays.
struct Fields {
    std::optional<std::string> special;
    std::vector<std::string> relays;
    std::optional<PublicKey> author;
    std::optional<int> kind;
};

/// Four bytes, most significant first. Kinds above 65535 do not exist (NIP-01).
std::optional<int> readKind(std::string_view bytes)
{
    if (bytes.size() != 4)
        return std::nullopt;
    std::uint32_t kind = 0;
    for (const char c : bytes)
        kind = kind << 8 | static_cast<unsigned char>(c);
    if (kind > 65535)
        return std::nullopt;
    return static_cast<int>(kind);
}

/// False when the value has the wrong length for its type.
bool takeField(Fields &fields, unsigned char type, std::string_view value)
{
    switch (type) {
    case Special:
        if (!fields.special)
            fields.special = value;
        return true;
    case Relay:
        fields.relays.emplace_back(value);
        return true;
    case Author: {
        const auto author = PublicKey::fromBytes(value);
        if (author && !fields.author)
            fields.author = author;
        return author.has_value();
    }
    case Kind: {
        const auto kind = readKind(value);
        if (kind && !fields.kind)
            fields.kind = kind;
        return kind.has_value();
    }
    }
    return true; // a type of the future
}

std::optional<Fields> readFields(std::string_view bytes)
{
    Fields fields;
    while (!bytes.empty()) {
        if (bytes.size() < 2)
            return std::nullopt;
        const auto type = static_cast<unsigned char>(bytes[0]);
        const auto length = static_cast<unsigned char>(bytes[1]);
        if (bytes.size() - 2 < length || !takeField(fields, type, bytes.substr(2, length)))
            return std::nullopt;
        bytes.remove_prefix(2 + std::size_t{length});
    }
    if (!fields.special)
        return std::nullopt;
    return fields;
}

std::optional<Entity> profileFrom(Fields &&fields)
{
    const auto key = PublicKey::fromBytes(*fields.special);
    if (!key)
        return std::nullopt;
    return Nprofile{*key, std::move(fields.relays)};
}

std::optional<Entity> eventFrom(Fields &&fields)
{
    const auto id = EventId::fromBytes(*fields.special);
    if (!id)
        return std::nullopt;
    return Nevent{*id, std::move(fields.relays), fields.author, fields.kind};
}

std::optional<Entity> addressFrom(Fields &&fields)
{
    if (!fields.author || !fields.kind)
        return std::nullopt;
    return Naddr{std::move(*fields.special), *fields.author, *fields.kind, std::move(fields.relays)};
}

template<typename Wrapped, typename Value>
std::optional<Entity> bare(const std::optional<Value> &value)
{
    if (!value)
        return std::nullopt;
    return Wrapped{*value};
}

void appendField(std::string &out, TlvType type, std::string_view value)
{
    out.push_back(static_cast<char>(type));
    out.push_back(static_cast<char>(value.size()));
    out.append(value);
}

void appendRelays(std::string &out, const std::vector<std::string> &relays)
{
    for (const std::string &relay : relays) {
        if (relay.size() <= maxValueLength)
            appendField(out, Relay, relay);
    }
}

void appendKind(std::string &out, int kind)
{
    const auto bits = static_cast<std::uint32_t>(kind);
    std::string bytes;
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        bytes.push_back(static_cast<char>(bits >> shift & 0xff));
    appendField(out, Kind, bytes);
}

std::string encodeBytes(std::string_view prefix, std::string_view bytes)
{
    return encodeBech32(prefix, groupsFromBytes(bytes));
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

template<typename Value>
std::optional<Value> fromHexOfAnyCase(std::string_view text)
{
    std::string hex(text);
    std::transform(hex.begin(), hex.end(), hex.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    return Value::fromHex(hex);
}

} // namespace

std::optional<Entity> decode(std::string_view text)
{
    constexpr std::string_view scheme = "nostr:";
    if (text.starts_with(scheme))
        text.remove_prefix(scheme.size());
    const auto bech32 = decodeBech32(text);
    const auto bytes = bech32 ? bytesFromGroups(bech32->values) : std::nullopt;
    if (!bytes)
        return std::nullopt;
    if (bech32->prefix == "npub")
        return bare<Npub>(PublicKey::fromBytes(*bytes));
    if (bech32->prefix == "nsec")
        return bare<Nsec>(SecretKey::fromBytes(*bytes));
    if (bech32->prefix == "note")
        return bare<Note>(EventId::fromBytes(*bytes));
    auto fields = readFields(*bytes);
    if (!fields)
        return std::nullopt;
    if (bech32->prefix == "nprofile")
        return profileFrom(std::move(*fields));
    if (bech32->prefix == "nevent")
        return eventFrom(std::move(*fields));
    if (bech32->prefix == "naddr")
        return addressFrom(std::move(*fields));
    return std::nullopt;
}

std::string encode(const Npub &value)
{
    return encodeBytes("npub", value.key.view());
}

std::string encode(const Nsec &value)
{
    return encodeBytes("nsec", value.key.view());
}

std::string encode(const Note &value)
{
    return encodeBytes("note", value.id.view());
}

std::string encode(const Nprofile &value)
{
    std::string fields;
    appendField(fields, Special, value.key.view());
    appendRelays(fields, value.relays);
    return encodeBytes("nprofile", fields);
}

std::string encode(const Nevent &value)
{
    std::string fields;
    appendField(fields, Special, value.id.view());
    appendRelays(fields, value.relays);
    if (value.author)
        appendField(fields, Author, value.author->view());
    if (value.kind)
        appendKind(fields, *value.kind);
    return encodeBytes("nevent", fields);
}

std::string encode(const Naddr &value)
{
    if (value.identifier.size() > maxValueLength)
        return {};
    std::string fields;
    appendField(fields, Special, value.identifier);
    appendRelays(fields, value.relays);
    appendField(fields, Author, value.author.view());
    appendKind(fields, value.kind);
    return encodeBytes("naddr", fields);
}

std::optional<EventId> eventIdFromText(std::string_view text)
{
    text = trimmed(text);
    if (const auto id = fromHexOfAnyCase<EventId>(text))
        return id;
    const auto entity = decode(text);
    if (!entity)
        return std::nullopt;
    if (const auto *note = std::get_if<Note>(&*entity))
        return note->id;
    if (const auto *event = std::get_if<Nevent>(&*entity))
        return event->id;
    return std::nullopt;
}

std::optional<PublicKey> publicKeyFromText(std::string_view text)
{
    text = trimmed(text);
    if (const auto key = fromHexOfAnyCase<PublicKey>(text))
        return key;
    const auto entity = decode(text);
    if (!entity)
        return std::nullopt;
    if (const auto *npub = std::get_if<Npub>(&*entity))
        return npub->key;
    if (const auto *profile = std::get_if<Nprofile>(&*entity))
        return profile->key;
    return std::nullopt;
}

std::optional<SecretKey> secretKeyFromText(std::string_view text)
{
    text = trimmed(text);
    auto key = fromHexOfAnyCase<SecretKey>(text);
    if (const auto entity = key ? std::nullopt : decode(text))
        if (const auto *secret = std::get_if<Nsec>(&*entity))
            key = secret->key;
    return key && Signer::fromSecret(*key) ? key : std::nullopt;
}

} // namespace dvmdash::nostr::nip19
