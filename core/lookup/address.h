// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lookup/finding.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace dvmdash::lookup
{

/// Why nobody is asked.
enum class Unaskable : std::uint8_t {
    NoAddress, ///< no name at a domain, nor an LNURL
    NotHttps,
    NotPublic, ///< an IP address, a name of this machine or of a local network
    OddPort,   ///< another port than that of https
};
std::string_view unaskableText(Unaskable reason);

/// "name@domain" in lowercase.
struct NameAtDomain {
    std::string name;
    std::string domain;
    bool operator==(const NameAtDomain &) const = default;
};
/// Nothing when it is none: letters, digits and "-_.+" before the only @.
std::optional<NameAtDomain> readNameAtDomain(std::string_view text);

/// Whether a host may be asked by its name alone: two labels or more of letters, digits and hyphens, the last
/// one no number (so no IP address in any spelling), none of the names that stand for this machine or a local
/// network. Whether the name leads to a public address only its resolution tells.
bool isPublicName(std::string_view host);
bool isOnion(std::string_view host);

/// Why this URL may not be fetched; nothing when it may: https, a public name, the usual port, no user, and
/// nothing but printable ASCII. http is taken for .onion only, where the address itself is the proof.
std::optional<Unaskable> problemOfUrl(std::string_view url);

/// What is to be fetched for a subject (LUD-16, LUD-06, NIP-05).
std::variant<std::string, Unaskable> urlOf(const Subject &subject);

} // namespace dvmdash::lookup
