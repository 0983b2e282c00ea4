// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>

namespace dvmdash::store
{

/// Half-open intervals of Unix seconds, merged where they touch.
class IntervalSet
{
public:
    void add(std::int64_t from, std::int64_t until);
    bool covers(std::int64_t from, std::int64_t until) const; ///< true for an empty interval
    std::int64_t end() const;                                 ///< of the last interval; 0 when there is none
    std::int64_t total() const;                               ///< seconds in all
    const std::map<std::int64_t, std::int64_t> &intervals() const { return m_intervals; }

private:
    std::map<std::int64_t, std::int64_t> m_intervals; ///< from -> until
};

} // namespace dvmdash::store
