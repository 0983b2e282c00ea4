// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/job.h"
#include "metrics/fact_sums.h"
#include "metrics/metric.h"

#include <array>
#include <cstdint>
#include <optional>

namespace dvmdash::metrics
{

/// A share as two counts: what it is of stands beside it.
struct Rate {
    std::int64_t part = 0;
    std::int64_t whole = 0;
    /// 0 to 100; none of nothing.
    std::optional<double> percent() const
    {
        return whole > 0 ? std::optional(100.0 * static_cast<double>(part) / static_cast<double>(whole))
                         : std::nullopt;
    }
    bool operator==(const Rate &) const = default;
};

/// Money in millisatoshi, by tier (jobs and chains, section 5): shown apart, never added up. Asked and
/// inferred sums count at the time of the job's request, receipts at their own.
struct Money {
    std::int64_t requested = 0;            ///< latest amount that each attempt asked for
    std::int64_t inferred = 0;             ///< of it: work went on after the request, and no payment was seen
    std::int64_t claimed = 0;              ///< receipts whose signer could not be checked, unredeemed nutzaps
    std::int64_t confirmed = 0;            ///< "earned"
    std::int64_t refunded = 0;             ///< zapped back to customers
    std::int64_t unattributed_claimed = 0; ///< for no job that is known: profile zaps
    std::int64_t unattributed_confirmed = 0;
    bool operator==(const Money &) const = default;
};
/// Which of two is paid better: by what is confirmed, then claimed, then inferred.
bool isPaidLess(const Money &a, const Money &b);
/// Something was confirmed, claimed or inferred.
bool isPaid(const Money &money);

/// First result minus request, of the attempts that delivered; see Responses for clocks and exactness.
struct ResponseTimes {
    std::int64_t n = 0;
    std::int64_t measured = 0; ///< of these by our own clock
    std::optional<std::int64_t> mean_ms;
    std::optional<std::int64_t> p50_ms;
    std::optional<std::int64_t> p95_ms;
    std::optional<std::int64_t> p99_ms;
    bool operator==(const ResponseTimes &) const = default;
};

/// All numbers of one subject (the network, a kind, a DVM, a user) over one window [since, until). Events
/// count at their created_at; jobs and attempts at that of their request, so that a rate has the same jobs
/// above and below.
struct Figures {
    std::int64_t requests = 0;
    std::int64_t results = 0;
    std::int64_t feedback = 0;                                     ///< the sum of feedback_by
    std::array<std::int64_t, metric::feedbackCount> feedback_by{}; ///< dvm::Status
    std::int64_t late =
        0; ///< of these events, received more than 15 minutes after their time; the network only
    std::array<std::int64_t, metric::stateCount> jobs{};     ///< dvm::State
    std::array<std::int64_t, metric::stateCount> attempts{}; ///< dvm::State
    std::int64_t targeted = 0;                               ///< attempts that a request asked for by name
    std::int64_t clock_skew = 0; ///< results dated before their request, left out of the response times
    Money money;
    ResponseTimes response;

    std::int64_t users = 0; ///< different authors of requests
    std::int64_t dvms = 0;  ///< different authors of results and feedback; of one kind: of its results
    std::int64_t kinds = 0; ///< different kinds of requests

    std::int64_t jobsIn(dvm::State state) const { return jobs[static_cast<std::size_t>(state)]; }
    std::int64_t attemptsIn(dvm::State state) const { return attempts[static_cast<std::size_t>(state)]; }
    std::int64_t feedbackOf(dvm::Status status) const
    {
        return feedback_by[static_cast<std::size_t>(status)];
    }
    /// Jobs whose request was seen, itself or inside an answer.
    std::int64_t jobsSeen() const;
    std::int64_t jobsFailed() const; ///< failed, ignored, stalled, paid and not delivered
    std::int64_t jobsOpen() const;
    std::int64_t attemptsFailed() const;
    std::int64_t attemptsAll() const;
    /// Delivered jobs of all jobs seen.
    Rate completion() const { return {jobsIn(dvm::State::Delivered), jobsSeen()}; }
    Rate failure() const { return {jobsFailed(), jobsSeen()}; }
    /// Delivered attempts of those that came to an end (delivered or failed): open, cancelled and unobserved
    /// ones say nothing about the DVM.
    Rate success() const;
    bool operator==(const Figures &) const = default;
};

/// Reads the sums of a row; users, dvms and kinds stay 0.
Figures figuresOf(const RowSums &sums);

/// Figures of one bucket of a series.
struct Point {
    std::int64_t start =
        0; ///< of the step, Unix seconds; the first one may begin before the window, whose part alone counts
    Figures figures;
    bool operator==(const Point &) const = default;
};

} // namespace dvmdash::metrics
