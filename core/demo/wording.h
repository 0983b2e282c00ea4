// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/random.h"
#include "nostr/event.h"

#include <string>

namespace dvmdash::demo
{

/// What a customer writes into a request of this kind: its `i` and `param` tags, and `output` when the kind
/// has a usual one. In several languages, of all lengths, some with markup, emoji, writing from right to left
/// and control characters. Kinds outside the table get a general text.
nostr::Tags requestTags(int requestKind, Random &random);

/// The `param` and `output` tags alone, for a job that takes its input from another.
nostr::Tags parameterTags(int requestKind, Random &random);

/// What a DVM writes into a result of this kind: prose, an address, or JSON, as the kind has it.
std::string resultContent(int requestKind, Random &random);

/// A sentence for the content of a feedback with status processing, partial or error.
std::string progressText(Random &random);
std::string partialText(Random &random);
std::string errorText(Random &random);

/// Looks like NIP-04 encrypted content and is drawn at random: nobody can open it, nor needs to.
std::string ciphertext(Random &random, std::size_t bytes);

} // namespace dvmdash::demo
