// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/coordinates.h"

#include "layout/long_edges.h"

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
        // Towards the bottom everything is mirrored.
        const auto first = [&](int i) { return blocks.of[fromTop ? m_pairs[i].upper : m_pairs[i].lower]; };
        const auto second = [&](int i) { return blocks.of[fromTop ? m_pairs[i].lower : m_pairs[i].upper]; };
        const int pairs = static_cast<int>(m_pairs.size());
        const Lists after(blocks.count, pairs, first, [](int i) { return i; });

        std::vector<int> waitsFor(blocks.count, 0);
        for (int i = 0; i < pairs; ++i)
            ++waitsFor[second(i)];
        std::vector<int> sequence;
        sequence.reserve(blocks.count);
        for (int block = 0; block < blocks.count; ++block)
            if (waitsFor[block] == 0)
                sequence.push_back(block);
        std::vector<Length> y(blocks.count, 0);
        for (std::size_t k = 0; k < sequence.size(); ++k)
            for (const int i : after[sequence[k]]) {
                const int block = second(i);
                y[block] = std::max(y[block], y[sequence[k]] + m_distance[m_pairs[i].lower]);
                if (--waitsFor[block] == 0)
                    sequence.push_back(block);
            }
        for (auto block = sequence.rbegin(); block != sequence.rend(); ++block) {
            Length room = std::numeric_limits<Length>::max();
            for (const int i : after[*block])
                room = std::min(room, y[second(i)] - m_distance[m_pairs[i].lower]);
            if (after.count(*block) > 0)
                y[*block] = std::max(y[*block], room);
        }

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
        y[vertex] = places[1] + places[2]; // halved at last, so that rounding is the same for all
    }
    for (Length &one : y)
        one = one >= 0 ? one / 2 : -((1 - one) / 2);
    settleLongEdges(graph, arcs, ordering, distance, y);
    move(y, -extentOf(y, reach).top);
    return y;
}

} // namespace dvmdash::layout
