// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/ordering.h"

namespace dvmdash::layout
{

/// Step 5b: takes bends away, as far as what stands above and below in the layers lets it. Order and
/// distances hold. O(V + E) a pass, with two of them.
///
/// Nodes that are level with each other move together when that makes one more of their edges level, one that
/// rose less than half a box: a jog that nobody would draw. What is balanced rises more and stays.
///
/// Then the level runs of dummies are drawn towards the ends of their edges: to the y of one of them, which
/// saves a bend, or as near as can be to what lies between both.
///
/// `distance`: how far a vertex must be at least from the one above it in its layer.
void straighten(const LayeredGraph &graph, const std::vector<Arc> &arcs, const Ordering &ordering,
                const std::vector<Reach> &reach, const std::vector<Length> &distance, std::vector<Length> &y);

} // namespace dvmdash::layout
