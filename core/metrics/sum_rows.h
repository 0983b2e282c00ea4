// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/level.h"
#include "metrics/metric.h"
#include "metrics/sparse_counts.h"
#include "store/bulk_insert.h"
#include "store/sqlite.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::metrics
{

/// The stored sums of one table of rollups (`rollup` or `duration`). What is added is added by SQLite itself
/// (a function of the connection), many rows with one statement: to read each row first costs twice as much.
/// Inside the caller's transaction.
class SumRows
{
public:
    /// `table` has the columns level, dim, bucket, k1, k2 and counts.
    SumRows(store::Database &db, const std::string &table);

    /// The row's place in its level.
    struct Key {
        Dimension dimension;
        std::int64_t bucket; ///< its start, Unix seconds
        std::int64_t k1;
        std::int64_t k2;
        auto operator<=>(const Key &) const = default;
    };
    struct Delta {
        const Key *key;
        const SparseCounts *counts; ///< not empty
    };
    /// Cheapest in the order of their keys, for neighbouring pages are touched once then. Rows of which
    /// nothing is left go. Throws store::Error where a stored sum is damaged.
    void add(Level level, const std::vector<Delta> &deltas);
    /// What is stored; nothing: no row.
    std::optional<SparseCounts> read(Level level, const Key &key);

private:
    store::Database &defineSum(store::Database &db, const std::string &table);

    std::shared_ptr<bool> m_isAnyEmpty; ///< a sum that was made since the last look
    store::BulkInsert m_add;
    store::Statement m_select;
    store::Statement m_eraseEmpty;
    std::vector<std::string> m_encoded; ///< for the memory that they hold
};

} // namespace dvmdash::metrics
