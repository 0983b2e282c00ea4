// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/contribution.h"
#include "metrics/sketch.h"
#include "metrics/sparse_counts.h"

#include <cstdint>
#include <optional>

namespace dvmdash::metrics
{

/// How response times are kept in SparseCounts: the bin of Sketch, and the sum, for each clock.
namespace response_key
{
inline constexpr std::uint32_t clockStep = 65536;
constexpr std::uint32_t bin(ResponseClock clock, int bin)
{
    return static_cast<std::uint32_t>(clock) * clockStep + static_cast<std::uint32_t>(bin);
}
constexpr std::uint32_t sum(ResponseClock clock)
{
    return static_cast<std::uint32_t>(clock) * clockStep + clockStep - 1;
}
} // namespace response_key

/// Response times of the attempts that delivered: first result minus request. Negative ones (clock skew) are
/// not among them. Of a response that we measured our own clock counts, of others the authors' clocks, whose
/// grain is a second; byAuthors() has the authors' word for all. Percentiles are within 1 %, whole seconds
/// below 128 s exact; means are exact.
class Responses
{
public:
    Responses() = default;
    explicit Responses(const SparseCounts &counts);

    std::int64_t count() const;
    std::int64_t measured() const { return m_ours.count(); } ///< how many by our clock
    std::optional<std::int64_t> meanMs() const;              ///< rounded half up
    std::optional<std::int64_t> percentileMs(int percent) const;
    Sketch byAuthors() const; ///< seconds

private:
    Sketch m_ours;    ///< ms
    Sketch m_authors; ///< s, of those that are not in m_ours
    Sketch m_authorsMeasured;
};

} // namespace dvmdash::metrics
