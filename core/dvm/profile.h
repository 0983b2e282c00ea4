// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <optional>
#include <string>

namespace dvmdash::dvm
{

/// The name that an announcement (31990) or a profile (kind 0) gives its author: `display_name` or `name` of
/// the JSON in content, for announcements also a `name` tag. Nothing when there is none, when it is empty, or
/// when content is no JSON object. At most 100 bytes, cut at a character; not made safe to show.
std::optional<std::string> profileName(const nostr::Event &event);

} // namespace dvmdash::dvm
