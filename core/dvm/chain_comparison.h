// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// Two chains of jobs side by side: the left one is the reference ("before"), the right one is in question.
/// Which jobs belong together is told in dvm/chain_matching.h. Pure.
namespace dvmdash::dvm
{

/// What is different about a job. Swapping the sides turns Added into Missing, Failed into Recovered, Slower
/// into Faster, and leaves the others as they are.
enum class Difference : std::uint8_t {
    Added,      ///< only in the right chain
    Missing,    ///< only in the left chain
    Failed,     ///< left delivered, right failed (isFailure)
    Recovered,  ///< left failed, right delivered
    OtherState, ///< any other two states; an open job that awaits a payment is in a state of its own
    Slower,     ///< took longer: see isMuchLonger()
    Faster,     ///< took less long
    OtherDvm,   ///< delivered by another DVM; where it was not delivered on one side, no DVM that was tried
                ///< there delivered it, or was tried, on the other
    OtherCost,  ///< another price was asked for: where both asked, or both delivered
};
inline constexpr std::size_t differenceCount = 9;
std::string_view differenceName(Difference difference); ///< "other_state"

struct ComparedJob {
    std::optional<std::size_t> left;  ///< index into the nodes of the left chain
    std::optional<std::size_t> right; ///< at least one of the two is there
    std::size_t step = 0; ///< the most jobs that lie one after another upstream of it, in the chain where
                          ///< these are more
    std::vector<Difference> differences; ///< in the order of the enum; empty: the same
    /// From the request to the result that came first. As we observed it when both sides were observed, else
    /// in whole seconds by the authors' clocks; of a job that is alone what there is. Milliseconds, never
    /// negative: a negative time is none.
    std::optional<std::int64_t> left_ms;
    std::optional<std::int64_t> right_ms;
    /// What was asked for, in millisatoshi: by the DVM that delivered first, else the highest.
    std::optional<std::int64_t> left_msat;
    std::optional<std::int64_t> right_msat;

    bool has(Difference difference) const;
    bool operator==(const ComparedJob &) const = default;
};

struct ChainComparison {
    std::vector<ComparedJob> jobs; ///< by step, then by time in the left chain; those that are only in the
                                   ///< right chain after them, by time
    std::array<int, differenceCount> totals{}; ///< jobs with each difference
    int same = 0;                              ///< jobs without any
    /// From the first request to the last result or failure, seconds by the authors' clocks; nothing where
    /// nothing has ended yet, or where the clocks make no sense.
    std::optional<std::int64_t> left_s;
    std::optional<std::int64_t> right_s;

    int total(Difference difference) const { return totals[static_cast<std::size_t>(difference)]; }
    /// The pair that a node belongs to.
    std::size_t ofLeft(std::size_t node) const;
    std::size_t ofRight(std::size_t node) const;
    bool operator==(const ChainComparison &) const = default;
};

/// Two seconds more, and half as much again: clocks of authors have a grain of one second, and a little is no
/// news.
inline constexpr std::int64_t leastLonger_ms = 2'000;
bool isMuchLonger(std::int64_t ms, std::int64_t than_ms);

/// See ChainComparison::left_s.
std::optional<std::int64_t> durationOf(const Chain &chain);

ChainComparison compareChains(const Chain &left, const Chain &right);

/// The job with all that it rests on, over any number of edges of any type. `job` becomes its index there.
Chain upstreamOf(const Chain &chain, std::size_t &job);

} // namespace dvmdash::dvm
