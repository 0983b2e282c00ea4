// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dvmdash::metrics
{

/// Integers by small non-negative keys, of which few are other than zero: the values of one row of a rollup,
/// or the bins of a histogram. Zeros are not kept, so equal counts have equal bytes. Adding wraps around
/// instead of overflowing, so what was added can always be taken away again. A value.
class SparseCounts
{
public:
    using Entry = std::pair<std::uint32_t, std::int64_t>;

    void add(std::uint32_t key, std::int64_t value);
    SparseCounts &operator+=(const SparseCounts &other);
    std::int64_t operator[](std::uint32_t key) const; ///< 0 when it is not there
    bool empty() const { return m_entries.empty(); }
    const std::vector<Entry> &entries() const { return m_entries; } ///< by key, none is zero
    bool operator==(const SparseCounts &) const = default;

    /// Pairs of varints: the distance to the key before, and the value with its sign in the lowest bit.
    std::string encoded() const;
    void encode(std::string &bytes) const; ///< the same in place of what is in there
    /// Adds what encoded() wrote. False when the bytes are damaged; what was read until then is added.
    bool addEncoded(std::string_view bytes);

private:
    std::size_t addFrom(std::size_t from, std::uint32_t key, std::int64_t value);

    std::vector<Entry> m_entries;
};

} // namespace dvmdash::metrics
