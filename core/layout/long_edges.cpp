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

    /// Dummies of an edge follow each other; `before` and `after` are its ends.
    void settle(int before, int first, int count, int after)
    {
        for (int from = first; from < first + count;) {
            int end = from + 1; // of the run
            while (end < first + count && m_y[end] == m_y[from])
                ++end;
            move(from, end, m_y[from == first ? before : from - 1], m_y[end == first + count ? after : end]);
            from = end;
        }
    }

private:
    void move(int from, int end, Length one, Length other)
    {
        const Range free = freeRange(from, end);
        const Length now = m_y[from];
        Length best = std::clamp(now, std::min(one, other), std::max(one, other));
        const bool toOne = free.has(one), toOther = free.has(other);
        if (toOne && toOther)
            best = std::abs(one - now) <= std::abs(other - now) ? one : other;
        else if (toOne || toOther)
            best = toOne ? one : other;
        std::fill(m_y.begin() + from, m_y.begin() + end, std::clamp(best, free.least, free.most));
    }

    Range freeRange(int from, int end) const
    {
        Range free;
        for (int dummy = from; dummy < end; ++dummy) {
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
    const auto settle = [&](int arc) {
        const int count = graph.layer(arcs[arc].to) - graph.layer(arcs[arc].from) - 1;
        if (count > 0 && graph.isCut(arc))
            settler.settle(arcs[arc].from, graph.firstDummy(arc), count, arcs[arc].to);
    };
    // What moves makes room for others, those before it and those behind it.
    const int count = static_cast<int>(arcs.size());
    for (int arc = 0; arc < count; ++arc)
        settle(arc);
    for (int arc = count - 1; arc >= 0; --arc)
        settle(arc);
}

} // namespace dvmdash::layout
