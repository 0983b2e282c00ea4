// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dvmdash::demo
{

/// A small generator whose output is the same on every platform and compiler: integers only, and none of the
/// standard library's distributions, whose algorithms are not specified. xoshiro256** (Blackman and Vigna)
/// with its state filled by splitmix64. Not for secrets.
class Random
{
public:
    explicit Random(std::uint64_t seed)
    {
        for (std::uint64_t &word : m_state)
            word = splitmix(seed);
    }
    /// A stream of its own for one purpose, so that what one part draws never shifts what another gets.
    Random(std::uint64_t seed, std::string_view purpose, std::uint64_t index)
        : Random(mixed(seed, purpose, index))
    {
    }

    std::uint64_t next()
    {
        const std::uint64_t value = rotated(m_state[1] * 5, 7) * 9;
        const std::uint64_t shifted = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = rotated(m_state[3], 45);
        return value;
    }

    /// 0 to bound - 1; 0 for a bound of 0. The bias of the remainder is far below anything visible here.
    std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
    /// Both ends included.
    std::int64_t between(std::int64_t low, std::int64_t high)
    {
        return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
    }
    /// True in `percent` of a hundred draws.
    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

    template<typename Container>
    const auto &pick(const Container &list)
    {
        return list[static_cast<std::size_t>(below(std::size(list)))];
    }

    /// An index, each drawn as often as its weight says; 0 when no weight is positive.
    std::size_t weighted(std::span<const std::int64_t> weights)
    {
        std::int64_t total = 0;
        for (const std::int64_t weight : weights)
            total += weight;
        auto left = static_cast<std::int64_t>(below(total > 0 ? static_cast<std::uint64_t>(total) : 0));
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (left < weights[i])
                return i;
            left -= weights[i];
        }
        return 0;
    }

    template<typename T>
    void shuffle(std::vector<T> &list)
    {
        for (std::size_t left = list.size(); left > 1; --left)
            std::swap(list[left - 1], list[static_cast<std::size_t>(below(left))]);
    }

    std::string bytes(std::size_t count)
    {
        std::string text;
        text.reserve(count);
        while (text.size() < count)
            text.push_back(static_cast<char>(next() >> 56));
        return text;
    }

private:
    static std::uint64_t rotated(std::uint64_t value, int by) { return (value << by) | (value >> (64 - by)); }
    static std::uint64_t splitmix(std::uint64_t &state)
    {
        std::uint64_t value = (state += 0x9e3779b97f4a7c15u);
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
        return value ^ (value >> 31);
    }
    static std::uint64_t mixed(std::uint64_t seed, std::string_view purpose, std::uint64_t index)
    {
        std::uint64_t state = seed;
        std::uint64_t value = splitmix(state);
        for (const char letter : purpose) {
            state = value ^ static_cast<unsigned char>(letter);
            value = splitmix(state);
        }
        state = value ^ index;
        return splitmix(state);
    }

    std::array<std::uint64_t, 4> m_state{};
};

} // namespace dvmdash::demo
