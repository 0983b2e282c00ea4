// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/profile.h"
#include "money_events.h"

namespace dvmdash::dvm::test
{

inline constexpr int announcementKind = 31990;

/// An announcement of these kinds by DVM 1, `at` seconds after start.
inline nostr::Event announced(const char *d, std::int64_t at, const std::string &content,
                              const std::vector<std::string> &kinds = {"5100"}, const nostr::Tags &more = {})
{
    nostr::Tags tags{{"d", d}};
    for (const std::string &kind : kinds)
        tags.push_back({"k", kind});
    tags.insert(tags.end(), more.begin(), more.end());
    return signedEvent(1, announcementKind, at, std::move(tags), content);
}

} // namespace dvmdash::dvm::test
