// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace dvmdash::nostr
{

/// Why a frame or an event was refused. Each is counted by its name and never stops the stream.
/// The list follows the project's wire rules ("rejected") and NIP-01.
enum class Reject {
    MalformedJson,       ///< not JSON, or not the shape of a relay message or an event
    DuplicateKey,        ///< a key of the event object stands twice
    InvalidUtf8,         ///< invalid UTF-8, or a lone surrogate in an escape
    TooDeep,             ///< nesting over 32
    FrameTooLarge,       ///< frame over the cap
    BinaryFrame,         ///< a binary WebSocket message
    MissingField,        ///< one of id pubkey created_at kind tags content sig is missing
    BadField,            ///< a field of the wrong JSON type, or hex of the wrong length or alphabet
    UppercaseHex,        ///< id, pubkey or sig hold A-F
    BadKind,             ///< kind is no integer in 0-65535
    BadCreatedAt,        ///< created_at is no non-negative integer
    BadTags,             ///< tags is not an array of arrays of strings
    WrongId,             ///< id is not the hash of the event
    KeyOffCurve,         ///< pubkey is not the x coordinate of a curve point
    BadSignature,        ///< the BIP-340 check failed
    UnknownSubscription, ///< EVENT for a subscription that was not asked
    FilterMismatch,      ///< EVENT that its subscription's filters do not match
    TooOld, ///< from before the time up to which events were deleted: it may have been one of them
};
inline constexpr int rejectCount = static_cast<int>(Reject::TooOld) + 1;

/// Stable snake_case name, used in counters, JSON output and the database.
std::string_view rejectName(Reject reason);

/// One sentence for people.
std::string_view rejectText(Reject reason);

} // namespace dvmdash::nostr
