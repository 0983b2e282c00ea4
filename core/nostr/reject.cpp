// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/reject.h"

namespace dvmdash::nostr
{

namespace
{

struct Words {
    std::string_view name;
    std::string_view text;
};

Words words(Reject reason)
{
    switch (reason) {
    case Reject::MalformedJson:
        return {"malformed_json",
                "The frame is not JSON, or not of the shape of an event or a relay message."};
    case Reject::DuplicateKey:
        return {"duplicate_key", "A key stands twice in the event."};
    case Reject::InvalidUtf8:
        return {"invalid_utf8", "The text is not valid UTF-8, or an escape holds half of a surrogate pair."};
    case Reject::TooDeep:
        return {"too_deep", "The JSON is nested more than 32 levels deep."};
    case Reject::FrameTooLarge:
        return {"frame_too_large", "The frame is larger than the size cap."};
    case Reject::BinaryFrame:
        return {"binary_frame", "The relay sent a binary message; Nostr uses text."};
    case Reject::MissingField:
        return {"missing_field", "A field that every event must have is missing."};
    case Reject::BadField:
        return {"bad_field", "A field is of the wrong type, or its hex has the wrong length or characters."};
    case Reject::UppercaseHex:
        return {"uppercase_hex", "The id, public key or signature is written in upper case."};
    case Reject::BadKind:
        return {"bad_kind", "The kind is not an integer from 0 to 65535."};
    case Reject::BadCreatedAt:
        return {"bad_created_at", "created_at is not a non-negative integer."};
    case Reject::BadTags:
        return {"bad_tags", "tags is not an array of arrays of strings."};
    case Reject::WrongId:
        return {"wrong_id", "The id is not the hash of the event."};
    case Reject::KeyOffCurve:
        return {"key_off_curve", "The public key is not a point of the curve."};
    case Reject::BadSignature:
        return {"bad_signature", "The signature does not belong to this event and key."};
    case Reject::UnknownSubscription:
        return {"unknown_subscription", "The relay sent an event for a subscription that was not asked for."};
    case Reject::FilterMismatch:
        return {"filter_mismatch", "The relay sent an event that its subscription's filters do not match."};
    case Reject::TooOld:
        return {"too_old",
                "The event is from a time whose events were deleted, so it may have been counted before."};
    }
    return {};
}

} // namespace

std::string_view rejectName(Reject reason)
{
    return words(reason).name;
}

std::string_view rejectText(Reject reason)
{
    return words(reason).text;
}

} // namespace dvmdash::nostr
