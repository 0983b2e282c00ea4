// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/scenario.h"
#include "dvm/chain.h"

#include <map>

namespace dvmdash::test
{

/// What a reader of all events knows of each job, found by brute force and without a look at the truth.
std::map<nostr::EventId, dvm::JobFacts> collectFacts(const demo::Scenario &scenario);
/// All its jobs, judged at its end with everything heard, and what they name.
dvm::Chain collectChain(const demo::Scenario &scenario);

} // namespace dvmdash::test
