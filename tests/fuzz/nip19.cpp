// SPDX-License-Identifier: GPL-3.0-or-later
// Text that somebody pastes. A first letter from p to z says that the rest is the bytes of one of the forms,
// which get a right checksum: no fuzzer finds one.
#include "nostr/nip19.h"

#include "fuzz.h"
#include "nostr/bech32.h"

#include <algorithm>
#include <array>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using namespace nostr;

std::string upperCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string encoded(const nip19::Entity &entity)
{
    return std::visit([](const auto &one) { return nip19::encode(one); }, entity);
}

void examineBech32(const std::string &text)
{
    const auto decoded = decodeBech32(text);
    if (!decoded)
        return;
    const std::string written = encodeBech32(decoded->prefix, decoded->values);
    promise(upperCase(written) == upperCase(text), "bech32 is written as it was read");
    if (const auto bytes = bytesFromGroups(decoded->values))
        promise(groupsFromBytes(*bytes) == decoded->values, "groups and bytes are the same");
    // One wrong character never goes unseen, wherever it stands.
    const std::size_t data = decoded->prefix.size() + 1;
    for (std::size_t at = data; at < written.size(); at += 1 + written.size() / 16) {
        std::string wrong = written;
        wrong[at] = wrong[at] == 'q' ? 'p' : 'q';
        Bech32Error error{};
        promise(!decodeBech32(wrong, 65536, &error) && error == Bech32Error::BadChecksum,
                "a wrong character is noticed");
    }
}

void examineEntity(const std::string &text, const nip19::Entity &entity)
{
    const std::string once = encoded(entity);
    const auto again = nip19::decode(once);
    promise(again && again->index() == entity.index(), "an entity is written and read as the same form");
    promise(encoded(*again) == once, "an entity is written and read as the same");
    promise(nip19::decode("nostr:" + once).has_value(), "an entity may be a URI");
    promise(encoded(*nip19::decode(upperCase(once))) == once, "an entity may be in upper case");

    const auto *note = std::get_if<nip19::Note>(&entity);
    const auto *event = std::get_if<nip19::Nevent>(&entity);
    const auto id = nip19::eventIdFromText(" " + text + "\n");
    promise(id.has_value() == (note || event), "only a note and an nevent name an event");
    promise(!note || *id == note->id, "a note is its id");
    promise(!event || *id == event->id, "an nevent is its id");

    const auto *npub = std::get_if<nip19::Npub>(&entity);
    const auto *profile = std::get_if<nip19::Nprofile>(&entity);
    const auto key = nip19::publicKeyFromText(text);
    promise(key.has_value() == (npub || profile), "only an npub and an nprofile name a person");
    promise(!npub || *key == npub->key, "an npub is its key");
    promise(!profile || *key == profile->key, "an nprofile is its key");

    if (const auto *address = std::get_if<nip19::Naddr>(&*again)) {
        const auto &first = std::get<nip19::Naddr>(entity);
        promise(address->identifier == first.identifier && address->author == first.author &&
                    address->kind == first.kind && address->relays == first.relays,
                "an address keeps what it says");
    }
    if (const auto *copy = std::get_if<nip19::Nevent>(&*again))
        promise(copy->id == event->id && copy->author == event->author && copy->kind == event->kind &&
                    copy->relays == event->relays,
                "an nevent keeps what it says");
    if (const auto *copy = std::get_if<nip19::Nprofile>(&*again))
        promise(copy->key == profile->key && copy->relays == profile->relays,
                "an nprofile keeps what it says");
}

void examineText(const std::string &text)
{
    examineBech32(text);
    if (const auto entity = nip19::decode(text)) {
        examineEntity(text, *entity);
        return;
    }
    const auto id = nip19::eventIdFromText(text);
    const auto key = nip19::publicKeyFromText(text);
    promise(id.has_value() == key.has_value(), "hex may be either");
    promise(!id || (id->view() == key->view() && nip19::eventIdFromText(id->hex()) == id),
            "hex is read as it is written");
}

/// Of each field the first one counts, and a field of the future says nothing.
void examineMore(std::string_view prefix, const std::string &bytes)
{
    const auto entity = nip19::decode(encodeBech32(prefix, groupsFromBytes(bytes)));
    const bool isList = prefix.starts_with("nprofile") || prefix.starts_with("nevent") || prefix == "naddr";
    if (!entity || !isList)
        return;
    const std::string future{'\x63', '\x01', 'x'};
    const std::string special = std::string{'\0', '\x20'} + std::string(32, 'x');
    const auto more = nip19::decode(encodeBech32(prefix, groupsFromBytes(bytes + special + future)));
    promise(more && encoded(*more) == encoded(*entity), "the first special field counts");
    const auto *event = std::get_if<nip19::Nevent>(&*entity);
    const std::string kind{'\x03', '\x04', '\0', '\0', '\0', '\x07'};
    const auto other = nip19::decode(encodeBech32(prefix, groupsFromBytes(bytes + kind)));
    promise(!event || !event->kind || (other && encoded(*other) == encoded(*entity)),
            "the first kind counts");
}

} // namespace

void examine(std::string_view input)
{
    constexpr std::array<std::string_view, 7> prefixes{"npub",   "nsec",  "note",  "nprofile",
                                                       "nevent", "naddr", "nother"};
    const char mode = input.empty() ? '0' : input.front();
    if (mode < 'p' || mode > 'z') {
        examineText(std::string(input));
        return;
    }
    const std::string bytes(input.substr(1));
    const auto groups = groupsFromBytes(bytes);
    promise(bytesFromGroups(groups) == bytes, "bytes and groups are the same");
    const std::string_view prefix = prefixes[static_cast<std::size_t>(mode - 'p') % prefixes.size()];
    const std::string text = encodeBech32(prefix, groups);
    promise(decodeBech32(text).has_value(), "what is encoded is decoded");
    examineText(text);
    examineMore(prefix, bytes);
}

} // namespace dvmdash::fuzz
