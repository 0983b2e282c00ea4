// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/liveness.h"
#include "store/sqlite.h"

#include <cstdint>
#include <optional>

namespace dvmdash::metrics
{

/// From when on somebody listened without a break up to now; none: nobody listens now. "Now" is where
/// Freshness ends the past: at the newest second that a relay has proved, at most store::longestLagSeconds
/// ago.
std::optional<std::int64_t> heardSince(store::Database &db, std::int64_t now);

/// What is known of whether DVMs are there (dvm/liveness.h), a few lookups each. Inside the caller's read
/// transaction.
class HealthReader
{
public:
    /// `now`: Unix seconds.
    HealthReader(store::Database &db, std::int64_t now);

    /// Enough to tell the state, without the events. `answeredAt`: its last answer to anybody, 0: never any.
    dvm::LivenessFacts facts(std::int64_t pid, std::int64_t answeredAt);
    /// Also the events and the announcement, and of ignored requests thousands are counted.
    dvm::LivenessFacts factsWithEvents(std::int64_t pid, std::int64_t answeredAt);

private:
    dvm::IgnoredRequests ignored(std::int64_t pid, std::int64_t answeredAt, int most);
    /// Adds the ignored requests among its attempts in that order; how many attempts were looked at.
    int addIgnored(store::Statement &attempts, std::int64_t pid, std::int64_t answeredAt, int most,
                   dvm::IgnoredRequests &sum);
    dvm::Sign newest(store::Statement &of, std::int64_t pid);
    dvm::Sign answer(std::int64_t pid, std::int64_t answeredAt);

    std::int64_t m_now;
    std::optional<std::int64_t> m_heardSince;
    store::Statement m_heartbeat;
    store::Statement m_announcement;
    store::Statement m_newestAttempts;
    store::Statement m_oldestAttempts;
    store::Statement m_request;
    store::Statement m_answer;
};

} // namespace dvmdash::metrics
