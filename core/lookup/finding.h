// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

/// What a key says of itself and only its own domain can tell: asked over HTTP, when the user allows it.
namespace dvmdash::lookup
{

/// Stored: never renumber.
enum class What : std::uint8_t {
    Lnurl = 1, ///< who signs the zap receipts of a Lightning address (NIP-57)
    Nip05 = 2, ///< whose key a name at a domain is (NIP-05)
};

/// One question: what, about whom, and the address that this key gives as its own.
struct Subject {
    What what = What::Lnurl;
    nostr::PublicKey key;
    std::string address; ///< "name@domain", of LNURL also a lud06; as its owner wrote it
    auto operator<=>(const Subject &) const = default;
};

/// Stored: never renumber.
enum class Outcome : std::uint8_t {
    Key = 1,      ///< it answered, and named a key
    NoKey = 2,    ///< it answered, and named none: no zaps over Nostr, no such name
    Failed = 3,   ///< it could not be asked, or what came cannot be read
    NotNamed = 4, ///< nobody was asked: the key no longer gives this address
};

/// What one try came to.
struct Finding {
    Subject subject;
    Outcome outcome = Outcome::Failed;
    std::optional<nostr::PublicKey> key; ///< of Outcome::Key
    std::int64_t checked_ms = 0;         ///< Unix milliseconds
    std::string error;                   ///< of Outcome::Failed, in plain words
    bool operator==(const Finding &) const = default;
};

/// What is known of a subject by now.
struct Known {
    Subject subject;
    Outcome last = Outcome::Failed;      ///< of the last try
    std::optional<nostr::PublicKey> key; ///< of the last answer
    std::int64_t answered_ms = 0;        ///< Unix milliseconds of the last answer; 0: none ever
    std::int64_t checked_ms = 0;         ///< of the last try
    int failures = 0;                    ///< in a row
    std::string error;                   ///< of the last try
    bool operator==(const Known &) const = default;

    /// The last answer says that this name at this domain is this key.
    bool isVerified() const { return key == subject.key; }
};

/// Who may be asked besides the relays on the list. No domain is asked without it.
struct Permission {
    bool lnurl = false;
    bool nip05 = false;
    /// Relays that hints name may be visited for what nobody had, see engine/hinted_relays.h.
    bool hinted_relays = true;
    bool operator==(const Permission &) const = default;
    bool allows(What what) const { return what == What::Lnurl ? lnurl : nip05; }
};

} // namespace dvmdash::lookup
