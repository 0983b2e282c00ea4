// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/ordering.h"

namespace dvmdash::layout
{

/// Step 5b: draws the level runs of dummies towards the ends of their edges, as far as what stands above and
/// below in their layers lets them. A run goes to the y of one of its ends, which saves a bend, or as near as
/// it can to what lies between both. Order and distances hold; the nodes stay. O(V), twice.
///
/// `distance`: how far a vertex must be at least from the one above it in its layer.
void settleLongEdges(const LayeredGraph &graph, const std::vector<Arc> &arcs, const Ordering &ordering,
                     const std::vector<Length> &distance, std::vector<Length> &y);

} // namespace dvmdash::layout
