// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "answers.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

/// Jobs, chains and verdicts as JSON. States, flags and reasons are the words of the job rules in lower snake
/// case; an open job or attempt that waits for a payment which was not seen is "awaiting_payment".
namespace dvmdash::cli
{

/// "delivered", "awaiting_payment"
std::string stateOf(const dvm::ChainNode &node);

/// What --state takes.
struct StateWords {
    std::vector<dvm::State> states;
    bool awaiting_payment = false;
};
/// Throws UsageError, naming the option.
StateWords statesFromText(const std::string &option, const std::vector<std::string> &texts);
std::vector<dvm::Reason> reasonsFromText(const std::string &option, const std::vector<std::string> &texts);

/// "paid_undelivered"
std::string stateWord(dvm::State state);
/// "claimed"
std::string paymentWord(dvm::PaymentState payment);

/// A row of a list of jobs.
nlohmann::ordered_json toJson(const engine::JobRow &row, const Names &names);

/// Everything about one job: its attempts with their course, the chain around it, and who broke it. `events`
/// are those of the job, for their flags.
nlohmann::ordered_json toJson(const engine::ChainAnswer &answer, const std::vector<engine::EventRow> &events,
                              const Names &names);
/// Those of whom toJson() gives a name.
std::vector<nostr::PublicKey> peopleIn(const engine::ChainAnswer &answer);

} // namespace dvmdash::cli
