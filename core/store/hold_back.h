// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/rows.h"
#include "store/sqlite.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace dvmdash::store
{

/// Between which times events count. One that is dated more than 15 minutes ahead of our clock
/// (dvm::futureToleranceSeconds) is stored and held back from every number and every job until its time
/// comes; one from before the horizon, up to which raw events were deleted, can no longer be told from a copy
/// of a deleted one. Both limits only move forward. Inside the caller's transactions, on the writer's thread.
class HoldBack
{
public:
    explicit HoldBack(Database &db);

    std::int64_t horizon() const { return m_horizon; } ///< Unix seconds; 0: nothing was deleted
    bool holds(std::int64_t created_at) const { return created_at >= m_countedUntil; }
    /// An event that is held was stored.
    void note(std::int64_t created_at) { m_nextHeld = std::min(m_nextHeld, created_at); }

    /// Whether time has reached an event that is held.
    bool anyDue(std::int64_t now) const;
    /// Moves on to `now` (Unix seconds). The rows that count from now on, by created_at.
    std::vector<RowId> advance(std::int64_t now);

    /// After a rollback: reads the limits again.
    void forget();

private:
    void read();

    Database &m_db;
    Statement m_set;
    Statement m_between;
    Statement m_next;
    std::int64_t m_countedUntil = 0;
    std::int64_t m_horizon = 0;
    std::int64_t m_nextHeld = std::numeric_limits<std::int64_t>::max();
    bool m_stale = false;
};

} // namespace dvmdash::store
