// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "engine/history.h"
#include "nostr/bytes.h"
#include "store/interval_set.h"

#include <utility>
#include <vector>

/// What a relay is asked for to give its past. Pure.
namespace dvmdash::engine
{

/// What is missing of [from, until), oldest first.
std::vector<std::pair<std::int64_t, std::int64_t>> gapsIn(const store::IntervalSet &covered,
                                                          std::int64_t from, std::int64_t until);

/// First requests, results and feedback of the time that is not covered: what comes of these is covered then.
/// A relay gives the newest first, so oldest first is asked for day by day.
relay::HistoryWish wishForJobs(const dvm::KindTable &kinds, const HistoryRequest &request,
                               const store::IntervalSet &covered, const std::vector<nostr::PublicKey> &dvms);
/// Then what else is subscribed to (see subscriptionsFor()), of the DVMs that are known by now. What they say
/// of themselves is of any time.
relay::HistoryWish wishForTheRest(const dvm::KindTable &kinds, const HistoryRequest &request,
                                  const std::vector<nostr::PublicKey> &dvms);

} // namespace dvmdash::engine
