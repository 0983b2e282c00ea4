// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

/// Values as they are written in JSON everywhere.
namespace dvmdash::engine
{

/// "2024-05-01T12:30:00Z". A time that has no date in four-digit years is its number.
std::string isoSeconds(std::int64_t seconds);
/// "2024-05-01T12:30:00.123Z"
std::string isoMilliseconds(std::int64_t milliseconds);
/// ISO, null for 0, which means never.
nlohmann::ordered_json secondsOrNull(std::int64_t seconds);
nlohmann::ordered_json textOrNull(const std::string &text);

/// Two members: the hex key under `member` and its name under member_name; null when there is nobody.
void addPerson(nlohmann::ordered_json &json, const std::string &member,
               const std::optional<nostr::PublicKey> &key,
               const std::function<std::string(const nostr::PublicKey &)> &nameOf);

} // namespace dvmdash::engine
