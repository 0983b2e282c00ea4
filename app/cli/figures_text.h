// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "output.h"
#include "table.h"

#include <nlohmann/json.hpp>

/// The numbers of figures_json.h as lines for people.
namespace dvmdash::cli
{

/// "name        value" of a member, when it is there.
void printField(Output &output, const char *name, const nlohmann::ordered_json &json, const char *pointer,
                Show show);

/// "name        Name npub1..., more" of what addPerson() has put into `json`; nothing when there is nobody.
void printPerson(Output &output, const char *name, const nlohmann::ordered_json &json,
                 const std::string &member, const QString &more = {});

/// window
void printWindow(Output &output, const nlohmann::ordered_json &answer);
/// All that addFigures() has put into `answer`.
void printFigures(Output &output, const nlohmann::ordered_json &answer);
/// The same of the window before.
void printPrevious(Output &output, const nlohmann::ordered_json &answer);
/// How much there is behind the numbers.
void printFreshness(Output &output, const nlohmann::ordered_json &answer);

} // namespace dvmdash::cli
