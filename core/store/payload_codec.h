// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <string>
#include <string_view>

/// The stored form of an event's tags and content: packed (payload_packing.h), then compressed with zstd and
/// a trained dictionary.
namespace dvmdash::store
{

/// How a payload is encoded. Stored in payload.dict: never renumber, never change what a number stands for.
enum class PayloadEncoding : int {
    Plain = 0,       ///< packed, not compressed: compression would not have made it smaller
    Dictionary1 = 1, ///< packed and compressed with resources/payload-1.dict
    Plain2 = 2,      ///< as 0, in the second form of packing
    Dictionary2 = 3, ///< in the second form of packing, with resources/payload-2.dict
};

struct Payload {
    PayloadEncoding encoding = PayloadEncoding::Plain2;
    std::string bytes;
};

/// Thread-safe; keeps a compression context per thread.
Payload encodePayload(const nostr::Tags &tags, std::string_view content);

/// Fills the event's tags and content. Throws store::Error when the bytes are damaged.
void decodePayload(PayloadEncoding encoding, std::string_view bytes, nostr::Event &event);

} // namespace dvmdash::store
