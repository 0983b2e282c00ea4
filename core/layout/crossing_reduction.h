// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/crossings.h"

namespace dvmdash::layout
{

struct CrossingEffort {
    int sweeps = 24; ///< at most
    /// After so many steps no further sweep is begun; a step is about a segment that is looked at. Counted
    /// rather than measured in time, so that the same graph gets the same picture on every machine.
    std::int64_t steps = 1'000'000;
};

/// Step 4: changes the order in the layers until few segments cross; never returns more crossings than it
/// got.
///
/// Sweeps go from left to right and back in turn. In a sweep each layer is sorted by the barycentres of its
/// vertices' neighbours in the layer before (Sugiyama, Tagawa and Toda 1981); vertices without one stay where
/// they are. Then neighbours in a layer are swapped where that saves crossings (the transpose step of Gansner
/// et al. 1993). The best order of all is kept, and swapped on a little; four sweeps without a better one are
/// the last. Equal barycentres keep their order, and are turned round in every other pair of sweeps, to get
/// out of dead ends.
///
/// Vertices that are `pinned` keep their order among each other: their barycentres are made monotonous first
/// (pool adjacent violators), and no two of them are swapped.
///
/// O(E log V) a sweep. The steps that were used are taken from `effort`. When `cancel` becomes true any order
/// may be returned.
Ordering reduceCrossings(const LayeredGraph &graph, const Ordering &start, const std::vector<char> &pinned,
                         CrossingEffort &effort, const Cancel &cancel);

} // namespace dvmdash::layout
