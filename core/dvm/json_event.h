// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <optional>
#include <string_view>

namespace dvmdash::dvm
{

/// Reads an event that another event carries as JSON text in a tag: the request inside a result, the zap
/// request inside a receipt. Such copies are written by many hands, so more is forgiven than on the wire:
/// further members are ignored, and `sig` may be missing or odd (then it is zero, and a signature check
/// fails). Id and key must still be lowercase hex, kind and created_at integers in range, tags lists of
/// texts. Nothing is verified.
std::optional<nostr::Event> eventFromJson(std::string_view json);

} // namespace dvmdash::dvm
