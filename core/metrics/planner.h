// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/level.h"
#include "metrics/time_window.h"

#include <optional>
#include <span>
#include <vector>

namespace dvmdash::metrics
{

/// A part of a window that is answered from whole buckets of one level, or from raw facts.
struct Piece {
    std::optional<Level> level; ///< none: raw facts
    TimeWindow window;          ///< with a level: starts and ends at buckets of it
    bool operator==(const Piece &) const = default;
};

/// Cuts a window into the coarsest whole buckets that lie in it, finer ones at its ends, and raw facts where
/// not even the finest fit. The pieces follow each other in time, do not overlap, and together are the
/// window: at most two of each level and two of raw facts, so a sum over any window reads a few dozen
/// buckets. `levels`: those that are kept, the coarsest first.
std::vector<Piece> planWindow(const TimeWindow &window, std::span<const Level> levels);

} // namespace dvmdash::metrics
