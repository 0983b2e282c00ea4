// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "answers.h"
#include "engine/json_values.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

/// The numbers of a window as JSON, spelt the same by every command. Times are ISO 8601 in UTC, rates
/// fractions of 1 with at most four decimals, money integers: whole satoshis rounded down under `sats`, the
/// exact sum under `msat`. What is not known, or a rate of nothing, is null.
namespace dvmdash::cli
{

/// What the figures are about; only what is counted for it is written.
enum class Subject { Network, Kind, Dvm, DvmOfKind, User };

/// Members of `json`: requests, results, feedback_by, jobs, completion_rate, sats, response_ms, ...
void addFigures(nlohmann::ordered_json &json, const metrics::Figures &figures, Subject subject);
/// One step of a course over time: {"time", "unix"} and the figures that are drawn.
nlohmann::ordered_json pointJson(std::int64_t start, const metrics::Figures &figures, Subject subject);

nlohmann::ordered_json windowJson(const metrics::TimeWindow &window);
nlohmann::ordered_json freshnessJson(const metrics::Freshness &freshness);
nlohmann::ordered_json rateJson(const metrics::Rate &rate);
/// Both `sats` and `msat` of someone, each name with this prefix.
void addMoney(nlohmann::ordered_json &json, const std::string &prefix, const metrics::Money &money,
              Subject subject);

using engine::secondsOrNull;
using engine::textOrNull;

/// {"dvm": hex, "npub", "name"}, the first under `member`.
nlohmann::ordered_json personJson(const char *member, const nostr::PublicKey &key, const Names &names);
/// Two members: the hex key under `member` and its name under member_name; null when there is nobody.
void addPerson(nlohmann::ordered_json &json, const std::string &member,
               const std::optional<nostr::PublicKey> &key, const Names &names);

} // namespace dvmdash::cli
