// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command.h"
#include "relay/relay_list.h"

#include <string>

/// What the database knows of relays, printed. Each gives the exit code; throws UsageError for a window that
/// cannot be read.
namespace dvmdash::cli
{

/// Who gave events, since when, and how long each was covered.
int showSeenRelays(const Invocation &invocation);
/// What each gave of jobs: who was first, what only one gave. `window` as `--window` is written; empty: all.
/// Unlike showSeenRelays() it counts what is of jobs, by the events' own time.
int showGiven(const Invocation &invocation, const std::string &window);
/// Relays that events name and that are not among `kept`.
int showNamed(const Invocation &invocation, const std::string &window, const relay::RelayList &kept);

} // namespace dvmdash::cli
