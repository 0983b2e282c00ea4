// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::dvm
{

/// What a DVM says of itself (section 6): everything as claimed, not made safe to show, never fetched.
struct Profile {
    std::string name; ///< empty: none
    std::string about;
    std::string picture; ///< URL as given; only https may ever be fetched, and only when the user allows it
    std::string nip05;
    std::string lud16;
    std::string price;              ///< in its owner's words or numbers; empty: none claimed
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

} // namespace dvmdash::dvm
