// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/alignment.h"

namespace dvmdash::layout
{

struct Gaps {
    Length betweenNodes = 0;
    Length betweenEdges = 0; ///< dummies; half of both between a node and a dummy
};

/// Step 5: the y of each vertex, such that the order of the layers holds and neighbours keep their gap. The
/// smallest y less its reach is 0.
///
/// After Brandes and Köpf (2001): blocks are aligned from each of the four corners, and each alignment is
/// made compact on its own. The four are moved over the narrowest, and a vertex gets the mean of its two
/// middle places. Order and gaps hold in each of the four, so they hold in the result; the pieces of a long
/// edge are in one block each time, so it is straight between its first and its last dummy. Blocks are made
/// compact by longest paths in the graph of blocks, which avoids the error in the original that Brandes,
/// Walter and Zink describe (2020).
///
/// O(V + E), after sorting each vertex's segments.
std::vector<Length> coordinates(const LayeredGraph &graph, const std::vector<Arc> &arcs,
                                const Ordering &ordering, const std::vector<Reach> &reach, const Gaps &gaps,
                                const Cancel &cancel);

} // namespace dvmdash::layout
