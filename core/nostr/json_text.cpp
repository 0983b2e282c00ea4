// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/json_text.h"

#include <nlohmann/json.hpp>

namespace dvmdash::nostr
{

nlohmann::json jsonFromText(std::string_view text)
{
    if (holdsNul(text))
        return nlohmann::json(nlohmann::json::value_t::discarded);
    return nlohmann::json::parse(text, nullptr, false);
}

} // namespace dvmdash::nostr
