// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace dvmdash::nostr
{

/// Whether a text holds a NUL, which JSON never does. The library takes it for the end of the text, so that
/// behind it anything at all could stand.
inline bool holdsNul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

/// What a stranger wrote as JSON; discarded (is_discarded()) when it is none. Takes any nesting: reading and
/// destroying it need no recursion, but writing and comparing do.
nlohmann::json jsonFromText(std::string_view text);

} // namespace dvmdash::nostr
