// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/scratch_store.h"

#include <random>
#include <vector>

namespace dvmdash::store::test
{

/// Events as a hostile network gives them: in random order and batches, some several times and by several
/// relays, partly live, and with coverage that comes in pieces.
void giveAtRandom(ScratchStore &scratch, std::vector<nostr::Event> events, std::mt19937 &random);

} // namespace dvmdash::store::test
