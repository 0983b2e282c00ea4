// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/graph.h"

namespace dvmdash::layout
{

/// Step 1: for each arc whether it has to be turned round, so that no cycle is left.
///
/// Nodes are numbered in the order of time, and an arc that goes forward in it always stays. Arcs that go
/// back stay as long as they close no cycle, the heaviest tried first: the order is changed for each of them
/// as in Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs" (2006). Only
/// arcs inside a strongly connected component are looked at (Tarjan 1972).
///
/// O(V + E) without a cycle. Otherwise the searches are stopped after a number of steps linear in V + E, and
/// what still goes back then is turned without a search.
///
/// `arcs`: no two with the same ends, no self loops.
std::vector<char> arcsToReverse(int nodes, const std::vector<Arc> &arcs);

} // namespace dvmdash::layout
