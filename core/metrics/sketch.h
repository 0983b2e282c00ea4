// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace dvmdash::metrics
{

/// How durations are spread, in bins whose width is at most a hundredth of their value: exact below 128, then
/// 128 bins for each doubling. Counts are integers and bins are fixed, so sketches of parts of a window add
/// up to the sketch of the whole in any order, and what was added can be taken away again. A value.
class Sketch
{
public:
    /// The bin of a value; negative ones have none and must be left out before (clock skew). Values from 2^62
    /// on share the last one.
    static int binOf(std::int64_t value);
    /// Smallest and largest value of a bin.
    static std::int64_t lowest(int bin);
    static std::int64_t highest(int bin);
    static std::int64_t middle(int bin); ///< what stands for all values of the bin
    /// Which of so many sorted values the percentile is, from 1.
    static std::int64_t rankOf(int percent, std::int64_t count) { return (count * percent + 99) / 100; }

    void add(std::int64_t value, std::int64_t count = 1);
    /// A bin as it was stored.
    void addBin(int bin, std::int64_t count);
    void addSum(std::int64_t sum) { m_sum += sum; }
    Sketch &operator+=(const Sketch &other);
    Sketch &operator-=(const Sketch &other);
    bool operator==(const Sketch &) const = default;

    std::int64_t count() const { return m_count; }
    std::int64_t sum() const { return m_sum; } ///< exact
    /// Rounded half up; none of nothing.
    std::optional<std::int64_t> mean() const;
    /// The smallest value such that `percent` of all are not larger, to within 1 %; none of nothing. 1 to
    /// 100.
    std::optional<std::int64_t> percentile(int percent) const;

    const std::map<int, std::int64_t> &bins() const { return m_bins; }

private:
    std::map<int, std::int64_t> m_bins; ///< none is zero
    std::int64_t m_count = 0;
    std::int64_t m_sum = 0;
};

} // namespace dvmdash::metrics
