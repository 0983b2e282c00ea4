// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::nostr
{

/// BIP-173 bech32 (not bech32m), which NIP-19 and bolt11 use without BIP-173's limit of 90 characters.
struct Bech32 {
    std::string prefix;               ///< human-readable part, lowercase
    std::vector<std::uint8_t> values; ///< 5-bit groups without the checksum
};

enum class Bech32Error { MixedCase, Malformed, BadChecksum };

/// Nothing for mixed case, a missing separator, a character outside the alphabet or a wrong checksum.
/// `maxLength` guards against absurd input. `error` (when given) is set when nothing is returned.
std::optional<Bech32> decodeBech32(std::string_view text, std::size_t maxLength = 65536,
                                   Bech32Error *error = nullptr);
/// `prefix` is taken as lowercase, each value as below 32.
std::string encodeBech32(std::string_view prefix, const std::vector<std::uint8_t> &values);

/// 5-bit groups to bytes and back. Padding must be fewer than 5 zero bits (BIP-173).
std::optional<std::string> bytesFromGroups(const std::vector<std::uint8_t> &groups);
std::vector<std::uint8_t> groupsFromBytes(std::string_view bytes);

} // namespace dvmdash::nostr
