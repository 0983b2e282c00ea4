// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/contribution.h"
#include "metrics/key_set.h"
#include "metrics/sparse_counts.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace dvmdash::metrics
{

struct RowKey {
    std::int64_t k1 = 0;
    std::int64_t k2 = 0;
    auto operator<=>(const RowKey &) const = default;
};

/// What a row of a rollup holds, summed over some time.
struct RowSums {
    SparseCounts counts;    ///< keys: metric::
    SparseCounts responses; ///< keys: response_key::
    bool operator==(const RowSums &) const = default;
};

/// The sums of contributions, in memory: for the ends of a window, which no whole bucket fills.
class FactSums
{
public:
    void add(const Contribution &contribution)
    {
        addRows(contribution);
        addMembers(contribution);
    }
    void addRows(const Contribution &contribution);    ///< counts and response times only
    void addMembers(const Contribution &contribution); ///< sets only

    const RowSums &row(Dimension dimension, const RowKey &key) const; ///< empty when there is none
    const std::map<RowKey, RowSums> &rows(Dimension dimension) const;
    const KeySet &members(Members members, std::int64_t k1) const;
    void forEachMembers(Members members,
                        const std::function<void(std::int64_t k1, const KeySet &)> &sink) const;

private:
    std::map<Dimension, std::map<RowKey, RowSums>> m_rows;
    std::map<std::pair<Members, std::int64_t>, KeySet> m_members;
};

} // namespace dvmdash::metrics
