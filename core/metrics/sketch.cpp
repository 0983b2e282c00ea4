// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/sketch.h"

#include <algorithm>
#include <bit>

namespace dvmdash::metrics
{

namespace
{

constexpr int exactBits = 7;
constexpr int exactValues = 1 << exactBits; ///< and bins for each doubling above them
constexpr std::int64_t largestValue = (std::int64_t{1} << 62) - 1;

} // namespace

int Sketch::binOf(std::int64_t value)
{
    if (value < exactValues)
        return static_cast<int>(value);
    const auto bits = static_cast<std::uint64_t>(std::min(value, largestValue));
    const int doublings = std::bit_width(bits) - 1 - exactBits;
    const int step = static_cast<int>(bits >> doublings) - exactValues;
    return exactValues * (1 + doublings) + step;
}

std::int64_t Sketch::lowest(int bin)
{
    if (bin < exactValues)
        return bin;
    const int doublings = bin / exactValues - 1;
    return static_cast<std::int64_t>(exactValues + bin % exactValues) << doublings;
}

std::int64_t Sketch::highest(int bin)
{
    return lowest(bin + 1) - 1;
}

std::int64_t Sketch::middle(int bin)
{
    return lowest(bin) + (highest(bin) - lowest(bin)) / 2;
}

void Sketch::add(std::int64_t value, std::int64_t count)
{
    addBin(binOf(value), count);
    m_sum += value * count;
}

void Sketch::addBin(int bin, std::int64_t count)
{
    const auto it = m_bins.try_emplace(bin, 0).first;
    it->second += count;
    if (it->second == 0)
        m_bins.erase(it);
    m_count += count;
}

Sketch &Sketch::operator+=(const Sketch &other)
{
    const Sketch copy = other; // it may be this one
    for (const auto &[bin, count] : copy.m_bins)
        addBin(bin, count);
    m_sum += copy.m_sum;
    return *this;
}

Sketch &Sketch::operator-=(const Sketch &other)
{
    const Sketch copy = other;
    for (const auto &[bin, count] : copy.m_bins)
        addBin(bin, -count);
    m_sum -= copy.m_sum;
    return *this;
}

std::optional<std::int64_t> Sketch::mean() const
{
    if (m_count <= 0)
        return std::nullopt;
    return (2 * m_sum + m_count) / (2 * m_count);
}

std::optional<std::int64_t> Sketch::percentile(int percent) const
{
    if (m_count <= 0)
        return std::nullopt;
    const std::int64_t rank = rankOf(percent, m_count);
    std::int64_t seen = 0;
    for (const auto &[bin, count] : m_bins) {
        seen += count;
        if (seen >= rank)
            return middle(bin);
    }
    return highest(m_bins.rbegin()->first);
}

} // namespace dvmdash::metrics
