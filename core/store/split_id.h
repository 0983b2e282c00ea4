// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <cstdint>
#include <string_view>

/// How ids stand in the tables: the first 8 bytes as a number for the indexes, the other 24 as a blob.
namespace dvmdash::store
{

std::int64_t id8(const nostr::EventId &id);
std::string_view id24(const nostr::EventId &id); ///< points into the id
/// Throws store::Error when the blob is not 24 bytes long.
nostr::EventId joinId(std::int64_t id8, std::string_view id24);

/// A number for a 64-bit hash: SQLite's integers are signed.
std::int64_t asSigned(std::uint64_t value);
std::uint64_t asUnsigned(std::int64_t value);

} // namespace dvmdash::store
