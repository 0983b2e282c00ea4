// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/responses.h"

#include <map>

namespace dvmdash::metrics
{

namespace
{
constexpr std::int64_t msPerSecond = 1000;
}

Responses::Responses(const SparseCounts &counts)
{
    for (const auto &[key, value] : counts.entries()) {
        const auto clock = static_cast<ResponseClock>(key / response_key::clockStep);
        const std::uint32_t bin = key % response_key::clockStep;
        Sketch &sketch = clock == ResponseClock::Ours      ? m_ours
                         : clock == ResponseClock::Authors ? m_authors
                                                           : m_authorsMeasured;
        if (bin == response_key::clockStep - 1)
            sketch.addSum(value);
        else
            sketch.addBin(static_cast<int>(bin), value);
    }
}

std::int64_t Responses::count() const
{
    return m_ours.count() + m_authors.count();
}

std::optional<std::int64_t> Responses::meanMs() const
{
    const std::int64_t n = count();
    if (n <= 0)
        return std::nullopt;
    const std::int64_t sum = m_ours.sum() + m_authors.sum() * msPerSecond;
    return (2 * sum + n) / (2 * n);
}

std::optional<std::int64_t> Responses::percentileMs(int percent) const
{
    if (m_ours.count() == 0) {
        const auto seconds = m_authors.percentile(percent);
        return seconds ? std::optional(*seconds * msPerSecond) : std::nullopt;
    }
    if (m_authors.count() == 0)
        return m_ours.percentile(percent);
    std::map<std::int64_t, std::int64_t> counts; // by the middle of the bin
    for (const auto &[bin, n] : m_ours.bins())
        counts[Sketch::middle(bin)] += n;
    for (const auto &[bin, n] : m_authors.bins())
        counts[Sketch::middle(bin) * msPerSecond] += n;
    const std::int64_t rank = Sketch::rankOf(percent, count());
    std::int64_t seen = 0;
    for (const auto &[ms, n] : counts) {
        seen += n;
        if (seen >= rank)
            return ms;
    }
    return counts.rbegin()->first;
}

Sketch Responses::byAuthors() const
{
    Sketch all = m_authors;
    all += m_authorsMeasured;
    return all;
}

} // namespace dvmdash::metrics
