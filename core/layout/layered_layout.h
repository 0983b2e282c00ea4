// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

/// Places the nodes of a directed graph in layers from left to right, after Sugiyama, Tagawa and Toda (1981):
/// cycles are broken, nodes get layers, long edges get a dummy in every layer that they pass, the order in
/// the layers is changed until few edges cross, and the layers get coordinates. Each step is a header of this
/// folder, which names its paper and its cost.
///
/// Pure: a layout follows from what is given, the same on every platform (integers only). Nothing is kept
/// between two calls, so any thread may call.
namespace dvmdash::layout
{

/// Lengths and coordinates, in whatever the caller measures boxes in. x grows to the right, y downwards.
using Length = std::int64_t;

struct Point {
    Length x = 0;
    Length y = 0;
    bool operator==(const Point &) const = default;
};

/// Nodes are taken in the order of their times, equal times in that of their keys. So the order in which they
/// are given changes nothing; where nothing else decides, the earlier node stands above the later one.
struct Node {
    std::string key;       ///< names the node from layout to layout; no two nodes of a graph have the same
    std::int64_t time = 0; ///< any unit
    Length width = 0;      ///< 0 to 100,000, as the height; what is outside is taken for the nearest of both
    Length height = 0;
};

/// Self loops, parallel edges and cycles are taken. An edge to a node that is not there is left out.
struct Edge {
    int from = 0; ///< place of a node in Graph::nodes
    int to = 0;
    int weight = 1; ///< 1 to 1,000: heavier edges are rather kept short, straight and forward
};

struct Graph {
    std::vector<Node> nodes;
    std::vector<Edge> edges;
};

/// Gaps are 0 to 100,000; what is outside is taken for the nearest of both.
struct Options {
    Length layerGap = 64;     ///< between two layers; up to three times as much where edges are steep
    Length nodeGap = 24;      ///< between two boxes of a layer
    Length edgeGap = 12;      ///< between two edges that pass a layer, and between parallel ones
    Length componentGap = 48; ///< between two components, one below the other
    int maxSweeps = 24;       ///< of crossing reduction, at most; large graphs get fewer
};

/// Top left corners by key.
using Positions = std::unordered_map<std::string, Point>;

struct PlacedNode {
    Point topLeft;
    int component = 0; ///< components stand below each other, the one with the earliest node first
    int layer = 0;     ///< of its component, from the left
    int order = 0;     ///< among the nodes of its layer, from above
};

/// An edge is drawn along its points, from the side of its first box to the side of the second. A step
/// between two points is level or lies in the gap between two layers, where nothing else stands: drawn
/// straight or as a curve that leaves and arrives level, no edge passes below a strange box. A self loop
/// stands on its box.
///
/// Exceptions are edges that pass so many layers that their dummies together would go beyond 60,000 in a
/// component: they go from box to box in one step.
struct Route {
    std::vector<Point> points; ///< empty for an edge that was left out
    /// It was turned round to break a cycle: goes back, from the left side of its first box to the right side
    /// of the second.
    bool reversed = false;
};

struct Statistics {
    int components = 0;
    int layers = 0;        ///< of the component with most
    int dummies = 0;       ///< in all layers
    int reversedEdges = 0; ///< that go back
    /// Pairs of edges that cross, parallel ones taken for one, before and after crossing reduction.
    std::int64_t initialCrossings = 0;
    std::int64_t crossings = 0;
};

struct Layout {
    std::vector<PlacedNode> nodes; ///< as Graph::nodes
    std::vector<Route> edges;      ///< as Graph::edges
    Length width = 0;              ///< of the box around all nodes and routes, whose corner is (0, 0)
    Length height = 0;
    Statistics statistics;
};

/// Of the nodes of `previous` those that share a layer also now keep their order, and new ones are put
/// between them: a graph that grows does not jump. Whoever wants the fewest crossings gives no previous
/// layout.
///
/// None when `cancel` became true meanwhile; it may be set by any thread.
std::optional<Layout> layOut(const Graph &graph, const Options &options = {}, const Positions &previous = {},
                             const std::atomic<bool> *cancel = nullptr);

/// What the next layout of a graph takes as `previous`.
Positions positionsOf(const Graph &graph, const Layout &layout);

} // namespace dvmdash::layout
