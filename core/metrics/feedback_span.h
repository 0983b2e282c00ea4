// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/level.h"
#include "metrics/sparse_counts.h"
#include "store/sqlite.h"

#include <cstdint>
#include <optional>
#include <utility>

namespace dvmdash::metrics
{

/// Any feedback among these numbers of a DVM.
bool countsFeedback(const SparseCounts &counts);

/// When a key gave its first and its last feedback that counts. The rollups lead to the hour, so that the
/// many notes that a customer writes under its own jobs, which are no feedback, need not be read. Reads what
/// the connection has written.
class FeedbackSpan
{
public:
    explicit FeedbackSpan(store::Database &db);
    /// Unix seconds, within [from, until]; nothing: there is none.
    std::optional<std::pair<std::int64_t, std::int64_t>> of(std::int64_t pid, std::int64_t from,
                                                            std::int64_t until);

private:
    enum class Edge { First, Last };
    struct Range {
        std::int64_t from;
        std::int64_t until; ///< not in it
    };
    std::optional<std::int64_t> find(Edge edge, const Level *level, std::int64_t pid, Range range);
    std::optional<std::int64_t> bucket(Edge edge, Level level, Range range);
    std::optional<std::int64_t> event(Edge edge, std::int64_t pid, Range range);
    bool hasFeedback(Level level, std::int64_t bucket, std::int64_t pid);

    store::Statement m_firstBucket;
    store::Statement m_lastBucket;
    store::Statement m_counts;
    store::Statement m_firstEvent;
    store::Statement m_lastEvent;
};

} // namespace dvmdash::metrics
