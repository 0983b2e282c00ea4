// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/graph.h"

namespace dvmdash::layout
{

/// A connected component of the caller's graph. Nodes have numbers of their own, in the order of time and
/// key, so that nothing after this depends on the order in which the caller gave them.
struct Part {
    std::vector<int> nodes; ///< places in Graph::nodes
    std::vector<Arc> arcs;  ///< by both ends; no two with the same, no self loops
    struct Line {
        int edge = 0; ///< place in Graph::edges
        int arc = -1; ///< -1 for a self loop
        int node = 0; ///< of a self loop
    };
    std::vector<Line> lines; ///< all edges; those of an arc follow each other
};

/// Step 0: the components, that with the earliest node first. Edges to nodes that are not there are left out.
/// O(V log V + E log E).
std::vector<Part> partsOf(const Graph &graph);

} // namespace dvmdash::layout
