// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/ordering.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace dvmdash::layout
{

Ordering::Ordering(const LayeredGraph &graph, const std::vector<int> &sequence)
    : m_layers(graph.layers())
    , m_byLayer(
          graph.layers(), graph.vertices(), [&](int i) { return graph.layer(sequence[i]); },
          [&](int i) { return sequence[i]; })
    , m_place(sequence.size())
{
    for (int layer = 0; layer < m_layers; ++layer) {
        int place = 0;
        for (const int vertex : std::as_const(m_byLayer)[layer])
            m_place[vertex] = place++;
    }
}

void Ordering::swap(int layer, int place)
{
    const auto vertices = m_byLayer[layer];
    std::swap(vertices[place], vertices[place + std::size_t{1}]);
    m_place[vertices[place]] = place;
    m_place[vertices[place + std::size_t{1}]] = place + 1;
}

void Ordering::set(int layer, std::span<const int> vertices)
{
    const auto all = m_byLayer[layer];
    for (int place = 0; place < static_cast<int>(vertices.size()); ++place) {
        all[place] = vertices[place];
        m_place[vertices[place]] = place;
    }
}

Ordering searchOrder(const LayeredGraph &graph, Search search)
{
    std::vector<int> sequence;
    sequence.reserve(graph.vertices());
    std::vector<char> met(graph.vertices(), 0);
    std::vector<int> open;
    const auto follow = [&](int vertex) {
        // What is pushed last is met first.
        if (search == Search::BothWays)
            for (const int left : graph.leftOf(vertex))
                if (!met[left])
                    open.push_back(left);
        const auto right = graph.rightOf(vertex);
        for (auto next = right.rbegin(); next != right.rend(); ++next)
            if (!met[*next])
                open.push_back(*next);
    };
    const auto searchFrom = [&](int start) {
        open.push_back(start);
        while (!open.empty()) {
            const int vertex = open.back();
            open.pop_back();
            if (met[vertex])
                continue;
            met[vertex] = 1;
            sequence.push_back(vertex);
            follow(vertex);
        }
    };
    for (int vertex = 0; vertex < graph.nodes(); ++vertex)
        if (graph.leftOf(vertex).empty())
            searchFrom(vertex);
    return Ordering(graph, sequence);
}

namespace
{

/// Finds a y for vertices that had none, from those that had one.
class PreviousPlaces
{
public:
    PreviousPlaces(const LayeredGraph &graph, const std::vector<std::optional<Length>> &previous)
        : m_graph(graph)
        , m_y(graph.vertices())
    {
        std::copy(previous.begin(), previous.end(), m_y.begin());
    }

    /// Behind the last sibling before it in time, or before the first.
    void placeBesideSiblings(const std::vector<std::optional<Length>> &previous)
    {
        const auto walk = [&](const auto &siblings) {
            std::optional<Length> last;
            for (const int sibling : siblings) {
                if (m_graph.isDummy(sibling))
                    continue;
                if (previous[sibling])
                    last = previous[sibling];
                else if (!m_y[sibling])
                    m_y[sibling] = last;
            }
        };
        for (int node = 0; node < m_graph.nodes(); ++node) {
            const auto siblings = m_graph.rightOf(node);
            walk(siblings);
            walk(std::vector<int>(siblings.rbegin(), siblings.rend()));
        }
    }

    /// Both ends of an arc are known, or it is left to placeBesideNeighbours.
    void placeOnArc(const Arc &arc, std::span<const int> dummies)
    {
        if (!m_y[arc.from] || !m_y[arc.to])
            return;
        const Length start = *m_y[arc.from], rise = *m_y[arc.to] - start;
        const auto steps = static_cast<Length>(dummies.size()) + 1;
        for (Length step = 1; step < steps; ++step)
            m_y[dummies[step - 1]] = start + rise * step / steps;
    }

    void placeBesideNeighbours(std::span<const int> sequence)
    {
        for (const int vertex : sequence)
            if (!m_y[vertex])
                m_y[vertex] = amongNeighbours(vertex);
        for (auto vertex = sequence.rbegin(); vertex != sequence.rend(); ++vertex)
            if (!m_y[*vertex])
                m_y[*vertex] = amongNeighbours(*vertex);
    }

    Length y(int vertex) const { return m_y[vertex].value_or(0); }

private:
    std::optional<Length> amongNeighbours(int vertex) const
    {
        Length sum = 0, count = 0;
        const auto add = [&](int neighbour) {
            if (!m_y[neighbour])
                return;
            sum += *m_y[neighbour];
            ++count;
        };
        for (const int left : m_graph.leftOf(vertex))
            add(left);
        for (const int right : m_graph.rightOf(vertex))
            add(right);
        return count ? std::optional(sum / count) : std::nullopt;
    }

    const LayeredGraph &m_graph;
    std::vector<std::optional<Length>> m_y;
};

} // namespace

Ordering previousOrder(const LayeredGraph &graph, const std::vector<Arc> &arcs,
                       const std::vector<std::optional<Length>> &previous)
{
    PreviousPlaces places(graph, previous);
    places.placeBesideSiblings(previous);
    for (std::size_t i = 0; i < arcs.size(); ++i)
        places.placeOnArc(arcs[i], graph.dummiesOf(static_cast<int>(i)));
    std::vector<int> sequence(graph.vertices());
    std::iota(sequence.begin(), sequence.end(), 0);
    Ordering ordering(graph, sequence);
    sequence.clear();
    for (int layer = 0; layer < ordering.layers(); ++layer) {
        const auto vertices = ordering.layer(layer);
        sequence.insert(sequence.end(), vertices.begin(), vertices.end());
    }
    places.placeBesideNeighbours(sequence);
    const auto isAbove = [&](int a, int b) { return places.y(a) < places.y(b); };
    for (int layer = 0; layer < ordering.layers(); ++layer) {
        const auto vertices = ordering.layer(layer);
        std::vector<int> sorted(vertices.begin(), vertices.end());
        std::stable_sort(sorted.begin(), sorted.end(), isAbove);
        ordering.set(layer, sorted);
    }
    return ordering;
}

} // namespace dvmdash::layout
