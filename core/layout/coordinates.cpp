// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/coordinates.h"

#include "layout/straightening.h"

#include <algorithm>
#include <array>
#include <limits>

namespace dvmdash::layout
{

namespace
{

/// Segments by their ends, sorted by the places of the other ends.
Lists sortedByPlace(const LayeredGraph &graph, const Ordering &ordering, bool left)
{
    Lists lists = left ? graph.leftSegments() : graph.rightSegments();
    for (int vertex = 0; vertex < graph.vertices(); ++vertex) {
        const auto segments = lists[vertex];
        if (segments.size() < 2)
            continue;
        std::sort(segments.begin(), segments.end(), [&](int a, int b) {
            const Segment &one = graph.segments()[a], &other = graph.segments()[b];
            return left ? ordering.place(one.left) < ordering.place(other.left)
                        : ordering.place(one.right) < ordering.place(other.right);
        });
    }
    return lists;
}

/// How far a vertex must be at least from the one above it.
std::vector<Length> distances(const LayeredGraph &graph, const Ordering &ordering,
                              const std::vector<Reach> &reach, const Gaps &gaps)
{
    const auto gapOf = [&](int vertex) {
        return graph.isDummy(vertex) ? gaps.betweenEdges : gaps.betweenNodes;
    };
    std::vector<Length> distance(graph.vertices(), 0);
    for (int layer = 0; layer < ordering.layers(); ++layer) {
        const auto vertices = ordering.layer(layer);
        for (std::size_t i = 1; i < vertices.size(); ++i) {
            const int upper = vertices[i - 1], lower = vertices[i];
            distance[lower] = reach[upper].below + (gapOf(upper) + gapOf(lower)) / 2 + reach[lower].above;
        }
    }
    return distance;
}

/// Places blocks as near to each other as their vertices allow.
class Compactor
{
public:
    Compactor(const Ordering &ordering, const std::vector<Length> &distance)
        : m_distance(distance)
    {
        for (int layer = 0; layer < ordering.layers(); ++layer) {
            const auto vertices = ordering.layer(layer);
            for (std::size_t i = 1; i < vertices.size(); ++i)
                m_pairs.push_back({vertices[i - 1], vertices[i]});
        }
    }

    /// The y of each vertex. Blocks are pushed against the side the alignment started from, and then drawn
    /// back to what holds them there.
    std::vector<Length> place(const Blocks &blocks, bool fromTop) const
    {
        const BlockGraph graph = blockGraph(blocks, fromTop);
        std::vector<Length> y(blocks.count, 0);
        const std::vector<int> sequence = push(graph, y);
        drawBack(graph, sequence, y);
        std::vector<Length> result(blocks.of.size());
        for (std::size_t vertex = 0; vertex < result.size(); ++vertex)
            result[vertex] = fromTop ? y[blocks.of[vertex]] : -y[blocks.of[vertex]];
        return result;
    }

private:
    struct Pair {
        int upper;
        int lower;
    };

    /// What must stand behind a block, and how far. It has no cycle, since blocks do not cross.
    struct BlockGraph {
        Lists behind;          ///< pairs by the block that goes first
        std::vector<int> next; ///< the other block of each pair
    };

    /// Towards the top everything is mirrored.
    BlockGraph blockGraph(const Blocks &blocks, bool fromTop) const
    {
        BlockGraph graph;
        graph.next.reserve(m_pairs.size());
        for (const auto [upper, lower] : m_pairs)
            graph.next.push_back(blocks.of[fromTop ? lower : upper]);
        graph.behind = Lists(
            blocks.count, static_cast<int>(m_pairs.size()),
            [&](int i) { return blocks.of[fromTop ? m_pairs[i].upper : m_pairs[i].lower]; },
            [](int i) { return i; });
        return graph;
    }

    Length distance(int pair) const { return m_distance[m_pairs[pair].lower]; }

    /// Longest paths. Returns the blocks in an order in which what stands behind another comes after it.
    std::vector<int> push(const BlockGraph &graph, std::vector<Length> &y) const
    {
        std::vector<int> waitsFor(y.size(), 0), sequence;
        sequence.reserve(y.size());
        for (const int block : graph.next)
            ++waitsFor[block];
        for (int block = 0; block < static_cast<int>(y.size()); ++block)
            if (waitsFor[block] == 0)
                sequence.push_back(block);
        for (std::size_t i = 0; i < sequence.size(); ++i)
            for (const int pair : graph.behind[sequence[i]]) {
                const int next = graph.next[pair];
                y[next] = std::max(y[next], y[sequence[i]] + distance(pair));
                if (--waitsFor[next] == 0)
                    sequence.push_back(next);
            }
        return sequence;
    }

    void drawBack(const BlockGraph &graph, const std::vector<int> &sequence, std::vector<Length> &y) const
    {
        for (auto block = sequence.rbegin(); block != sequence.rend(); ++block) {
            if (graph.behind.count(*block) == 0)
                continue;
            Length room = std::numeric_limits<Length>::max();
            for (const int pair : graph.behind[*block])
                room = std::min(room, y[graph.next[pair]] - distance(pair));
            y[*block] = std::max(y[*block], room);
        }
    }

    std::vector<Pair> m_pairs; ///< neighbours in a layer
    const std::vector<Length> &m_distance;
};

struct Extent {
    Length top = std::numeric_limits<Length>::max();
    Length bottom = std::numeric_limits<Length>::min();
};

Extent extentOf(const std::vector<Length> &y, const std::vector<Reach> &reach)
{
    Extent extent;
    for (std::size_t vertex = 0; vertex < y.size(); ++vertex) {
        extent.top = std::min(extent.top, y[vertex] - reach[vertex].above);
        extent.bottom = std::max(extent.bottom, y[vertex] + reach[vertex].below);
    }
    return extent;
}

void move(std::vector<Length> &y, Length by)
{
    for (Length &one : y)
        one += by;
}

} // namespace

std::vector<Length> coordinates(const LayeredGraph &graph, const std::vector<Arc> &arcs,
                                const Ordering &ordering, const std::vector<Reach> &reach, const Gaps &gaps,
                                const Cancel &cancel)
{
    constexpr std::array<Corner, 4> corners{{{true, true}, {true, false}, {false, true}, {false, false}}};
    const std::vector<Level> wanted = levels(graph, ordering);
    const Lists left = sortedByPlace(graph, ordering, true);
    const Lists right = sortedByPlace(graph, ordering, false);
    const std::vector<Length> distance = distances(graph, ordering, reach, gaps);
    const Compactor compactor(ordering, distance);

    std::array<std::vector<Length>, 4> ways;
    std::array<Extent, 4> extents;
    std::size_t narrowest = 0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        if (cancel)
            return std::vector<Length>(reach.size());
        const Corner corner = corners[i];
        const Blocks blocks = alignBlocks(graph, ordering, corner.fromLeft ? left : right, wanted, corner);
        ways[i] = compactor.place(blocks, corner.fromTop);
        extents[i] = extentOf(ways[i], reach);
        const auto height = [&](std::size_t way) { return extents[way].bottom - extents[way].top; };
        if (height(i) < height(narrowest))
            narrowest = i;
    }
    for (std::size_t i = 0; i < corners.size(); ++i)
        move(ways[i], corners[i].fromTop ? extents[narrowest].top - extents[i].top
                                         : extents[narrowest].bottom - extents[i].bottom);

    std::vector<Length> y(reach.size());
    for (std::size_t vertex = 0; vertex < y.size(); ++vertex) {
        std::array<Length, 4> places{ways[0][vertex], ways[1][vertex], ways[2][vertex], ways[3][vertex]};
        std::sort(places.begin(), places.end());
        // Rounded down for all, also below zero (a shift is, in C++20), or neighbours might come too near.
        y[vertex] = (places[1] + places[2]) >> 1;
    }
    straighten(graph, arcs, ordering, reach, distance, y);
    move(y, -extentOf(y, reach).top);
    return y;
}

} // namespace dvmdash::layout
