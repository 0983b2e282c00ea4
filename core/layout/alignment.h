// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/ordering.h"

namespace dvmdash::layout
{

/// From which side an alignment goes through the layers, and through the vertices of each.
struct Corner {
    bool fromLeft = true;
    bool fromTop = true;
};

/// Vertices of one block get the same y: one in each of a row of layers, joined by segments that are drawn
/// level.
struct Blocks {
    std::vector<int> of; ///< the block of each vertex
    int count = 0;
};

/// How much a segment wants to be level. Pieces between two dummies go first, so that long edges are
/// straight: what crosses one is never level (type 1 conflicts). At its ends a long edge gives way where its
/// node also has a short edge on that side, so that a chain is straight and its short cuts run round it.
enum class Level : char { Never, IfFree, Gladly };

/// Of every segment. O(V + E).
std::vector<Level> levels(const LayeredGraph &graph, const Ordering &ordering);

/// Joins every vertex to the median of its neighbours in the layer before where that crosses no segment
/// already joined: the alignment of Brandes and Köpf, "Fast and simple horizontal coordinate assignment"
/// (2001), with weights. With two medians the nearer to the corner goes first. What wants to be level gladly
/// is joined first. O(V + E).
///
/// `segments`: those towards the layer before, sorted by the places of their ends there.
Blocks alignBlocks(const LayeredGraph &graph, const Ordering &ordering, const Lists &segments,
                   const std::vector<Level> &levels, Corner corner);

} // namespace dvmdash::layout
