// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/layered_graph.h"

#include <optional>

namespace dvmdash::layout
{

/// The order of the vertices in each layer, from above.
class Ordering
{
public:
    /// Vertices by their layers, in each as `sequence` has them.
    Ordering(const LayeredGraph &graph, const std::vector<int> &sequence);

    int layers() const { return m_layers; }
    std::span<const int> layer(int layer) const { return m_byLayer[layer]; }
    int place(int vertex) const { return m_place[vertex]; } ///< in its layer
    void swap(int layer, int place);                        ///< with the next one
    void set(int layer, std::span<const int> vertices);     ///< the same ones in another order

private:
    int m_layers = 0;
    Lists m_byLayer;
    std::vector<int> m_place;
};

/// Where crossing reduction starts. Without a previous layout: in the order in which a depth-first search
/// from the sources, the earliest first, meets the vertices, along the arcs or along them in both directions.
/// A tree of arcs has no crossing then, and what is equal stands in the order of time. O(V + E).
enum class Search { Forward, BothWays };
Ordering searchOrder(const LayeredGraph &graph, Search search);

/// Where crossing reduction starts from a previous layout: by the y that nodes had. A new node comes behind
/// the last node before it in time that has an arc from the same node, a dummy to where its arc passed. O(V
/// log V + E).
Ordering previousOrder(const LayeredGraph &graph, const std::vector<Arc> &arcs,
                       const std::vector<std::optional<Length>> &previous);

} // namespace dvmdash::layout
