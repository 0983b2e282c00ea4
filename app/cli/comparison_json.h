// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "answers.h"
#include "output.h"

#include <nlohmann/json.hpp>

/// Two chains side by side, as JSON and for people. "before" is the reference, "after" the one in question.
namespace dvmdash::cli
{

/// Totals by difference, and the pairs of jobs with what is different about each. Money is millisatoshi, a
/// side that has no such job is null.
nlohmann::ordered_json toJson(const engine::ChainsCompared &compared, const Names &names);
/// Those of whom toJson() gives a name.
std::vector<nostr::PublicKey> peopleIn(const engine::ChainsCompared &compared);

/// What toJson() made, as lines and a table.
void printComparison(Output &output, const nlohmann::ordered_json &json);

} // namespace dvmdash::cli
