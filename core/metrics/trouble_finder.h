// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/figure_reader.h"
#include "metrics/troubles.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace dvmdash::metrics
{

/// Finds the rows behind the numbers of one DVM, the newest first, and reads no more of the file than it
/// must: the rollups say in which quarters of an hour there is something, and only these are looked at.
/// Inside the read transaction of `reader`.
class TroubleFinder
{
public:
    TroubleFinder(FigureReader &reader, std::int64_t pid);

    struct Attempt {
        TroubledJob job;
        std::optional<std::int64_t> evidence; ///< row of the event
    };

    /// Parts of the window, newest first, at most a quarter of an hour each, whose sums are `wanted`. Months,
    /// days and hours whose sums are not are passed over as a whole.
    void visit(const TimeWindow &window, const std::function<bool(const Figures &)> &wanted,
               const std::function<void(const TimeWindow &, const Figures &)> &take);
    /// All failed attempts at requests of this time, newest first; `count`: how many there are.
    std::vector<Attempt> failedAttempts(const TimeWindow &window, std::int64_t count);
    /// Those that the DVM made in this time, newest first.
    std::vector<TroubledJob> refunds(const TimeWindow &window);

private:
    void visitSteps(const TimeWindow &window, std::size_t depth,
                    const std::function<bool(const Figures &)> &wanted,
                    const std::function<void(const TimeWindow &, const Figures &)> &take);
    std::vector<Attempt> attemptsFrom(store::Statement &rows);
    TroubledJob jobFrom(const store::Statement &row);

    FigureReader &m_reader;
    std::int64_t m_pid;
    store::Statement m_nearAttempts;
    store::Statement m_allAttempts;
    store::Statement m_refunds;
};

} // namespace dvmdash::metrics
