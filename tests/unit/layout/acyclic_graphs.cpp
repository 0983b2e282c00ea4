// SPDX-License-Identifier: GPL-3.0-or-later
#include "acyclic_graphs.h"

#include "layout/layering.h"
#include "support/made_graphs.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace dvmdash::test
{

using layout::Arc;

std::vector<Arc> arcsOf(const layout::Graph &graph)
{
    std::set<std::pair<int, int>> ends;
    for (const layout::Edge &edge : graph.edges)
        ends.insert({edge.from, edge.to});
    std::vector<Arc> arcs;
    for (const auto &[from, to] : ends)
        arcs.push_back({from, to, 1, 1});
    return arcs;
}

std::vector<Arc> randomArcs(std::mt19937 &random)
{
    const int nodes = 2 + static_cast<int>(random() % 40);
    return arcsOf(
        randomGraph({nodes, static_cast<int>(random() % (3 * static_cast<unsigned>(nodes)))}, random));
}

layout::LayeredGraph layered(const std::vector<Arc> &arcs)
{
    int nodes = 1;
    for (const Arc &arc : arcs)
        nodes = std::max({nodes, arc.from + 1, arc.to + 1});
    return {layout::layersOf(nodes, arcs), arcs};
}

layout::Ordering randomOrdering(const layout::LayeredGraph &graph, std::mt19937 &random)
{
    std::vector<int> sequence(graph.vertices());
    std::iota(sequence.begin(), sequence.end(), 0);
    std::shuffle(sequence.begin(), sequence.end(), random);
    return {graph, sequence};
}

} // namespace dvmdash::test
