// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// NIP-19: bech32 forms of keys, ids and addresses, in both directions.
namespace dvmdash::nostr::nip19
{

struct Npub {
    PublicKey key;
};
struct Nsec {
    SecretKey key;
};
struct Note {
    EventId id;
};
struct Nprofile {
    PublicKey key;
    std::vector<std::string> relays;
};
struct Nevent {
    EventId id;
    std::vector<std::string> relays;
    std::optional<PublicKey> author;
    std::optional<int> kind;
};
struct Naddr {
    std::string identifier;
    PublicKey author;
    int kind = 0;
    std::vector<std::string> relays;
};
using Entity = std::variant<Npub, Nsec, Note, Nprofile, Nevent, Naddr>;

/// Decodes any of the forms, with or without "nostr:" before it (NIP-21). Unknown TLV types are ignored, as
/// NIP-19 asks; a TLV of a wrong length, or a missing special one, makes the whole invalid.
std::optional<Entity> decode(std::string_view text);

// A relay URL of more than 255 bytes does not fit into the format and is left out.
std::string encode(const Npub &value);
std::string encode(const Nsec &value);
std::string encode(const Note &value);
std::string encode(const Nprofile &value);
std::string encode(const Nevent &value);
/// Empty when the identifier is longer than the 255 bytes that the format has room for.
std::string encode(const Naddr &value);

/// What people paste when they mean an event: 64 hex characters, note or nevent. Hex may be upper case here.
std::optional<EventId> eventIdFromText(std::string_view text);
/// What people paste when they mean a person or a DVM: 64 hex characters, npub or nprofile.
std::optional<PublicKey> publicKeyFromText(std::string_view text);
/// What people paste to log in: 64 hex characters or nsec. Nothing when no key can be made of it.
std::optional<SecretKey> secretKeyFromText(std::string_view text);

} // namespace dvmdash::nostr::nip19
