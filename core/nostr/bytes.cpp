// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/bytes.h"

#include <bit>
#include <random>

namespace dvmdash::nostr
{

namespace
{

constexpr char hexDigits[] = "0123456789abcdef";
constexpr std::uint8_t notHex = 0xff;

constexpr std::array<std::uint8_t, 256> makeNibbles()
{
    std::array<std::uint8_t, 256> table{};
    table.fill(notHex);
    for (std::uint8_t i = 0; i < 16; ++i)
        table[static_cast<unsigned char>(hexDigits[i])] = i;
    return table;
}
constexpr std::array<std::uint8_t, 256> nibbles = makeNibbles();

std::uint8_t nibble(char c)
{
    return nibbles[static_cast<unsigned char>(c)];
}

struct HashSeed {
    std::uint64_t low;
    std::uint64_t high;
};

const HashSeed &hashSeed()
{
    static const HashSeed seed = [] {
        std::random_device device;
        const auto word = [&device] { return (std::uint64_t{device()} << 32) | device(); };
        return HashSeed{word(), word()};
    }();
    return seed;
}

/// The state of SipHash (Aumasson, Bernstein 2012): keyed, so that nobody outside can aim for one bucket.
struct SipState {
    std::uint64_t a, b, c, d;

    void round()
    {
        a += b;
        c += d;
        b = std::rotl(b, 13) ^ a;
        d = std::rotl(d, 16) ^ c;
        a = std::rotl(a, 32);
        c += b;
        a += d;
        b = std::rotl(b, 17) ^ c;
        d = std::rotl(d, 21) ^ a;
        c = std::rotl(c, 32);
    }
    void absorb(std::uint64_t word)
    {
        d ^= word;
        round();
        a ^= word;
    }
};

} // namespace

std::string toHex(std::string_view bytes)
{
    std::string hex(bytes.size() * 2, '\0');
    char *out = hex.data();
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        *out++ = hexDigits[byte >> 4];
        *out++ = hexDigits[byte & 15];
    }
    return hex;
}

bool fromHex(std::string_view hex, unsigned char *out, std::size_t size)
{
    if (hex.size() != 2 * size)
        return false;
    // Both nibbles of every byte are collected and looked at once: a bad one has bits above the low four.
    unsigned seen = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const unsigned high = nibble(hex[2 * i]);
        const unsigned low = nibble(hex[2 * i + 1]);
        seen |= high | low;
        out[i] = static_cast<unsigned char>(high << 4 | low);
    }
    return seen <= 15;
}

bool isLowerHex(std::string_view text)
{
    if (text.empty() || text.size() % 2 != 0)
        return false;
    for (const char c : text) {
        if (nibble(c) == notHex)
            return false;
    }
    return true;
}

std::size_t BytesHash::operator()(std::string_view bytes) const noexcept
{
    const HashSeed &seed = hashSeed();
    SipState state{seed.low ^ 0x736f6d6570736575ULL, seed.high ^ 0x646f72616e646f6dULL,
                   seed.low ^ 0x6c7967656e657261ULL, seed.high ^ 0x7465646279746573ULL};
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data() + at, 8);
        state.absorb(word);
    }
    std::uint64_t last = std::uint64_t{bytes.size()} << 56;
    if (at < bytes.size()) {
        std::uint64_t rest = 0;
        std::memcpy(&rest, bytes.data() + at, bytes.size() - at);
        last ^= rest;
    }
    state.absorb(last);
    state.c ^= 0xff;
    state.round();
    state.round();
    state.round();
    return static_cast<std::size_t>(state.a ^ state.b ^ state.c ^ state.d);
}

} // namespace dvmdash::nostr
