// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <string>
#include <string_view>

/// What DVMs say when they fail, so that the same fault is one fault.
namespace dvmdash::dvm
{

/// Why an answer failed, in its author's words: what stands behind the status, else its content. Empty when
/// it says nothing or is encrypted. Not made safe to show, and of any length.
std::string failureText(const nostr::Event &answer);

/// The text without what differs from one time to the next: numbers, ids and keys become "#", space becomes
/// one blank; at most 160 bytes. "Job 3f2a91bc timed out after 31.5 s" is "Job # timed out after # s". Only
/// ASCII is looked at, all else stays as it is.
std::string foldedFailureText(std::string_view text);

} // namespace dvmdash::dvm
