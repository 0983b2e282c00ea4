// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/planner.h"

namespace dvmdash::metrics
{

namespace
{

void cut(const TimeWindow &window, std::span<const Level> levels, std::vector<Piece> &pieces)
{
    if (window.length() <= 0)
        return;
    if (levels.empty()) {
        pieces.push_back({std::nullopt, window});
        return;
    }
    const Level level = levels.front();
    const auto finer = levels.subspan(1);
    const std::int64_t own = bucketStart(level, window.since);
    const TimeWindow whole{own == window.since ? own : bucketEnd(level, window.since),
                           bucketStart(level, window.until)};
    if (whole.length() <= 0) {
        cut(window, finer, pieces);
        return;
    }
    cut({window.since, whole.since}, finer, pieces);
    pieces.push_back({level, whole});
    cut({whole.until, window.until}, finer, pieces);
}

} // namespace

std::vector<Piece> planWindow(const TimeWindow &window, std::span<const Level> levels)
{
    std::vector<Piece> pieces;
    cut(window, levels, pieces);
    return pieces;
}

} // namespace dvmdash::metrics
