// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layered_graph.h"

#include <algorithm>

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
    m_firstDummy.reserve(arcs.size());
    for (int i = 0; i < static_cast<int>(arcs.size()); ++i) {
        const Arc &arc = arcs[i];
        if (layers[arc.to] - layers[arc.from] > longest) {
            m_firstDummy.push_back(-1);
            continue;
        }
        m_firstDummy.push_back(vertices());
        int left = arc.from;
        for (int layer = layers[arc.from] + 1; layer < layers[arc.to]; ++layer) {
            const int dummy = vertices();
            m_layer.push_back(layer);
            m_arcOfDummy.push_back(i);
            m_segments.push_back({left, dummy, arc.weight});
            left = dummy;
        }
        m_segments.push_back({left, arc.to, arc.weight});
    }
    const int count = static_cast<int>(m_segments.size());
    const auto left = [this](int i) { return m_segments[i].left; };
    const auto right = [this](int i) { return m_segments[i].right; };
    const auto itself = [](int i) { return i; };
    m_leftSegments = Lists(vertices(), count, right, itself);
    m_rightSegments = Lists(vertices(), count, left, itself);
    m_left = Lists(vertices(), count, right, left);
    m_right = Lists(vertices(), count, left, right);
}

} // namespace dvmdash::layout
