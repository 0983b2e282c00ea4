// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/layered_layout.h"

#include <cstdint>
#include <span>
#include <vector>

// What the steps of a layout hand to each other. Not for others.
namespace dvmdash::layout
{

/// All parallel edges of one direction, or of both when it stands for edges of an acyclic graph.
struct Arc {
    int from = 0;
    int to = 0;
    std::int64_t weight = 0; ///< of all together
    int lines = 0;           ///< how many they are
};

/// Lists of numbers, one list for each owner, in two flat arrays.
class Lists
{
public:
    Lists() = default;
    /// Item `i` of `count` goes to the list of ownerOf(i) as valueOf(i), in the order of `i`.
    template<typename Owner, typename Value>
    Lists(int owners, int count, Owner ownerOf, Value valueOf)
        : m_start(owners + std::size_t{1})
        , m_items(count)
    {
        for (int i = 0; i < count; ++i)
            ++m_start[ownerOf(i) + 1];
        for (int owner = 0; owner < owners; ++owner)
            m_start[owner + 1] += m_start[owner];
        std::vector<int> next(m_start.begin(), m_start.end() - 1);
        for (int i = 0; i < count; ++i)
            m_items[next[ownerOf(i)]++] = valueOf(i);
    }

    int count(int owner) const { return m_start[owner + 1] - m_start[owner]; }
    std::span<const int> operator[](int owner) const
    {
        return std::span(m_items).subspan(m_start[owner], count(owner));
    }
    std::span<int> operator[](int owner) { return std::span(m_items).subspan(m_start[owner], count(owner)); }

private:
    std::vector<int> m_start;
    std::vector<int> m_items;
};

/// Whether the caller has lost interest.
class Cancel
{
public:
    explicit Cancel(const std::atomic<bool> *flag)
        : m_flag(flag)
    {
    }
    explicit operator bool() const { return m_flag && m_flag->load(std::memory_order_relaxed); }

private:
    const std::atomic<bool> *m_flag;
};

} // namespace dvmdash::layout
