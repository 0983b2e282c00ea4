// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/figures.h"

#include "metrics/responses.h"

#include <numeric>
#include <tuple>

namespace dvmdash::metrics
{

namespace
{

template<typename Predicate>
std::int64_t sumOf(const std::array<std::int64_t, metric::stateCount> &counts, Predicate holds)
{
    std::int64_t sum = 0;
    for (std::size_t state = 1; state < counts.size(); ++state)
        if (holds(static_cast<dvm::State>(state)))
            sum += counts[state];
    return sum;
}

bool any(dvm::State)
{
    return true;
}

} // namespace

bool isPaidLess(const Money &a, const Money &b)
{
    const auto rank = [](const Money &m) { return std::tuple(m.confirmed, m.claimed, m.inferred); };
    return rank(a) < rank(b);
}

bool isPaid(const Money &money)
{
    return money.confirmed > 0 || money.claimed > 0 || money.inferred > 0;
}

std::int64_t Figures::jobsSeen() const
{
    return sumOf(jobs, [](dvm::State state) { return state != dvm::State::Missing; });
}

std::int64_t Figures::jobsFailed() const
{
    return sumOf(jobs, dvm::isFailure);
}

std::int64_t Figures::jobsOpen() const
{
    return sumOf(jobs, dvm::isOpen);
}

std::int64_t Figures::attemptsFailed() const
{
    return sumOf(attempts, dvm::isFailure);
}

std::int64_t Figures::attemptsAll() const
{
    return sumOf(attempts, any);
}

Rate Figures::success() const
{
    const std::int64_t delivered = attemptsIn(dvm::State::Delivered);
    return {delivered, delivered + attemptsFailed()};
}

Figures figuresOf(const RowSums &sums)
{
    const SparseCounts &counts = sums.counts;
    Figures figures;
    figures.requests = counts[metric::Requests];
    figures.results = counts[metric::Results];
    figures.late = counts[metric::Late];
    for (std::size_t status = 0; status < figures.feedback_by.size(); ++status)
        figures.feedback_by[status] = counts[metric::feedback(static_cast<dvm::Status>(status))];
    figures.feedback =
        std::accumulate(figures.feedback_by.begin(), figures.feedback_by.end(), std::int64_t{0});
    for (std::size_t state = 0; state < figures.jobs.size(); ++state) {
        figures.jobs[state] = counts[metric::jobs(static_cast<dvm::State>(state))];
        figures.attempts[state] = counts[metric::attempts(static_cast<dvm::State>(state))];
    }
    figures.targeted = counts[metric::Targeted];
    figures.clock_skew = counts[metric::ClockSkew];
    figures.money = {counts[metric::Requested],
                     counts[metric::Inferred],
                     counts[metric::Claimed],
                     counts[metric::Confirmed],
                     counts[metric::Refunded],
                     counts[metric::UnattributedClaimed],
                     counts[metric::UnattributedConfirmed]};
    if (sums.responses.empty())
        return figures;
    const Responses responses(sums.responses);
    figures.response = {responses.count(),          responses.measured(),       responses.meanMs(),
                        responses.percentileMs(50), responses.percentileMs(95), responses.percentileMs(99)};
    return figures;
}

} // namespace dvmdash::metrics
