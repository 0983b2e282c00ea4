// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <string>
#include <string_view>

/// Tags and content as one string of bytes: counts and length-prefixed texts, lowercase hex packed to half
/// its length. Lossless for any bytes.
namespace dvmdash::store
{

enum class Packing {
    First,  ///< texts that are hex from end to end are packed
    Second, ///< and so are ids, keys and signatures inside a text, such as those of an event in JSON
};

/// In the second form.
std::string packPayload(const nostr::Tags &tags, std::string_view content);
/// Fills the event's tags and content. False for damaged bytes.
bool unpackPayload(Packing packing, std::string_view packed, nostr::Event &event);

} // namespace dvmdash::store
