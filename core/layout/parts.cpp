// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/parts.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace dvmdash::layout
{

namespace
{

constexpr int heaviest = 1'000;

/// Union-find; the least number of a set stands for it.
class Sets
{
public:
    explicit Sets(int size)
        : m_parent(size)
    {
        std::iota(m_parent.begin(), m_parent.end(), 0);
    }

    int least(int one)
    {
        while (m_parent[one] != one)
            one = m_parent[one] = m_parent[m_parent[one]];
        return one;
    }

    void join(int a, int b)
    {
        const auto [low, high] = std::minmax({least(a), least(b)});
        m_parent[high] = low;
    }

private:
    std::vector<int> m_parent;
};

std::vector<int> inOrderOfTime(const std::vector<Node> &nodes)
{
    std::vector<int> sequence(nodes.size());
    std::iota(sequence.begin(), sequence.end(), 0);
    std::stable_sort(sequence.begin(), sequence.end(), [&](int a, int b) {
        return std::tie(nodes[a].time, nodes[a].key) < std::tie(nodes[b].time, nodes[b].key);
    });
    return sequence;
}

/// An edge by the numbers of its ends.
struct Numbered {
    int from, to;
    int weight;
    int edge;
    bool operator<(const Numbered &other) const
    {
        return std::tie(from, to, weight, edge) < std::tie(other.from, other.to, other.weight, other.edge);
    }
};

std::vector<Numbered> numberedEdges(const Graph &graph, const std::vector<int> &number)
{
    const auto known = [&](int node) { return node >= 0 && node < static_cast<int>(number.size()); };
    std::vector<Numbered> edges;
    edges.reserve(graph.edges.size());
    for (int i = 0; i < static_cast<int>(graph.edges.size()); ++i) {
        const auto [from, to, weight] = graph.edges[i];
        if (known(from) && known(to))
            edges.push_back({number[from], number[to], std::clamp(weight, 1, heaviest), i});
    }
    std::sort(edges.begin(), edges.end());
    return edges;
}

void addEdge(Part &part, const Numbered &edge, int from, int to)
{
    if (from == to) {
        part.lines.push_back({edge.edge, -1, from});
        return;
    }
    if (part.arcs.empty() || part.arcs.back().from != from || part.arcs.back().to != to)
        part.arcs.push_back({from, to, 0, 0});
    part.arcs.back().weight += edge.weight;
    ++part.arcs.back().lines;
    part.lines.push_back({edge.edge, static_cast<int>(part.arcs.size()) - 1, from});
}

} // namespace

std::vector<Part> partsOf(const Graph &graph)
{
    const int count = static_cast<int>(graph.nodes.size());
    const std::vector<int> sequence = inOrderOfTime(graph.nodes);
    std::vector<int> number(count);
    for (int i = 0; i < count; ++i)
        number[sequence[i]] = i;
    const std::vector<Numbered> edges = numberedEdges(graph, number);

    Sets sets(count);
    for (const Numbered &edge : edges)
        sets.join(edge.from, edge.to);
    std::vector<Part> parts;
    std::vector<int> partOf(count), inPart(count);
    for (int i = 0; i < count; ++i) {
        const int least = sets.least(i);
        if (least == i) {
            partOf[i] = static_cast<int>(parts.size());
            parts.emplace_back();
        }
        partOf[i] = partOf[least];
        Part &part = parts[partOf[i]];
        inPart[i] = static_cast<int>(part.nodes.size());
        part.nodes.push_back(sequence[i]);
    }
    for (const Numbered &edge : edges)
        addEdge(parts[partOf[edge.from]], edge, inPart[edge.from], inPart[edge.to]);
    return parts;
}

} // namespace dvmdash::layout
