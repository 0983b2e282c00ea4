// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// Jobs, chains and verdicts as JSON, for the command line and for bundles. States, flags and reasons are the
/// words of the job rules in lower snake case; an open job or attempt that waits for a payment which was not
/// seen is "awaiting_payment".
namespace dvmdash::engine
{

/// The name of a DVM or user as written by its owner; empty when none is known.
using NameOf = std::function<std::string(const nostr::PublicKey &)>;

/// "claimed_success"
std::string stateWord(dvm::State state);
/// "delivered", "awaiting_payment"
std::string stateOf(const dvm::ChainNode &node);
/// "claimed"
std::string paymentWord(dvm::PaymentState payment);

/// A row of a list of jobs.
nlohmann::ordered_json jobJson(const JobRow &row, const NameOf &nameOf);

/// Everything about one job: its attempts with their course, the chain around it, and who broke it. `events`
/// are those of the job, for their flags.
nlohmann::ordered_json jobJson(const ChainAnswer &answer, const std::vector<EventRow> &events,
                               const NameOf &nameOf);
/// Those of whom jobJson() gives a name.
std::vector<nostr::PublicKey> peopleIn(const ChainAnswer &answer);

} // namespace dvmdash::engine
