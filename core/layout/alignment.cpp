// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/alignment.h"

#include <algorithm>
#include <limits>

namespace dvmdash::layout
{

namespace
{

/// The piece of a long edge that ends at this dummy, or -1.
int innerSegment(const LayeredGraph &graph, int vertex)
{
    if (!graph.isDummy(vertex))
        return -1;
    const int segment = graph.leftSegments()[vertex].front();
    return graph.isDummy(graph.segments()[segment].left) ? segment : -1;
}

/// Those that cross the inner segments of one gap, which end in `layer`.
void forbidConflicting(const LayeredGraph &graph, const Ordering &ordering, int layer,
                       std::vector<Level> &levels)
{
    const auto vertices = ordering.layer(layer);
    const int last = static_cast<int>(vertices.size()) - 1;
    // What ends between two inner segments must begin between them.
    int from = 0, upper = 0;
    for (int place = 0; place <= last; ++place) {
        const int inner = innerSegment(graph, vertices[place]);
        if (inner < 0 && place < last)
            continue;
        const int lower = inner < 0 ? static_cast<int>(ordering.layer(layer - 1).size())
                                    : ordering.place(graph.segments()[inner].left);
        for (; from <= place; ++from)
            for (const int segment : graph.leftSegments()[vertices[from]]) {
                const int left = graph.segments()[segment].left;
                const bool isInner = graph.isDummy(left) && graph.isDummy(vertices[from]);
                if (!isInner && (ordering.place(left) < upper || ordering.place(left) > lower))
                    levels[segment] = Level::Never;
            }
        upper = lower;
    }
}

/// Whether it joins a dummy to a node that has a node for a neighbour on that side.
bool givesWay(const LayeredGraph &graph, const Segment &segment)
{
    if (graph.isDummy(segment.left) == graph.isDummy(segment.right))
        return false;
    const auto near = graph.isDummy(segment.left) ? graph.leftOf(segment.right) : graph.rightOf(segment.left);
    return std::any_of(near.begin(), near.end(), [&](int vertex) { return !graph.isDummy(vertex); });
}

/// Joins the vertices of one layer to those of the layer before.
class Aligner
{
public:
    Aligner(const LayeredGraph &graph, const Ordering &ordering, const Lists &segments,
            const std::vector<Level> &levels, Corner corner)
        : m_graph(graph)
        , m_ordering(ordering)
        , m_segments(segments)
        , m_levels(levels)
        , m_corner(corner)
        , m_taken(graph.vertices(), 0)
        , m_blocks{std::vector<int>(graph.vertices(), -1), 0}
    {
    }

    void alignLayer(int layer)
    {
        const auto vertices = m_ordering.layer(layer);
        const int size = static_cast<int>(vertices.size());
        const auto at = [&](int k) { return vertices[m_corner.fromTop ? k : size - 1 - k]; };
        m_joined.assign(size, none);
        m_next.assign(size, none);
        joinAll(size, at, Level::Gladly);
        int next = none;
        for (int k = size - 1; k >= 0; --k) {
            m_next[k] = next;
            next = m_joined[k] != none ? m_joined[k] : next;
        }
        joinAll(size, at, Level::IfFree);
        for (const int vertex : vertices)
            if (m_blocks.of[vertex] < 0)
                m_blocks.of[vertex] = m_blocks.count++;
    }

    Blocks blocks() { return std::move(m_blocks); }

private:
    static constexpr int none = std::numeric_limits<int>::max();

    /// Places are counted from the corner, so that they grow whatever the corner is.
    template<typename At>
    void joinAll(int size, At at, Level level)
    {
        int limit = std::numeric_limits<int>::min();
        for (int k = 0; k < size; ++k) {
            if (m_joined[k] == none)
                join(at(k), level, limit, m_next[k], m_joined[k]);
            if (m_joined[k] != none)
                limit = m_joined[k];
        }
    }

    void join(int vertex, Level level, int above, int below, int &joined)
    {
        const auto [first, second] = medians(vertex, level);
        for (const int segment : {first, second}) {
            if (segment < 0)
                return;
            const Segment &ends = m_graph.segments()[segment];
            const int other = m_corner.fromLeft ? ends.left : ends.right;
            const int place = m_corner.fromTop ? m_ordering.place(other) : -m_ordering.place(other);
            if (m_taken[other] || place <= above || place >= below)
                continue;
            m_blocks.of[vertex] = m_blocks.of[other];
            m_taken[other] = 1;
            joined = place;
            return;
        }
    }

    struct Medians {
        int first = -1;
        int second = -1;
    };

    /// By weight; both are the same where there is but one.
    Medians medians(int vertex, Level level)
    {
        const auto near = m_segments[vertex];
        if (near.size() == 1) {
            const int only = m_levels[near.front()] == level ? near.front() : -1;
            return {only, only};
        }
        std::int64_t weight = 0;
        for (const int segment : near)
            if (m_levels[segment] == level)
                weight += m_graph.segments()[segment].weight;
        Medians found;
        std::int64_t sum = 0;
        for (const int segment : near) {
            if (m_levels[segment] != level)
                continue;
            sum += m_graph.segments()[segment].weight;
            if (found.first < 0 && 2 * sum >= weight)
                found.first = segment;
            if (found.second < 0 && 2 * sum > weight)
                found.second = segment;
        }
        return m_corner.fromTop ? found : Medians{found.second, found.first};
    }

    const LayeredGraph &m_graph;
    const Ordering &m_ordering;
    const Lists &m_segments;
    const std::vector<Level> &m_levels;
    const Corner m_corner;
    std::vector<char> m_taken;         ///< by a vertex of the next layer
    std::vector<int> m_joined, m_next; ///< places to which the vertices of a layer were joined, the next ones
    Blocks m_blocks;
};

} // namespace

std::vector<Level> levels(const LayeredGraph &graph, const Ordering &ordering)
{
    std::vector<Level> levels;
    levels.reserve(graph.segments().size());
    for (const Segment &segment : graph.segments())
        levels.push_back(givesWay(graph, segment) ? Level::IfFree : Level::Gladly);
    for (int layer = 1; layer < ordering.layers(); ++layer)
        forbidConflicting(graph, ordering, layer, levels);
    return levels;
}

Blocks alignBlocks(const LayeredGraph &graph, const Ordering &ordering, const Lists &segments,
                   const std::vector<Level> &levels, Corner corner)
{
    Aligner aligner(graph, ordering, segments, levels, corner);
    for (int i = 0; i < ordering.layers(); ++i)
        aligner.alignLayer(corner.fromLeft ? i : ordering.layers() - 1 - i);
    return aligner.blocks();
}

} // namespace dvmdash::layout
