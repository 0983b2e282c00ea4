// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::nostr
{

/// A NIP-01 filter. An empty list of a member that is present matches nothing; a member that is absent
/// (nullopt) matches all. `since` and `until` are both inclusive.
struct Filter {
    std::optional<std::vector<EventId>> ids;
    std::optional<std::vector<PublicKey>> authors;
    std::optional<std::vector<int>> kinds;
    std::map<char, std::vector<std::string>> tags; ///< '#e' stands under 'e'; letters a-z A-Z
    std::optional<std::int64_t> since;
    std::optional<std::int64_t> until;
    std::optional<std::int64_t> limit; ///< no part of matching

    bool operator==(const Filter &) const = default;
};

bool matches(const Filter &filter, const Event &event);
bool matchesAny(const std::vector<Filter> &filters, const Event &event);

nlohmann::json toJson(const Filter &filter);

/// Strict: unknown members, uppercase hex, wrong types and prefixes shorter than 32 bytes are refused, also
/// in #e and #p; `error` (when given) says what is wrong.
std::optional<Filter> filterFromJson(const nlohmann::json &json, std::string *error = nullptr);

} // namespace dvmdash::nostr
