// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/boards.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

/// The order of the rows of a board.
namespace dvmdash::metrics
{

/// What a row is ordered by: smaller comes first, so sums are negated. Rates are compared as fractions of a
/// million.
using Rank = std::tuple<std::int64_t, std::int64_t, std::int64_t>;

Rank rankOf(SortBy sort, const DvmRow &row);
Rank rankOf(SortBy sort, const KindRow &row);
Rank rankOf(SortBy sort, const UserRow &row);

/// Orders the rows and keeps `limit` of them (0: all).
template<typename Row, typename Key>
void order(std::vector<Row> &rows, SortBy sort, int limit, Key Row::*key)
{
    const auto before = [&](const Row &a, const Row &b) {
        return std::tuple(rankOf(sort, a), a.*key) < std::tuple(rankOf(sort, b), b.*key);
    };
    const auto kept = limit > 0 ? std::min(rows.size(), static_cast<std::size_t>(limit)) : rows.size();
    std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end(), before);
    rows.resize(kept);
}

/// The best `limit` (0: all) and those that rank with the last of them: which of these comes first, keys
/// decide.
std::vector<std::pair<Rank, std::int64_t>> bestWithTies(std::vector<std::pair<Rank, std::int64_t>> ranked,
                                                        int limit);

} // namespace dvmdash::metrics
