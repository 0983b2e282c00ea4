// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../unit/cli/program.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace dvmdash::test
{

/// Events as everybody's JSON has them, so that none of our own types stands between the two that are
/// compared.
using EventsById = std::map<std::string, nlohmann::json>;

/// What publish.mjs wrote. Fails the test when the relay refused one, or the script failed.
EventsById publishedEvents(const ProgramResult &result);

/// What stands in the file, by `dvmdash-cli export`.
EventsById exportedEvents(const ProgramFolder &folder);

/// Bare events, one a line.
EventsById eventsFromLines(const QList<QByteArray> &lines);

/// What a relay still has of these by NIP-01: of replaceable and addressable events the newest.
EventsById withoutReplaced(const EventsById &events);

/// True when both hold the same events, equal in each of the seven fields and without any other; else the
/// test fails, naming the first few that differ.
bool areSameEvents(const EventsById &actual, const EventsById &expected);

} // namespace dvmdash::test
