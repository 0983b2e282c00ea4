// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/placement.h"

#include "layout/cycle_breaking.h"

#include <algorithm>
#include <tuple>

namespace dvmdash::layout
{

namespace
{

constexpr Length largestBox = 100'000;
constexpr int loopsApart = 4;
constexpr Length steepness =
    8; ///< how far an edge may rise for each step to the right before it gets more room
constexpr Length widestGap = 3; ///< times the gap between layers

} // namespace

AcyclicArcs acyclicArcs(const Part &part)
{
    const std::vector<char> reversed = arcsToReverse(static_cast<int>(part.nodes.size()), part.arcs);
    std::vector<Arc> turned = part.arcs;
    std::vector<int> sequence(turned.size());
    for (int i = 0; i < static_cast<int>(turned.size()); ++i) {
        sequence[i] = i;
        if (reversed[i])
            std::swap(turned[i].from, turned[i].to);
    }
    std::sort(sequence.begin(), sequence.end(), [&](int a, int b) {
        return std::tie(turned[a].from, turned[a].to, a) < std::tie(turned[b].from, turned[b].to, b);
    });

    AcyclicArcs result;
    std::vector<int> arcOf(turned.size()), nextLane(turned.size());
    for (const int i : sequence) {
        const Arc &arc = turned[i];
        if (result.arcs.empty() || result.arcs.back().from != arc.from || result.arcs.back().to != arc.to)
            result.arcs.push_back({arc.from, arc.to, 0, 0});
        arcOf[i] = static_cast<int>(result.arcs.size()) - 1;
        nextLane[i] = result.arcs.back().lines;
        result.arcs.back().weight += arc.weight;
        result.arcs.back().lines += arc.lines;
    }
    result.lines.resize(part.lines.size());
    for (std::size_t i = 0; i < part.lines.size(); ++i)
        if (const int arc = part.lines[i].arc; arc >= 0)
            result.lines[i] = {arcOf[arc], nextLane[arc]++, reversed[arc] != 0};
    return result;
}

Measures::Measures(const Graph &graph, const Part &part, const AcyclicArcs &acyclic, const Options &options)
    : m_loops(part.nodes.size(), 0)
    , m_edgeGap(options.edgeGap)
{
    for (const int node : part.nodes) {
        m_width.push_back(std::clamp<Length>(graph.nodes[node].width, 0, largestBox));
        m_height.push_back(std::clamp<Length>(graph.nodes[node].height, 0, largestBox));
    }
    for (const Part::Line &line : part.lines)
        if (line.arc < 0)
            ++m_loops[line.node];
    for (const Arc &arc : acyclic.arcs) {
        // All lines leave and arrive at the middle half of their boxes.
        const Length room = std::min(m_height[arc.from], m_height[arc.to]) / 2;
        m_lines.push_back(arc.lines);
        m_laneGap.push_back(arc.lines > 1 ? std::min(m_edgeGap, room / (arc.lines - 1)) : 0);
    }
}

Length Measures::loopHeight(int loop) const
{
    return m_edgeGap * (2 + std::min(loop, loopsApart - 1));
}

Length Measures::laneOffset(int arc, int lane) const
{
    return lane * m_laneGap[arc] - (m_lines[arc] - 1) * m_laneGap[arc] / 2;
}

std::vector<Reach> Measures::reach(const LayeredGraph &layered) const
{
    std::vector<Reach> reach(layered.vertices());
    for (int node = 0; node < layered.nodes(); ++node) {
        const Length loops = m_loops[node] > 0 ? loopHeight(m_loops[node] - 1) : 0;
        reach[node] = {m_height[node] / 2 + loops, m_height[node] - m_height[node] / 2};
    }
    for (int dummy = layered.nodes(); dummy < layered.vertices(); ++dummy) {
        const int arc = layered.arcOfDummy(dummy);
        reach[dummy] = {-laneOffset(arc, 0), laneOffset(arc, m_lines[arc] - 1)};
    }
    return reach;
}

Placement::Placement(const LayeredGraph &layered, const AcyclicArcs &acyclic, const Measures &measures,
                     const std::vector<Length> &y, Length layerGap)
    : m_layered(layered)
    , m_acyclic(acyclic)
    , m_measures(measures)
    , m_y(y)
    , m_layerLeft(layered.layers(), 0)
    , m_layerWidth(layered.layers(), 0)
{
    for (int node = 0; node < layered.nodes(); ++node) {
        Length &width = m_layerWidth[layered.layer(node)];
        width = std::max(width, measures.width(node));
    }
    placeLayers(layerGap);
}

void Placement::placeLayers(Length layerGap)
{
    std::vector<Length> rise(m_layered.layers(), 0); // of the steepest segment that begins in a layer
    for (const Segment &segment : m_layered.segments()) {
        Length &steepest = rise[m_layered.layer(segment.left)];
        steepest = std::max(steepest, std::abs(m_y[segment.left] - m_y[segment.right]));
    }
    for (int layer = 0; layer < m_layered.layers(); ++layer) {
        m_layerLeft[layer] = m_width;
        m_width += m_layerWidth[layer];
        if (layer + 1 < m_layered.layers())
            m_width += std::clamp(rise[layer] / steepness, layerGap, layerGap * widestGap);
    }
}

Length Placement::left(int node) const
{
    const int layer = m_layered.layer(node);
    return m_layerLeft[layer] + (m_layerWidth[layer] - m_measures.width(node)) / 2;
}

Point Placement::topLeft(int node) const
{
    return {left(node), m_y[node] - m_measures.height(node) / 2};
}

Route Placement::route(const AcyclicArcs::Line &line) const
{
    const auto [from, to, weight, lines] = m_acyclic.arcs[line.arc];
    const Length offset = m_measures.laneOffset(line.arc, line.lane);
    Route route;
    route.reversed = line.reversed;
    const auto add = [&points = route.points](Point point) {
        // The middle one of three on a level says nothing.
        if (points.size() > 1 && points.back().y == point.y && points[points.size() - 2].y == point.y)
            points.back() = point;
        else if (points.empty() || points.back() != point)
            points.push_back(point);
    };
    const auto rightOfLayer = [this](int layer) { return m_layerLeft[layer] + m_layerWidth[layer]; };
    const int first = m_layered.layer(from), last = m_layered.layer(to);
    add({left(from) + m_measures.width(from), m_y[from] + offset});
    add({rightOfLayer(first), m_y[from] + offset});
    for (const int dummy : m_layered.dummiesOf(line.arc)) {
        const int layer = m_layered.layer(dummy);
        add({m_layerLeft[layer], m_y[dummy] + offset});
        add({rightOfLayer(layer), m_y[dummy] + offset});
    }
    add({m_layerLeft[last], m_y[to] + offset});
    add({left(to), m_y[to] + offset});
    if (line.reversed)
        std::reverse(route.points.begin(), route.points.end());
    return route;
}

Route Placement::selfLoop(int node, int loop) const
{
    const Length top = topLeft(node).y;
    const Length middle = left(node) + m_measures.width(node) / 2;
    const Length half =
        m_measures.width(node) * (1 + std::min(loop, loopsApart - 1)) / (2 * (loopsApart + 1));
    const Length peak = top - m_measures.loopHeight(loop);
    return {{{middle - half, top}, {middle - half, peak}, {middle + half, peak}, {middle + half, top}},
            false};
}

} // namespace dvmdash::layout
