// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/verdict.h"

#include <string>
#include <vector>

/// The words of the job rules in arguments.
namespace dvmdash::cli
{

/// What --state takes.
struct StateWords {
    std::vector<dvm::State> states;
    bool awaiting_payment = false;
};
/// Throws UsageError, naming the option.
StateWords statesFromText(const std::string &option, const std::vector<std::string> &texts);
std::vector<dvm::Reason> reasonsFromText(const std::string &option, const std::vector<std::string> &texts);

} // namespace dvmdash::cli
