// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace dvmdash::dvm
{

/// True when UTF-8 text holds what can mislead a reader or a terminal: NUL and the other control characters
/// (but tab and line ends), DEL, the C1 controls, and Unicode's bidirectional marks, embeddings, overrides
/// and isolates.
bool hasControlText(std::string_view text);

/// True when text holds something like an HTML tag, a comment or a javascript: link. A guess, for a label.
bool hasMarkup(std::string_view text);

} // namespace dvmdash::dvm
