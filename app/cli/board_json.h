// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures_json.h"

/// Rows of boards and all about one DVM or kind, as JSON.
namespace dvmdash::cli
{

nlohmann::ordered_json toJson(const metrics::DvmRow &row, const Names &names);
nlohmann::ordered_json toJson(const metrics::KindRow &row, const Names &names);
nlohmann::ordered_json toJson(const metrics::UserRow &row, const Names &names);

/// A DVM with what it says of itself, its kinds, competitors (with the price that each of them claims) and
/// course over time. `freshness` is among it.
nlohmann::ordered_json toJson(const engine::Dvm &dvm, engine::Archive &archive);
nlohmann::ordered_json toJson(const engine::Kind &kind, engine::Archive &archive);

} // namespace dvmdash::cli
