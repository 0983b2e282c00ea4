// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layered_graph.h"

#include <algorithm>
#include <numeric>

namespace dvmdash::layout
{

namespace
{

/// The longest arc that may be cut when all are cut that are not longer.
int longestCut(const std::vector<int> &layers, const std::vector<Arc> &arcs, int mostDummies)
{
    std::vector<int> ofLength;
    for (const Arc &arc : arcs) {
        const int length = layers[arc.to] - layers[arc.from];
        if (length >= static_cast<int>(ofLength.size()))
            ofLength.resize(length + std::size_t{1});
        ++ofLength[length];
    }
    std::int64_t dummies = 0;
    for (int length = 1; length < static_cast<int>(ofLength.size()); ++length) {
        dummies += static_cast<std::int64_t>(ofLength[length]) * (length - 1);
        if (dummies > mostDummies)
            return length - 1;
    }
    return static_cast<int>(ofLength.size());
}

} // namespace

LayeredGraph::LayeredGraph(const std::vector<int> &layers, const std::vector<Arc> &arcs, int mostDummies)
    : m_nodes(static_cast<int>(layers.size()))
    , m_layer(layers)
{
    for (const int layer : layers)
        m_layers = std::max(m_layers, layer + 1);
    const int longest = longestCut(layers, arcs, mostDummies);
    const auto isCut = [&](const Arc &arc) { return layers[arc.to] - layers[arc.from] <= longest; };

    m_dummies.start.push_back(0);
    std::vector<int> inLayer(m_layers + std::size_t{1},
                             0); // dummies before each layer, later the next one of it
    for (const Arc &arc : arcs) {
        const int count = isCut(arc) ? layers[arc.to] - layers[arc.from] - 1 : 0;
        m_dummies.start.push_back(m_dummies.start.back() + count);
        for (int layer = layers[arc.from] + 1; layer <= layers[arc.from] + count; ++layer)
            ++inLayer[layer + 1];
    }
    std::partial_sum(inLayer.begin(), inLayer.end(), inLayer.begin());
    m_layer.resize(m_layer.size() + m_dummies.start.back());
    m_arcOfDummy.resize(m_dummies.start.back());

    std::vector<Segment> segments;
    for (int i = 0; i < static_cast<int>(arcs.size()); ++i) {
        if (!isCut(arcs[i]))
            continue;
        int left = arcs[i].from;
        for (int layer = layers[arcs[i].from] + 1; layer < layers[arcs[i].to]; ++layer) {
            const int dummy = m_nodes + inLayer[layer]++;
            m_dummies.vertices.push_back(dummy);
            m_layer[dummy] = layer;
            m_arcOfDummy[dummy - m_nodes] = i;
            segments.push_back({left, dummy, arcs[i].weight});
            left = dummy;
        }
        segments.push_back({left, arcs[i].to, arcs[i].weight});
    }
    linkSegments(segments);
}

void LayeredGraph::linkSegments(const std::vector<Segment> &byArc)
{
    const int count = static_cast<int>(byArc.size());
    const Lists byLayer(
        m_layers, count, [&](int i) { return m_layer[byArc[i].left]; }, [](int i) { return i; });
    m_segments.reserve(byArc.size());
    for (int layer = 0; layer < m_layers; ++layer)
        for (const int i : byLayer[layer])
            m_segments.push_back(byArc[i]);
    const auto left = [this](int i) { return m_segments[i].left; };
    const auto right = [this](int i) { return m_segments[i].right; };
    const auto itself = [](int i) { return i; };
    m_leftSegments = Lists(vertices(), count, right, itself);
    m_rightSegments = Lists(vertices(), count, left, itself);
    m_left = Lists(vertices(), count, right, left);
    m_right = Lists(vertices(), count, left, right);
}

} // namespace dvmdash::layout
