// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/graph.h"

namespace dvmdash::layout
{

/// Step 2: a layer for each node, the first is 0, such that every arc goes at least one layer to the right.
///
/// A node starts in the first layer it can have (longest path from the sources), which gives the fewest
/// layers. Then arcs are made shorter without adding a layer: from right to left, nodes that are pulled to
/// the right at least as much as to the left go as far right as they can; from left to right, those that are
/// pulled to the left at least as much go as far left as they can. The weighted length of all arcs together
/// never grows, and what was moved for nothing is moved back, until nothing is gained. In graphs of jobs that
/// is nearly what the network simplex of Gansner et al., "A technique for drawing directed graphs" (1993),
/// finds, in O(V + E) a pass and with at most eight of them.
///
/// `arcs` have no cycle.
std::vector<int> layersOf(int nodes, const std::vector<Arc> &arcs);

} // namespace dvmdash::layout
