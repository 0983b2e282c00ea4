// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/interval_set.h"
#include "store/sqlite.h"

#include <cstdint>
#include <functional>
#include <set>
#include <vector>

namespace dvmdash::store
{

/// Whether somebody listened to all that belongs to jobs of a kind, the whole time from..until (Unix
/// seconds).
using Listening = std::function<bool(int requestKind, std::int64_t from, std::int64_t until)>;

/// When somebody listened: the table `coverage`, for all kinds that are asked for, and `former_coverage`, for
/// those that were asked for before there were more. A value, as of the time it was read.
class Heard
{
public:
    Heard() = default;
    /// Throws store::Error.
    explicit Heard(Database &db);

    void add(std::int64_t from, std::int64_t until); ///< of all kinds
    bool covers(int requestKind, std::int64_t from, std::int64_t until) const;

private:
    /// What was heard while fewer kinds were asked for, and since then.
    struct Former {
        std::set<int> requests;
        IntervalSet heard;
    };

    IntervalSet m_all;
    std::vector<Former> m_former;
};

} // namespace dvmdash::store
