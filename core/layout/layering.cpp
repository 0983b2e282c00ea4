// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layering.h"

#include <algorithm>
#include <limits>

namespace dvmdash::layout
{

namespace
{

constexpr int mostPasses = 8;

/// The arcs of an acyclic graph by their ends, and the nodes in an order in which all arcs go forward.
class Flow
{
public:
    Flow(int nodes, const std::vector<Arc> &arcs)
        : m_arcs(arcs)
        , m_in(
              nodes, static_cast<int>(arcs.size()), [&](int i) { return arcs[i].to; },
              [](int i) { return i; })
        , m_out(
              nodes, static_cast<int>(arcs.size()), [&](int i) { return arcs[i].from; },
              [](int i) { return i; })
        , m_pull(nodes, 0)
    {
        std::vector<int> waitsFor(nodes);
        for (int node = 0; node < nodes; ++node) {
            waitsFor[node] = m_in.count(node);
            if (waitsFor[node] == 0)
                m_sequence.push_back(node);
        }
        for (std::size_t i = 0; i < m_sequence.size(); ++i)
            for (const int arc : m_out[m_sequence[i]])
                if (--waitsFor[arcs[arc].to] == 0)
                    m_sequence.push_back(arcs[arc].to);
        for (const Arc &arc : arcs) {
            m_pull[arc.from] += arc.weight;
            m_pull[arc.to] -= arc.weight;
        }
    }

    std::vector<int> longestPaths() const
    {
        std::vector<int> layer(m_pull.size(), 0);
        for (const int node : m_sequence)
            layer[node] = leftmost(node, layer);
        return layer;
    }

    void moveRight(std::vector<int> &layer) const
    {
        for (auto node = m_sequence.rbegin(); node != m_sequence.rend(); ++node)
            if (m_pull[*node] >= 0 && m_out.count(*node) > 0)
                layer[*node] = rightmost(*node, layer);
    }

    void moveLeft(std::vector<int> &layer) const
    {
        for (const int node : m_sequence)
            if (m_pull[node] <= 0 && m_in.count(node) > 0)
                layer[node] = leftmost(node, layer);
    }

    std::int64_t length(const std::vector<int> &layer) const
    {
        std::int64_t sum = 0;
        for (const Arc &arc : m_arcs)
            sum += arc.weight * (layer[arc.to] - layer[arc.from]);
        return sum;
    }

private:
    int leftmost(int node, const std::vector<int> &layer) const
    {
        int most = 0;
        for (const int arc : m_in[node])
            most = std::max(most, layer[m_arcs[arc].from] + 1);
        return most;
    }

    int rightmost(int node, const std::vector<int> &layer) const
    {
        int least = std::numeric_limits<int>::max();
        for (const int arc : m_out[node])
            least = std::min(least, layer[m_arcs[arc].to] - 1);
        return least;
    }

    const std::vector<Arc> &m_arcs;
    Lists m_in, m_out;
    std::vector<std::int64_t> m_pull; ///< to the right: how much shorter arcs get for each layer
    std::vector<int> m_sequence;
};

} // namespace

std::vector<int> layersOf(int nodes, const std::vector<Arc> &arcs)
{
    const Flow flow(nodes, arcs);
    std::vector<int> layer = flow.longestPaths();
    std::int64_t length = flow.length(layer);
    for (int pass = 0; pass < mostPasses; ++pass) {
        flow.moveRight(layer);
        flow.moveLeft(layer);
        const std::int64_t now = flow.length(layer);
        if (now == length)
            break;
        length = now;
    }
    return layer;
}

} // namespace dvmdash::layout
