// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/ordering.h"

namespace dvmdash::layout
{

/// Counts crossing segments as Barth, Jünger and Mutzel, "Simple and efficient bilayer cross counting"
/// (2004): the segments of a gap are taken by their left ends, then by their right ends, and an accumulator
/// tree says how many of those before end further down. O(E log V) for a gap.
///
/// Keeps its memory between counts.
class CrossingCounter
{
public:
    std::int64_t between(const LayeredGraph &graph, const Ordering &ordering, int leftLayer);
    std::int64_t all(const LayeredGraph &graph, const Ordering &ordering);

private:
    std::vector<int> m_ends; ///< right ends in the order of left ends
    std::vector<int> m_tree;
};

} // namespace dvmdash::layout
