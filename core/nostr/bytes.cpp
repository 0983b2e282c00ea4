// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/bytes.h"

#include <bit>
#include <cstring>
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

// Eight hex digits at once, a byte of a word each (SIMD within a register, Lamport 1975).

constexpr std::size_t digitsOfAWord = 8;

constexpr std::uint64_t eachByte(std::uint8_t value)
{
    return value * std::uint64_t{0x0101010101010101};
}

/// The text's first character in the lowest byte, whatever the machine's order.
std::uint64_t wordAt(const char *text)
{
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    if constexpr (std::endian::native == std::endian::big) {
        std::uint64_t turned = 0;
        for (int i = 0; i < 8; ++i, word >>= 8)
            turned = turned << 8 | (word & 0xff);
        word = turned;
    }
    return word;
}

struct Digits {
    std::uint64_t values; ///< a nibble in each byte
    std::uint64_t bad;    ///< not zero: one of them is no digit
};

Digits digitsOf(std::uint64_t word)
{
    const std::uint64_t letters = word >> 6 & eachByte(1);
    const std::uint64_t values = (word & eachByte(0x0f)) + letters * 9;
    // '0' to '9' begin at 0x30, 'a' to 'f' at 0x61; letters stand for 10 to 15, the others for less than ten.
    const std::uint64_t highNibbles = (word & eachByte(0xf0)) ^ (eachByte(0x30) + letters * 0x30);
    const std::uint64_t overTen = (values + eachByte(6)) >> 4 & eachByte(1);
    return {values, highNibbles | (values & eachByte(0xf0)) | (overTen ^ letters)};
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
    // All digits are collected and looked at once.
    std::uint64_t bad = 0;
    std::size_t i = 0;
    for (; 2 * i + digitsOfAWord <= hex.size(); i += digitsOfAWord / 2) {
        const Digits digits = digitsOf(wordAt(hex.data() + 2 * i));
        bad |= digits.bad;
        std::uint64_t pairs = (digits.values << 4 | digits.values >> 8) & 0x00ff00ff00ff00ff;
        pairs = (pairs | pairs >> 8) & 0x0000ffff0000ffff;
        pairs |= pairs >> 16;
        for (std::size_t byte = 0; byte < digitsOfAWord / 2; ++byte)
            out[i + byte] = static_cast<unsigned char>(pairs >> (8 * byte));
    }
    unsigned seen = 0; // a bad nibble has bits above the low four
    for (; i < size; ++i) {
        const unsigned high = nibble(hex[2 * i]);
        const unsigned low = nibble(hex[2 * i + 1]);
        seen |= high | low;
        out[i] = static_cast<unsigned char>(high << 4 | low);
    }
    return bad == 0 && seen <= 15;
}

bool isLowerHex(std::string_view text)
{
    if (text.empty() || text.size() % 2 != 0)
        return false;
    return countLowerHex(text) == text.size();
}

std::size_t countLowerHex(std::string_view text)
{
    std::size_t at = 0;
    while (at + digitsOfAWord <= text.size() && digitsOf(wordAt(text.data() + at)).bad == 0)
        at += digitsOfAWord;
    while (at < text.size() && nibble(text[at]) != notHex)
        ++at;
    return at;
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
