// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "nostr/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::dvm
{

/// What a DVM says of itself (section 6): everything as claimed, not made safe to show, never fetched. Texts
/// are trimmed and cut at a character: `about` at 4,000 bytes, price at 200, others at 100. An address that
/// is too long (a picture or lud06 over 2,000 bytes) is left out, for a part of it leads elsewhere.
struct Profile {
    std::string name; ///< empty: none
    std::string about;
    std::string picture; ///< URL as given; only https may ever be fetched, and only when the user allows it
    std::string nip05;
    std::string lud16;
    std::string lud06; ///< the older form of the same, bech32
    /// In its owner's words or numbers, "free", "10 sats", "amount 5, unit image"; no unit is guessed. Empty:
    /// none claimed.
    std::string price;
    std::vector<int> kinds;         ///< request kinds of its `k` tags, ascending, without repetition
    std::optional<bool> encryption; ///< none: it does not say
    std::optional<bool> nutzaps;
    std::int64_t announced_at = 0; ///< Unix seconds; 0: never announced itself
    bool operator==(const Profile &) const = default;
};

/// The name that an announcement (31990) or a profile (kind 0) gives its author: `display_name` or `name` of
/// the JSON in content, for announcements also a `name` tag. Nothing when there is none, when it is empty, or
/// when content is no JSON object. At most 100 bytes, cut at a character; not made safe to show.
std::optional<std::string> profileName(const nostr::Event &event);

/// Request kinds in the `k` tags of an announcement, ascending, without repetition. Others are left out.
std::vector<int> announcedKinds(const nostr::Event &event, const KindTable &kinds);

/// What one announcement (31990) or profile (kind 0) says: content when it is a JSON object, and for an
/// announcement also its tags. Never throws; what cannot be read is not there. The kinds and announced_at of
/// a profile stay empty.
Profile readProfile(const nostr::Event &event, const KindTable &kinds);

/// One DVM out of all announcements of its key, in any order, replaced ones too: of each `d` the newest
/// counts, ties to the lowest id, and only when it names a request kind. Kinds are united; everything else is
/// that of the newest handler or, where its content is empty or no JSON object, of `profile` (kind 0, may be
/// nullptr), with the handler's tags before it. Nothing announced: what `profile` says.
Profile readProfile(const std::vector<nostr::Event> &announcements, const nostr::Event *profile,
                    const KindTable &kinds);

} // namespace dvmdash::dvm
