// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/straightening.h"

#include <algorithm>
#include <limits>

namespace dvmdash::layout
{

namespace
{

struct Range {
    Length least = std::numeric_limits<Length>::min();
    Length most = std::numeric_limits<Length>::max();
    bool has(Length y) const { return y >= least && y <= most; }
};

class Straightener
{
public:
    Straightener(const LayeredGraph &graph, const Ordering &ordering, const std::vector<Reach> &reach,
                 const std::vector<Length> &distance, std::vector<Length> &y)
        : m_graph(graph)
        , m_ordering(ordering)
        , m_reach(reach)
        , m_distance(distance)
        , m_y(y)
    {
    }

    /// Whether any moved.
    bool levelNodes()
    {
        bool moved = false;
        std::vector<char> seen(m_graph.vertices(), 0);
        for (int node = 0; node < m_graph.nodes(); ++node)
            if (!seen[node]) {
                gatherLevel(node, seen);
                moved = levelGroup() || moved;
            }
        return moved;
    }

    void settle(const Arc &arc, std::span<const int> dummies)
    {
        for (std::size_t from = 0; from < dummies.size();) {
            std::size_t end = from + 1; // of the run
            while (end < dummies.size() && m_y[dummies[end]] == m_y[dummies[from]])
                ++end;
            move(dummies.subspan(from, end - from), m_y[from == 0 ? arc.from : dummies[from - 1]],
                 m_y[end == dummies.size() ? arc.to : dummies[end]]);
            from = end;
        }
    }

private:
    /// What is joined to a node by level segments.
    void gatherLevel(int node, std::vector<char> &seen)
    {
        m_group.assign(1, node);
        seen[node] = 1;
        for (std::size_t i = 0; i < m_group.size(); ++i)
            for (const auto near : {m_graph.leftOf(m_group[i]), m_graph.rightOf(m_group[i])})
                for (const int other : near)
                    if (!seen[other] && m_y[other] == m_y[node]) {
                        seen[other] = 1;
                        m_group.push_back(other);
                    }
    }

    /// Moves the group by the smallest of its jogs that there is room for. Whether it moved.
    bool levelGroup()
    {
        m_jogs.clear();
        for (const int vertex : m_group)
            for (const auto near : {m_graph.leftOf(vertex), m_graph.rightOf(vertex)})
                for (const int other : near)
                    noteJog(vertex, other);
        if (m_jogs.empty())
            return false;
        const Range free = freeRange(m_group);
        const Length now = m_y[m_group.front()];
        std::stable_sort(m_jogs.begin(), m_jogs.end(),
                         [](Length a, Length b) { return std::abs(a) < std::abs(b); });
        const auto jog =
            std::find_if(m_jogs.begin(), m_jogs.end(), [&](Length one) { return free.has(now + one); });
        if (jog == m_jogs.end())
            return false;
        for (const int vertex : m_group)
            m_y[vertex] += *jog;
        return true;
    }

    void noteJog(int vertex, int other)
    {
        const Length jog = m_y[other] - m_y[vertex];
        if (jog == 0 || m_graph.isDummy(vertex) || m_graph.isDummy(other))
            return;
        if (2 * std::abs(jog) < std::min(height(vertex), height(other)))
            m_jogs.push_back(jog);
    }

    Length height(int vertex) const { return m_reach[vertex].above + m_reach[vertex].below; }

    void move(std::span<const int> run, Length one, Length other)
    {
        const Range free = freeRange(run);
        const Length now = m_y[run.front()];
        Length best = std::clamp(now, std::min(one, other), std::max(one, other));
        const bool toOne = free.has(one), toOther = free.has(other);
        if (toOne && toOther)
            best = std::abs(one - now) <= std::abs(other - now) ? one : other;
        else if (toOne || toOther)
            best = toOne ? one : other;
        for (const int dummy : run)
            m_y[dummy] = std::clamp(best, free.least, free.most);
    }

    Range freeRange(std::span<const int> run) const
    {
        Range free;
        for (const int dummy : run) {
            const auto layer = m_ordering.layer(m_graph.layer(dummy));
            const int place = m_ordering.place(dummy);
            if (place > 0)
                free.least = std::max(free.least, m_y[layer[place - 1]] + m_distance[dummy]);
            if (place + 1 < static_cast<int>(layer.size())) {
                const int below = layer[place + 1];
                free.most = std::min(free.most, m_y[below] - m_distance[below]);
            }
        }
        return free;
    }

    const LayeredGraph &m_graph;
    const Ordering &m_ordering;
    const std::vector<Reach> &m_reach;
    const std::vector<Length> &m_distance;
    std::vector<Length> &m_y;
    std::vector<int> m_group;
    std::vector<Length> m_jogs;
};

} // namespace

void straighten(const LayeredGraph &graph, const std::vector<Arc> &arcs, const Ordering &ordering,
                const std::vector<Reach> &reach, const std::vector<Length> &distance, std::vector<Length> &y)
{
    Straightener straightener(graph, ordering, reach, distance, y);
    // What moves makes room for others, those before it and those behind it.
    if (straightener.levelNodes())
        straightener.levelNodes();
    const int count = static_cast<int>(arcs.size());
    for (int arc = 0; arc < count; ++arc)
        straightener.settle(arcs[arc], graph.dummiesOf(arc));
    for (int arc = count - 1; arc >= 0; --arc)
        straightener.settle(arcs[arc], graph.dummiesOf(arc));
}

} // namespace dvmdash::layout
