// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/sparse_counts.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace dvmdash::metrics
{

namespace
{

constexpr std::uint64_t largestKey = std::numeric_limits<std::uint32_t>::max();

std::int64_t wrappingSum(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

void putVarint(std::string &out, std::uint64_t value)
{
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}

bool takeVarint(std::string_view &in, std::uint64_t &value)
{
    value = 0;
    for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(in.front());
        in.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

} // namespace

void SparseCounts::add(std::uint32_t key, std::int64_t value)
{
    const auto at = std::lower_bound(m_entries.begin(), m_entries.end(), key,
                                     [](const Entry &entry, std::uint32_t k) { return entry.first < k; });
    addFrom(static_cast<std::size_t>(at - m_entries.begin()), key, value);
}

/// Adds to a key that is larger than all in front of `from`. Where the next larger one is to be looked for.
std::size_t SparseCounts::addFrom(std::size_t from, std::uint32_t key, std::int64_t value)
{
    if (value == 0)
        return from;
    while (from < m_entries.size() && m_entries[from].first < key)
        ++from;
    const auto at = m_entries.begin() + static_cast<std::ptrdiff_t>(from);
    if (at == m_entries.end() || at->first != key) {
        m_entries.insert(at, {key, value});
        return from + 1;
    }
    at->second = wrappingSum(at->second, value);
    if (at->second != 0)
        return from + 1;
    m_entries.erase(at);
    return from;
}

SparseCounts &SparseCounts::operator+=(const SparseCounts &other)
{
    if (&other == this)
        return *this += SparseCounts(other);
    std::size_t at = 0;
    for (const auto &[key, value] : other.m_entries)
        at = addFrom(at, key, value);
    return *this;
}

std::int64_t SparseCounts::operator[](std::uint32_t key) const
{
    const auto at = std::lower_bound(m_entries.begin(), m_entries.end(), key,
                                     [](const Entry &entry, std::uint32_t k) { return entry.first < k; });
    return at == m_entries.end() || at->first != key ? 0 : at->second;
}

std::string SparseCounts::encoded() const
{
    std::string bytes;
    encode(bytes);
    return bytes;
}

void SparseCounts::encode(std::string &bytes) const
{
    bytes.clear();
    bytes.reserve(m_entries.size() * 4);
    std::uint32_t before = 0;
    for (const auto &[key, value] : m_entries) {
        putVarint(bytes, key - before);
        putVarint(bytes, zigzag(value));
        before = key;
    }
}

bool SparseCounts::addEncoded(std::string_view bytes)
{
    std::uint64_t key = 0;
    std::size_t at = 0;
    for (bool isFirst = true; !bytes.empty(); isFirst = false) {
        std::uint64_t distance = 0;
        std::uint64_t value = 0;
        if (!takeVarint(bytes, distance) || !takeVarint(bytes, value))
            return false;
        key += distance;
        if ((distance == 0 && !isFirst) || distance > largestKey || key > largestKey)
            return false;
        at = addFrom(at, static_cast<std::uint32_t>(key), unzigzag(value));
    }
    return true;
}

} // namespace dvmdash::metrics
