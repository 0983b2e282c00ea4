// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/cycle_breaking.h"

#include <algorithm>
#include <numeric>

namespace dvmdash::layout
{

namespace
{

constexpr std::int64_t stepsPerPart = 40; ///< of searching, for each node and arc

/// Tarjan's algorithm, without recursion since a chain may be long: the number of each node's strongly
/// connected component.
class StrongComponents
{
public:
    StrongComponents(int nodes, const std::vector<Arc> &arcs)
        : component(nodes, -1)
        , m_arcs(arcs)
        , m_out(
              nodes, static_cast<int>(arcs.size()), [&](int i) { return arcs[i].from; },
              [](int i) { return i; })
        , m_index(nodes, -1)
        , m_low(nodes)
        , m_next(nodes)
    {
        for (int node = 0; node < nodes; ++node)
            if (m_index[node] < 0)
                visit(node);
    }

    std::vector<int> component;
    int count = 0;

private:
    void enter(int node)
    {
        m_index[node] = m_low[node] = m_visited++;
        m_path.push_back(node);
        m_open.push_back(node);
    }

    void visit(int start)
    {
        enter(start);
        while (!m_path.empty()) {
            const int node = m_path.back();
            if (m_next[node] < m_out.count(node)) {
                const int to = m_arcs[m_out[node][m_next[node]++]].to;
                if (m_index[to] < 0)
                    enter(to);
                else if (component[to] < 0)
                    m_low[node] = std::min(m_low[node], m_index[to]);
                continue;
            }
            leave(node);
        }
    }

    void leave(int node)
    {
        m_path.pop_back();
        if (!m_path.empty())
            m_low[m_path.back()] = std::min(m_low[m_path.back()], m_low[node]);
        if (m_low[node] != m_index[node])
            return;
        int member = -1;
        do {
            member = m_open.back();
            m_open.pop_back();
            component[member] = count;
        } while (member != node);
        ++count;
    }

    const std::vector<Arc> &m_arcs;
    Lists m_out;
    std::vector<int> m_index, m_low, m_next, m_path, m_open;
    int m_visited = 0;
};

/// An order of the nodes in which every arc that was kept goes forward.
class TopologicalOrder
{
public:
    TopologicalOrder(int nodes, const std::vector<Arc> &arcs, const std::vector<int> &inside)
        : m_arcs(arcs)
        , m_place(nodes)
        , m_mark(nodes, 0)
        , m_kept(arcs.size(), 0)
        , m_out(
              nodes, static_cast<int>(inside.size()), [&](int i) { return arcs[inside[i]].from; },
              [&](int i) { return inside[i]; })
        , m_in(
              nodes, static_cast<int>(inside.size()), [&](int i) { return arcs[inside[i]].to; },
              [&](int i) { return inside[i]; })
    {
        std::iota(m_place.begin(), m_place.end(), 0);
    }

    bool goesForward(int arc) const { return m_place[m_arcs[arc].from] < m_place[m_arcs[arc].to]; }
    void keep(int arc) { m_kept[arc] = 1; }
    std::int64_t steps() const { return m_steps; }

    /// Moves nodes so that the arc goes forward. False, and nothing moved, when it would close a cycle.
    bool makeForward(int arc)
    {
        const auto [from, to, weight, lines] = m_arcs[arc];
        ++m_round;
        if (!searchForward(to, from))
            return false;
        searchBackward(from, m_place[to]);
        const auto byPlace = [this](int a, int b) { return m_place[a] < m_place[b]; };
        std::sort(m_before.begin(), m_before.end(), byPlace);
        std::sort(m_after.begin(), m_after.end(), byPlace);
        m_before.insert(m_before.end(), m_after.begin(), m_after.end());
        m_places.clear();
        for (const int node : m_before)
            m_places.push_back(m_place[node]);
        std::sort(m_places.begin(), m_places.end());
        for (std::size_t i = 0; i < m_before.size(); ++i)
            m_place[m_before[i]] = m_places[i];
        return true;
    }

private:
    /// What can be reached from `start` up to the place of `end`; false when `end` itself can.
    bool searchForward(int start, int end)
    {
        m_after.assign(1, start);
        m_mark[start] = m_round;
        for (std::size_t i = 0; i < m_after.size(); ++i)
            for (const int arc : m_out[m_after[i]]) {
                ++m_steps;
                const int to = m_arcs[arc].to;
                if (!m_kept[arc] || m_mark[to] == m_round || m_place[to] > m_place[end])
                    continue;
                if (to == end)
                    return false;
                m_mark[to] = m_round;
                m_after.push_back(to);
            }
        return true;
    }

    void searchBackward(int start, int lowest)
    {
        m_before.assign(1, start);
        m_mark[start] = m_round;
        for (std::size_t i = 0; i < m_before.size(); ++i)
            for (const int arc : m_in[m_before[i]]) {
                ++m_steps;
                const int from = m_arcs[arc].from;
                if (!m_kept[arc] || m_mark[from] == m_round || m_place[from] < lowest)
                    continue;
                m_mark[from] = m_round;
                m_before.push_back(from);
            }
    }

    const std::vector<Arc> &m_arcs;
    std::vector<int> m_place;
    std::vector<int> m_mark; ///< the round in which a node was last found
    std::vector<char> m_kept;
    Lists m_out, m_in;
    std::vector<int> m_before, m_after, m_places;
    int m_round = 0;
    std::int64_t m_steps = 0;
};

} // namespace

std::vector<char> arcsToReverse(int nodes, const std::vector<Arc> &arcs)
{
    std::vector<char> reversed(arcs.size(), 0);
    const StrongComponents strong(nodes, arcs);
    if (strong.count == nodes)
        return reversed;

    std::vector<int> inside;
    for (int i = 0; i < static_cast<int>(arcs.size()); ++i)
        if (strong.component[arcs[i].from] == strong.component[arcs[i].to])
            inside.push_back(i);
    TopologicalOrder order(nodes, arcs, inside);
    std::vector<int> back;
    for (const int arc : inside) {
        if (order.goesForward(arc))
            order.keep(arc);
        else
            back.push_back(arc);
    }
    std::stable_sort(back.begin(), back.end(), [&](int a, int b) { return arcs[a].weight > arcs[b].weight; });

    const std::int64_t most = stepsPerPart * (nodes + static_cast<std::int64_t>(arcs.size()));
    for (const int arc : back) {
        if (order.goesForward(arc) || (order.steps() < most && order.makeForward(arc)))
            order.keep(arc);
        else
            reversed[arc] = 1;
    }
    return reversed;
}

} // namespace dvmdash::layout
