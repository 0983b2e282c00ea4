// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/profile.h"

#include <nlohmann/json.hpp>

namespace dvmdash::dvm
{

namespace
{

constexpr std::size_t longestName = 100;

std::string shortened(std::string text)
{
    if (text.size() <= longestName)
        return text;
    std::size_t end = longestName;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

} // namespace

std::optional<std::string> profileName(const nostr::Event &event)
{
    const auto json = nlohmann::json::parse(event.content, nullptr, false);
    if (json.is_object()) {
        for (const char *member : {"display_name", "name"}) {
            const auto at = json.find(member);
            if (at == json.end() || !at->is_string())
                continue;
            if (std::string name = trimmed(at->get_ref<const std::string &>()); !name.empty())
                return shortened(std::move(name));
        }
    }
    if (event.kind == 31990)
        if (std::string name = trimmed(event.tagValue("name")); !name.empty())
            return shortened(std::move(name));
    return std::nullopt;
}

} // namespace dvmdash::dvm
