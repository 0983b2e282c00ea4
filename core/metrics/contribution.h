// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/metric.h"
#include "store/facts.h"

#include <cstdint>
#include <vector>

namespace dvmdash::metrics
{

/// By whose clock a response time was measured. Stored: never renumber.
enum class ResponseClock : std::uint32_t {
    Ours = 0,            ///< both receipts, in milliseconds
    Authors = 1,         ///< both authors' clocks, in seconds, of responses that we did not measure
    AuthorsMeasured = 2, ///< the same of responses that we measured too
};

/// What one fact adds to the numbers, all of it in the buckets that hold `at`. A pure function of the fact:
/// on a change the numbers gain contributionOf(new) - contributionOf(old).
struct Contribution {
    struct Count {
        Dimension dimension;
        std::int64_t k1;
        std::int64_t k2;
        std::uint32_t metric;
        std::int64_t value;
        bool operator==(const Count &) const = default;
    };
    struct Response {
        Dimension dimension;
        std::int64_t k1;
        std::int64_t k2;
        ResponseClock clock;
        std::int64_t value; ///< never negative
        bool operator==(const Response &) const = default;
    };
    struct Member {
        Members members;
        std::int64_t k1;
        std::int64_t key;
        bool operator==(const Member &) const = default;
    };
    struct Sighting {
        Seen seen;
        std::int64_t k1;
        std::int64_t k2;
        bool operator==(const Sighting &) const = default;
    };

    std::int64_t at = 0; ///< Unix seconds
    std::vector<Count> counts;
    std::vector<Response> responses;
    std::vector<Member> members;
    std::vector<Sighting> sightings;
    bool operator==(const Contribution &) const = default;
};

/// `used` is a former one whose memory may be taken; what it holds does not matter.
Contribution contributionOf(const store::EventFact &event, const dvm::KindTable &kinds,
                            Contribution used = {});
/// Of its sighting at a relay.
Contribution contributionOf(const store::EventFact &event, std::int64_t relay, Contribution used = {});
/// With its attempts.
Contribution contributionOf(const store::JobFact &job, Contribution used = {});
Contribution contributionOf(const store::PaymentFact &payment, Contribution used = {});

} // namespace dvmdash::metrics
