// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/crossings.h"

#include <algorithm>
#include <bit>

namespace dvmdash::layout
{

std::int64_t CrossingCounter::between(const LayeredGraph &graph, const Ordering &ordering, int leftLayer)
{
    m_ends.clear();
    for (const int vertex : ordering.layer(leftLayer)) {
        const auto first = static_cast<std::ptrdiff_t>(m_ends.size());
        for (const int right : graph.rightOf(vertex))
            m_ends.push_back(ordering.place(right));
        if (static_cast<std::ptrdiff_t>(m_ends.size()) - first > 1)
            std::sort(m_ends.begin() + first, m_ends.end());
    }
    if (std::is_sorted(m_ends.begin(), m_ends.end()))
        return 0;

    // The leaves are the places of the right layer; a node of the tree has the number of ends below it.
    const std::size_t leaves = std::bit_ceil(ordering.layer(leftLayer + 1).size());
    m_tree.assign(2 * leaves, 0);
    std::int64_t crossings = 0;
    for (const int end : m_ends) {
        // Left or right is as good as random: a mask instead of a branch that is guessed wrong half the time.
        for (std::size_t at = leaves + static_cast<std::size_t>(end); at > 0; at /= 2) {
            const std::int64_t isLeft = 1 - static_cast<std::int64_t>(at % 2);
            crossings += m_tree[at | 1] & -isLeft;
            ++m_tree[at];
        }
    }
    return crossings;
}

std::int64_t CrossingCounter::all(const LayeredGraph &graph, const Ordering &ordering)
{
    std::int64_t crossings = 0;
    for (int layer = 0; layer + 1 < ordering.layers(); ++layer)
        crossings += between(graph, ordering, layer);
    return crossings;
}

} // namespace dvmdash::layout
