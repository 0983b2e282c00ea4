// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lookup/finding.h"

#include <optional>
#include <string>
#include <string_view>

namespace dvmdash::lookup
{

/// What a document says.
struct Reading {
    Outcome outcome = Outcome::Failed; ///< Key, NoKey or Failed
    std::optional<nostr::PublicKey> key;
    std::string error;
    bool operator==(const Reading &) const = default;
};

/// The first answer of an LNURL-pay server (LUD-06) with what NIP-57 adds: `allowsNostr` and `nostrPubkey`. A
/// key is only named where both hold.
Reading readLnurlDocument(std::string_view json);

/// The `nostr.json` of a domain (NIP-05): whose key this name is. A domain may leave other names out.
Reading readNip05Document(std::string_view json, std::string_view name);

/// The one that belongs to the subject.
Reading readDocument(const Subject &subject, std::string_view json);

} // namespace dvmdash::lookup
