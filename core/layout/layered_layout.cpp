// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layered_layout.h"

#include "layout/crossing_reduction.h"
#include "layout/layering.h"
#include "layout/placement.h"

#include <algorithm>

namespace dvmdash::layout
{

namespace
{

/// Steps of crossing reduction: for the whole graph, for each node and edge of it. Components share them by
/// their sizes.
constexpr std::int64_t stepsOfGraph = 100'000;
constexpr std::int64_t stepsOfOne = 60;

constexpr Length largestGap = 100'000;

/// Lays out component after component, each below the one before.
class Composer
{
public:
    Composer(const Graph &graph, const Options &options, const Positions &previous, const Cancel &cancel)
        : m_graph(graph)
        , m_options(options)
        , m_previous(previous)
        , m_cancel(cancel)
    {
        m_layout.nodes.resize(graph.nodes.size());
        m_layout.edges.resize(graph.edges.size());
    }

    std::optional<Layout> run()
    {
        for (const Part &part : partsOf(m_graph)) {
            if (m_cancel)
                return std::nullopt;
            addPart(part);
        }
        if (m_cancel)
            return std::nullopt;
        return std::move(m_layout);
    }

private:
    void addPart(const Part &part)
    {
        const AcyclicArcs acyclic = acyclicArcs(part);
        if (m_cancel)
            return;
        const LayeredGraph layered(layersOf(static_cast<int>(part.nodes.size()), acyclic.arcs), acyclic.arcs);
        if (m_cancel)
            return;
        const Ordering ordering = order(part, acyclic, layered);
        if (m_cancel)
            return;
        const Measures measures(m_graph, part, acyclic, m_options);
        const std::vector<Reach> reach = measures.reach(layered);
        const std::vector<Length> y = coordinates(layered, acyclic.arcs, ordering, reach,
                                                  {m_options.nodeGap, m_options.edgeGap}, m_cancel);
        if (m_cancel)
            return;

        const Length top = m_layout.statistics.components > 0 ? m_layout.height + m_options.componentGap : 0;
        Length bottom = 0;
        for (std::size_t vertex = 0; vertex < y.size(); ++vertex)
            bottom = std::max(bottom, y[vertex] + reach[vertex].below);
        const Placement placement(layered, acyclic, measures, y, m_options.layerGap);
        putNodes(part, layered, ordering, placement, top);
        putLines(part, acyclic, placement, top);
        m_layout.width = std::max(m_layout.width, placement.width());
        m_layout.height = top + bottom;
        Statistics &statistics = m_layout.statistics;
        ++statistics.components;
        statistics.layers = std::max(statistics.layers, layered.layers());
        statistics.dummies += layered.vertices() - layered.nodes();
    }

    Ordering order(const Part &part, const AcyclicArcs &acyclic, const LayeredGraph &layered)
    {
        std::vector<std::optional<Length>> previous(part.nodes.size());
        std::vector<char> pinned(layered.vertices(), 0);
        bool anyPinned = false;
        for (std::size_t i = 0; i < part.nodes.size() && !m_previous.empty(); ++i)
            if (const auto known = m_previous.find(m_graph.nodes[part.nodes[i]].key);
                known != m_previous.end()) {
                previous[i] = known->second.y;
                pinned[i] = 1;
                anyPinned = true;
            }
        const CrossingEffort effort{m_options.maxSweeps, stepsFor(part)};
        if (anyPinned)
            return reduced(layered, {previousOrder(layered, acyclic.arcs, previous)}, pinned, effort);
        return reduced(layered,
                       {searchOrder(layered, Search::Forward), searchOrder(layered, Search::BothWays)},
                       pinned, effort);
    }

    std::int64_t stepsFor(const Part &part) const
    {
        const auto all = static_cast<std::int64_t>(m_graph.nodes.size() + m_graph.edges.size());
        const auto share = static_cast<std::int64_t>(part.nodes.size() + part.lines.size());
        return stepsOfGraph * share / all + stepsOfOne * share;
    }

    /// The best that comes of several starts, which share the effort. Of equal ones the first.
    Ordering reduced(const LayeredGraph &layered, std::vector<Ordering> starts,
                     const std::vector<char> &pinned, CrossingEffort effort)
    {
        CrossingCounter counter;
        m_layout.statistics.initialCrossings += counter.all(layered, starts.front());
        std::optional<Ordering> best;
        std::int64_t fewest = 0;
        for (std::size_t i = 0; i < starts.size() && effort.steps > 0 && !m_cancel; ++i) {
            const auto left = static_cast<std::int64_t>(starts.size() - i);
            CrossingEffort part{effort.sweeps, effort.steps / left};
            effort.steps -= part.steps;
            Ordering ordering = reduceCrossings(layered, starts[i], pinned, part, m_cancel);
            effort.steps += part.steps; // what was not needed
            const std::int64_t crossings = counter.all(layered, ordering);
            if (best && crossings >= fewest)
                continue;
            best = std::move(ordering);
            fewest = crossings;
            if (fewest == 0)
                break;
        }
        m_layout.statistics.crossings += fewest;
        return best ? *std::move(best) : std::move(starts.front());
    }

    void putNodes(const Part &part, const LayeredGraph &layered, const Ordering &ordering,
                  const Placement &placement, Length top)
    {
        for (int layer = 0; layer < layered.layers(); ++layer) {
            int order = 0;
            for (const int node : ordering.layer(layer))
                if (!layered.isDummy(node))
                    m_layout.nodes[part.nodes[node]] = {down(placement.topLeft(node), top),
                                                        m_layout.statistics.components, layer, order++};
        }
    }

    void putLines(const Part &part, const AcyclicArcs &acyclic, const Placement &placement, Length top)
    {
        std::vector<int> loops(part.nodes.size(), 0);
        for (std::size_t i = 0; i < part.lines.size(); ++i) {
            const Part::Line &line = part.lines[i];
            Route route = line.arc < 0 ? placement.selfLoop(line.node, loops[line.node]++)
                                       : placement.route(acyclic.lines[i]);
            for (Point &point : route.points)
                point = down(point, top);
            m_layout.statistics.reversedEdges += route.reversed ? 1 : 0;
            m_layout.edges[line.edge] = std::move(route);
        }
    }

    static Point down(Point point, Length by) { return {point.x, point.y + by}; }

    const Graph &m_graph;
    const Options &m_options;
    const Positions &m_previous;
    const Cancel m_cancel;
    Layout m_layout;
};

} // namespace

std::optional<Layout> layOut(const Graph &graph, const Options &options, const Positions &previous,
                             const std::atomic<bool> *cancel)
{
    Options sound = options;
    for (Length *gap : {&sound.layerGap, &sound.nodeGap, &sound.edgeGap, &sound.componentGap})
        *gap = std::clamp<Length>(*gap, 0, largestGap);
    return Composer(graph, sound, previous, Cancel(cancel)).run();
}

Positions positionsOf(const Graph &graph, const Layout &layout)
{
    Positions positions;
    positions.reserve(graph.nodes.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        positions.emplace(graph.nodes[i].key, layout.nodes[i].topLeft);
    return positions;
}

} // namespace dvmdash::layout
