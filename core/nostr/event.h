// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::nostr
{

using Tag = std::vector<std::string>;
using Tags = std::vector<Tag>;

/// A NIP-01 event as a value. Nothing here says that it is valid: see Verifier.
struct Event {
    EventId id;
    PublicKey pubkey;
    std::int64_t created_at = 0; ///< Unix seconds, by the author's clock
    int kind = 0;                ///< 0 to 65535
    Tags tags;
    std::string content; ///< UTF-8
    Signature sig;

    bool operator==(const Event &) const = default;

    /// Value (index 1) of the first tag of this name; empty when there is none.
    std::string_view tagValue(std::string_view name) const;
    /// The first tag of this name, or nullptr.
    const Tag *firstTag(std::string_view name) const;
};

/// How a JSON string writes control characters that NIP-01 gives no short escape. NIP-01 says verbatim; most
/// clients and relays sign over JSON's \u00xx form. Both are in use, so both are accepted.
enum class ControlEscapes { Verbatim, Unicode };

/// The NIP-01 serialisation [0,pubkey,created_at,kind,tags,content] that the id is the SHA-256 of.
std::string canonical(const Event &event, ControlEscapes escapes = ControlEscapes::Unicode);

/// SHA-256 over canonical().
EventId computeId(const Event &event, ControlEscapes escapes = ControlEscapes::Unicode);

/// True when the event's id is the hash of its fields in either form of ControlEscapes.
bool idMatches(const Event &event);

/// The event as one line of JSON with its fields in NIP-01's order. Always valid JSON.
std::string toJson(const Event &event);

/// Appends text as a JSON string, quotes included.
void appendJsonString(std::string &out, std::string_view text,
                      ControlEscapes escapes = ControlEscapes::Unicode);

} // namespace dvmdash::nostr
