// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/made_graphs.h"

#include <algorithm>
#include <numeric>

namespace dvmdash::test
{

using layout::Graph;

namespace
{

/// Below `limit`. Not of the standard's distributions, which differ from platform to platform.
int below(int limit, std::mt19937 &random)
{
    return static_cast<int>(random() % static_cast<unsigned>(limit));
}

bool chance(int percent, std::mt19937 &random)
{
    return below(100, random) < percent;
}

void shuffle(std::vector<int> &list, std::mt19937 &random)
{
    for (int i = static_cast<int>(list.size()) - 1; i > 0; --i)
        std::swap(list[i], list[below(i + 1, random)]);
}

} // namespace

Graph unlinkedNodes(int count)
{
    Graph graph;
    for (int i = 0; i < count; ++i)
        graph.nodes.push_back({"job " + std::to_string(i), i, 150, 44});
    return graph;
}

Graph chainOf(int count)
{
    Graph graph = unlinkedNodes(count);
    for (int i = 1; i < count; ++i)
        graph.edges.push_back({i - 1, i});
    return graph;
}

Graph diamond()
{
    Graph graph = unlinkedNodes(4);
    graph.edges = {{0, 1}, {0, 2}, {1, 3}, {2, 3}};
    return graph;
}

Graph fan(int width, bool closed)
{
    Graph graph = unlinkedNodes(width + (closed ? 2 : 1));
    for (int i = 1; i <= width; ++i) {
        graph.edges.push_back({0, i});
        if (closed)
            graph.edges.push_back({i, width + 1});
    }
    return graph;
}

Graph grid(int rows, int columns)
{
    Graph graph = unlinkedNodes(rows * columns);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const int node = row * columns + column;
            if (column + 1 < columns)
                graph.edges.push_back({node, node + 1});
            if (row + 1 < rows)
                graph.edges.push_back({node, node + columns});
        }
    return graph;
}

Graph randomTree(int count, std::mt19937 &random)
{
    Graph graph = unlinkedNodes(count);
    for (int i = 1; i < count; ++i)
        graph.edges.push_back({below(i, random), i});
    return graph;
}

Graph jobsGraph(int count, std::mt19937 &random)
{
    Graph graph = unlinkedNodes(count);
    for (int i = 1; i < count; ++i) {
        const int inputs = 1 + (chance(25, random) ? 1 : 0) + (chance(10, random) ? 1 : 0);
        for (int k = 0; k < inputs; ++k) {
            const int reach = chance(10, random) ? i : std::min(i, 8);
            graph.edges.push_back({i - 1 - below(reach, random), i});
        }
    }
    return graph;
}

Graph manyChains(int count, int length)
{
    Graph graph = unlinkedNodes(count);
    for (int i = 1; i < count; ++i)
        if (i % length != 0)
            graph.edges.push_back({i - 1, i});
    return graph;
}

Graph randomGraph(const RandomShape &shape, std::mt19937 &random)
{
    Graph graph = unlinkedNodes(shape.nodes);
    if (shape.sizes)
        for (layout::Node &node : graph.nodes) {
            node.width = below(200, random);
            node.height = below(90, random);
        }
    while (static_cast<int>(graph.edges.size()) < shape.edges) {
        const int a = below(shape.nodes, random);
        int b = below(shape.nodes, random);
        if (shape.reach > 0 && b > a)
            b = std::min(a + 1 + below(shape.reach, random), shape.nodes - 1);
        const int weight = shape.sizes ? 1 + below(5, random) : 1;
        if (chance(shape.loopPercent, random)) {
            graph.edges.push_back({a, a, weight});
        } else if (chance(shape.doublePercent, random) && !graph.edges.empty()) {
            const auto &other = graph.edges[below(static_cast<int>(graph.edges.size()), random)];
            graph.edges.push_back({other.from, other.to, weight});
        } else if (a < b) {
            const bool back = chance(shape.backPercent, random);
            graph.edges.push_back({back ? b : a, back ? a : b, weight});
        }
    }
    return graph;
}

Shuffled shuffled(const Graph &graph, std::mt19937 &random)
{
    Shuffled result{graph, std::vector<int>(graph.nodes.size()), std::vector<int>(graph.edges.size())};
    std::iota(result.nodePlaces.begin(), result.nodePlaces.end(), 0);
    std::iota(result.edgePlaces.begin(), result.edgePlaces.end(), 0);
    shuffle(result.nodePlaces, random);
    shuffle(result.edgePlaces, random);
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        result.graph.nodes[result.nodePlaces[i]] = graph.nodes[i];
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const auto [from, to, weight] = graph.edges[i];
        result.graph.edges[result.edgePlaces[i]] = {result.nodePlaces[from], result.nodePlaces[to], weight};
    }
    return result;
}

} // namespace dvmdash::test
