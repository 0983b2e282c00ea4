// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/graph.h"

namespace dvmdash::layout
{

/// A piece of an arc, from a vertex of one layer to a vertex of the next.
struct Segment {
    int left = 0;
    int right = 0;
    std::int64_t weight = 0;
};

/// How far a vertex reaches above and below its y.
struct Reach {
    Length above = 0;
    Length below = 0;
};

/// Step 3: the graph with dummies. Vertices are the nodes, with the same numbers, and behind them the
/// dummies: of an arc that passes layers one in each of them, so that all segments go from a layer to the
/// next.
class LayeredGraph
{
public:
    /// Arcs are cut, the shortest first, until there are `mostDummies`; the rest has no segments.
    LayeredGraph(const std::vector<int> &layers, const std::vector<Arc> &arcs, int mostDummies = 60'000);

    int nodes() const { return m_nodes; }
    int vertices() const { return static_cast<int>(m_layer.size()); }
    int layers() const { return m_layers; }
    bool isDummy(int vertex) const { return vertex >= m_nodes; }
    int layer(int vertex) const { return m_layer[vertex]; }

    const std::vector<Segment> &segments() const { return m_segments; }
    /// Segments that end or begin at a vertex, and the vertices at their other ends.
    const Lists &leftSegments() const { return m_leftSegments; }
    const Lists &rightSegments() const { return m_rightSegments; }
    std::span<const int> leftOf(int vertex) const { return m_left[vertex]; }
    std::span<const int> rightOf(int vertex) const { return m_right[vertex]; }

    /// From left to right; none when it was not cut.
    std::span<const int> dummiesOf(int arc) const
    {
        const int first = m_dummies.start[arc];
        return std::span(m_dummies.vertices).subspan(first, m_dummies.start[arc + std::size_t{1}] - first);
    }
    int arcOfDummy(int vertex) const { return m_arcOfDummy[vertex - m_nodes]; }

private:
    void linkSegments(const std::vector<Segment> &byArc);

    int m_nodes = 0;
    int m_layers = 0;
    std::vector<int> m_layer;
    std::vector<Segment> m_segments;
    Lists m_leftSegments, m_rightSegments, m_left, m_right;
    struct {
        std::vector<int> start; ///< of each arc, and the end
        std::vector<int> vertices;
    } m_dummies;
    std::vector<int> m_arcOfDummy;
};

} // namespace dvmdash::layout
