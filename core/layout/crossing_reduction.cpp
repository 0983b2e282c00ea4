// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/crossing_reduction.h"

#include <algorithm>

namespace dvmdash::layout
{

namespace
{

constexpr int sweepsWithoutGain = 4;
constexpr int lastTransposeRounds = 4;
constexpr std::int64_t fine = 1024; ///< barycentres are counted in such parts of a place

enum class Towards { Right, Left };

/// How many pairs (a, b) have a > b, less those that have a < b; both are sorted.
std::int64_t surplusOfGreater(std::span<const int> a, std::span<const int> b)
{
    if (a.size() == 1 && b.size() == 1)
        return (a[0] > b[0]) - (a[0] < b[0]);
    std::int64_t surplus = 0;
    std::size_t below = 0, upTo = 0; // ends of b below the place, and up to it
    for (const int place : a) {
        while (below < b.size() && b[below] < place)
            ++below;
        upTo = std::max(upTo, below);
        while (upTo < b.size() && b[upTo] == place)
            ++upTo;
        surplus += static_cast<std::int64_t>(below + upTo);
    }
    return surplus - static_cast<std::int64_t>(a.size() * b.size());
}

class Reducer
{
public:
    Reducer(const LayeredGraph &graph, Ordering start, const std::vector<char> &pinned, const Cancel &cancel)
        : m_graph(graph)
        , m_order(std::move(start))
        , m_pinned(pinned)
        , m_cancel(cancel)
        , m_anyPinned(std::find(pinned.begin(), pinned.end(), 1) != pinned.end())
    {
    }

    /// Takes the steps that it used from `effort`.
    Ordering run(CrossingEffort &effort)
    {
        Ordering best = m_order;
        std::int64_t fewest = count();
        for (int sweep = 0, since = 0; fewest > 0 && sweep < effort.sweeps && m_steps < effort.steps;
             ++sweep) {
            const bool turnTies = sweep / 2 % 2 == 1;
            sortLayers(sweep % 2 == 0 ? Towards::Right : Towards::Left, turnTies);
            transpose(1);
            if (m_cancel)
                return best;
            const std::int64_t crossings = count();
            if (crossings < fewest) {
                fewest = crossings;
                best = m_order;
                since = 0;
            } else if (++since == sweepsWithoutGain) {
                break;
            }
        }
        if (fewest > 0) {
            m_order = std::move(best);
            transpose(effort.steps > m_steps ? lastTransposeRounds : 1);
            best = std::move(m_order);
        }
        effort.steps -= m_steps;
        return best;
    }

private:
    struct Sorted {
        std::int64_t key;
        int tie;
        int vertex;
        bool operator<(const Sorted &other) const
        {
            return key != other.key ? key < other.key : tie < other.tie;
        }
    };

    /// Keys that violate the order, taken together.
    struct Pool {
        std::int64_t sum;
        std::int64_t count;
        std::int64_t mean() const { return sum / count; }
    };

    std::int64_t count()
    {
        m_steps += 2 * static_cast<std::int64_t>(m_graph.segments().size());
        return m_counter.all(m_graph, m_order);
    }

    void sortLayers(Towards towards, bool turnTies)
    {
        const int layers = m_order.layers();
        for (int i = 1; i < layers && !m_cancel; ++i)
            sortLayer(towards == Towards::Right ? i : layers - 1 - i, towards, turnTies && !m_anyPinned);
    }

    /// None without neighbours in the layer that the sweep comes from.
    std::optional<std::int64_t> barycentre(int vertex, Towards towards)
    {
        const bool right = towards == Towards::Right;
        const auto segments = (right ? m_graph.leftSegments() : m_graph.rightSegments())[vertex];
        m_steps += 1 + static_cast<std::int64_t>(segments.size());
        if (segments.empty())
            return std::nullopt;
        if (segments.size() == 1)
            return m_order.place((right ? m_graph.leftOf(vertex) : m_graph.rightOf(vertex)).front()) * fine;
        std::int64_t sum = 0, weight = 0;
        for (const int i : segments) {
            const Segment &segment = m_graph.segments()[i];
            sum += segment.weight * m_order.place(right ? segment.left : segment.right);
            weight += segment.weight;
        }
        return sum * fine / weight;
    }

    void sortLayer(int layer, Towards towards, bool turnTies)
    {
        const auto vertices = m_order.layer(layer);
        m_sorted.clear();
        m_slots.clear();
        std::int64_t before = 0;
        for (int place = 0; place < static_cast<int>(vertices.size()); ++place) {
            auto key = barycentre(vertices[place], towards);
            if (!key && m_anyPinned)
                key = before; // a pinned vertex may not be passed by others, so it goes along
            if (!key)
                continue;
            before = *key;
            m_sorted.push_back({*key, turnTies ? -place : place, vertices[place]});
            m_slots.push_back(place);
        }
        if (m_anyPinned)
            makePinnedMonotonous();
        if (std::is_sorted(m_sorted.begin(), m_sorted.end()))
            return;
        std::sort(m_sorted.begin(), m_sorted.end());
        m_layer.assign(vertices.begin(), vertices.end());
        for (std::size_t i = 0; i < m_slots.size(); ++i)
            m_layer[m_slots[i]] = m_sorted[i].vertex;
        m_order.set(layer, m_layer);
    }

    /// Pool adjacent violators: the monotonous keys that are nearest to the barycentres.
    void makePinnedMonotonous()
    {
        m_pools.clear();
        for (const Sorted &one : m_sorted) {
            if (!m_pinned[one.vertex])
                continue;
            m_pools.push_back({one.key, 1});
            while (m_pools.size() > 1 && m_pools[m_pools.size() - 2].mean() > m_pools.back().mean()) {
                m_pools[m_pools.size() - 2].sum += m_pools.back().sum;
                m_pools[m_pools.size() - 2].count += m_pools.back().count;
                m_pools.pop_back();
            }
        }
        std::size_t pool = 0;
        std::int64_t used = 0;
        for (Sorted &one : m_sorted) {
            if (!m_pinned[one.vertex])
                continue;
            one.key = m_pools[pool].mean();
            if (++used == m_pools[pool].count) {
                ++pool;
                used = 0;
            }
        }
    }

    void transpose(int rounds)
    {
        m_dirty.assign(m_order.layers(), 1);
        for (int round = 0; round < rounds; ++round) {
            bool better = false;
            for (int layer = 0; layer < m_order.layers() && !m_cancel; ++layer) {
                if (!m_dirty[layer])
                    continue;
                m_dirty[layer] = 0;
                if (!transposeLayer(layer))
                    continue;
                better = true;
                for (const int near : {layer - 1, layer, layer + 1})
                    if (near >= 0 && near < m_order.layers())
                        m_dirty[near] = 1;
            }
            if (!better)
                return;
        }
    }

    bool transposeLayer(int layer)
    {
        const auto vertices = m_order.layer(layer);
        const int size = static_cast<int>(vertices.size());
        if (size < 2)
            return false;
        gatherNeighbours(vertices);
        bool better = false;
        for (int place = 0; place + 1 < size; ++place) {
            const int upper = m_at[place], lower = m_at[place + std::size_t{1}];
            if (m_pinned[vertices[place]] && m_pinned[vertices[place + std::size_t{1}]])
                continue;
            if (gain(upper, lower) <= 0)
                continue;
            m_order.swap(layer, place);
            std::swap(m_at[place], m_at[place + std::size_t{1}]);
            better = true;
        }
        return better;
    }

    /// The sorted places of the neighbours of each vertex of a layer, on both sides.
    void gatherNeighbours(std::span<const int> vertices)
    {
        m_places.clear();
        m_bounds.assign(1, 0);
        m_at.clear();
        const auto close = [this] {
            const int from = m_bounds.back();
            if (static_cast<int>(m_places.size()) - from > 1)
                std::sort(m_places.begin() + from, m_places.end());
            m_bounds.push_back(static_cast<int>(m_places.size()));
        };
        for (const int vertex : vertices) {
            m_at.push_back(static_cast<int>(m_at.size()));
            for (const int left : m_graph.leftOf(vertex))
                m_places.push_back(m_order.place(left));
            close();
            for (const int right : m_graph.rightOf(vertex))
                m_places.push_back(m_order.place(right));
            close();
        }
        m_steps += static_cast<std::int64_t>(m_places.size() + vertices.size());
    }

    std::span<const int> neighbours(int index, int side) const
    {
        const int i = 2 * index + side;
        return std::span(m_places).subspan(m_bounds[i], m_bounds[i + std::size_t{1}] - m_bounds[i]);
    }

    /// Crossings that are saved when the lower of two neighbours goes above the upper.
    std::int64_t gain(int upper, int lower)
    {
        std::int64_t saved = 0;
        for (const int side : {0, 1}) {
            const auto a = neighbours(upper, side), b = neighbours(lower, side);
            if (a.empty() || b.empty())
                continue;
            m_steps += static_cast<std::int64_t>(a.size() + b.size());
            saved += surplusOfGreater(a, b);
        }
        return saved;
    }

    const LayeredGraph &m_graph;
    Ordering m_order;
    const std::vector<char> &m_pinned;
    const Cancel &m_cancel;
    const bool m_anyPinned;
    CrossingCounter m_counter;
    std::int64_t m_steps = 0;

    std::vector<Sorted> m_sorted;
    std::vector<Pool> m_pools;
    std::vector<int> m_slots, m_layer;
    std::vector<char> m_dirty;
    std::vector<int> m_places, m_bounds, m_at;
};

} // namespace

Ordering reduceCrossings(const LayeredGraph &graph, const Ordering &start, const std::vector<char> &pinned,
                         CrossingEffort &effort, const Cancel &cancel)
{
    return Reducer(graph, start, pinned, cancel).run(effort);
}

} // namespace dvmdash::layout
