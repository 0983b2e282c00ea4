// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures_json.h"

/// What goes wrong with a DVM, as JSON.
namespace dvmdash::cli
{

/// Members of `json`, the page of one DVM: "health" with the signals behind it, "failures" by reason,
/// "failure_messages" and the lists "failed", "ignored", "stalled", "paid_undelivered" and "refunds".
void addTroubles(nlohmann::ordered_json &json, const engine::DvmTroubles &troubles, const Names &names);
/// Those of whom addTroubles() gives a name.
std::vector<nostr::PublicKey> peopleIn(const engine::DvmTroubles &troubles);

} // namespace dvmdash::cli
