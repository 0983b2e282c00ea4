// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/long_edges.h"

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

class Settler
{
public:
    Settler(const LayeredGraph &graph, const Ordering &ordering, const std::vector<Length> &distance,
            std::vector<Length> &y)
        : m_graph(graph)
        , m_ordering(ordering)
        , m_distance(distance)
        , m_y(y)
    {
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
    const std::vector<Length> &m_distance;
    std::vector<Length> &m_y;
};

} // namespace

void settleLongEdges(const LayeredGraph &graph, const std::vector<Arc> &arcs, const Ordering &ordering,
                     const std::vector<Length> &distance, std::vector<Length> &y)
{
    Settler settler(graph, ordering, distance, y);
    // What moves makes room for others, those before it and those behind it.
    const int count = static_cast<int>(arcs.size());
    for (int arc = 0; arc < count; ++arc)
        settler.settle(arcs[arc], graph.dummiesOf(arc));
    for (int arc = count - 1; arc >= 0; --arc)
        settler.settle(arcs[arc], graph.dummiesOf(arc));
}

} // namespace dvmdash::layout
