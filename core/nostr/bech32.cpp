// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/bech32.h"

#include <algorithm>
#include <array>
#include <span>

namespace dvmdash::nostr
{

namespace
{

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksumLength = 6;

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

char lower(char c)
{
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The BCH code of BIP-173, fed one 5-bit group at a time.
class Checksum
{
public:
    explicit Checksum(std::string_view prefix)
    {
        for (const char c : prefix)
            feed(static_cast<unsigned char>(c) >> 5);
        feed(0);
        for (const char c : prefix)
            feed(static_cast<unsigned char>(c) & 31);
    }
    void feed(unsigned group)
    {
        constexpr std::array<std::uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                            0x2a1462b3};
        const std::uint32_t top = m_state >> 25;
        m_state = (m_state & 0x1ffffff) << 5 ^ group;
        for (std::size_t bit = 0; bit < generator.size(); ++bit) {
            if (top >> bit & 1)
                m_state ^= generator[bit];
        }
    }
    void feed(std::span<const std::uint8_t> groups)
    {
        for (const std::uint8_t group : groups)
            feed(unsigned{group});
    }
    std::uint32_t value() const { return m_state; }

private:
    std::uint32_t m_state = 1;
};

std::optional<std::vector<std::uint8_t>> groupsFromText(std::string_view text)
{
    std::vector<std::uint8_t> groups;
    groups.reserve(text.size());
    for (const char c : text) {
        const std::size_t value = alphabet.find(lower(c));
        if (value == alphabet.npos)
            return std::nullopt;
        groups.push_back(static_cast<std::uint8_t>(value));
    }
    return groups;
}

std::nullopt_t fail(Bech32Error reason, Bech32Error *error)
{
    if (error)
        *error = reason;
    return std::nullopt;
}

} // namespace

std::optional<Bech32> decodeBech32(std::string_view text, std::size_t maxLength, Bech32Error *error)
{
    const bool anyUpper = std::any_of(text.begin(), text.end(), isUpper);
    const bool anyLower = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (anyUpper && anyLower)
        return fail(Bech32Error::MixedCase, error);
    const std::size_t separator = text.rfind('1');
    if (text.size() > maxLength || separator == text.npos || separator == 0 ||
        text.size() - separator - 1 < checksumLength)
        return fail(Bech32Error::Malformed, error);
    const std::string_view rawPrefix = text.substr(0, separator);
    if (std::any_of(rawPrefix.begin(), rawPrefix.end(), [](char c) { return c < 33 || c > 126; }))
        return fail(Bech32Error::Malformed, error);
    auto groups = groupsFromText(text.substr(separator + 1));
    if (!groups)
        return fail(Bech32Error::Malformed, error);

    Bech32 result;
    result.prefix.resize(rawPrefix.size());
    std::transform(rawPrefix.begin(), rawPrefix.end(), result.prefix.begin(), lower);
    Checksum checksum(result.prefix);
    checksum.feed(*groups);
    if (checksum.value() != 1)
        return fail(Bech32Error::BadChecksum, error);
    groups->resize(groups->size() - checksumLength);
    result.values = std::move(*groups);
    return result;
}

std::string encodeBech32(std::string_view prefix, const std::vector<std::uint8_t> &values)
{
    std::string text;
    text.reserve(prefix.size() + 1 + values.size() + checksumLength);
    text.append(prefix).push_back('1');
    for (const std::uint8_t value : values)
        text.push_back(alphabet[value & 31]);
    Checksum checksum(prefix);
    checksum.feed(values);
    for (std::size_t i = 0; i < checksumLength; ++i)
        checksum.feed(0);
    const std::uint32_t sum = checksum.value() ^ 1;
    for (std::size_t i = 0; i < checksumLength; ++i)
        text.push_back(alphabet[sum >> 5 * (checksumLength - 1 - i) & 31]);
    return text;
}

std::optional<std::string> bytesFromGroups(const std::vector<std::uint8_t> &groups)
{
    std::string bytes;
    bytes.reserve(groups.size() * 5 / 8);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const std::uint8_t group : groups) {
        bits = (bits << 5 | group) & 0xfff;
        held += 5;
        if (held >= 8) {
            held -= 8;
            bytes.push_back(static_cast<char>(bits >> held & 0xff));
        }
    }
    const bool paddingIsZero = (bits & ((1U << held) - 1)) == 0;
    if (held >= 5 || !paddingIsZero)
        return std::nullopt;
    return bytes;
}

std::vector<std::uint8_t> groupsFromBytes(std::string_view bytes)
{
    std::vector<std::uint8_t> groups;
    groups.reserve(bytes.size() * 8 / 5 + 1);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xfff;
        held += 8;
        while (held >= 5) {
            held -= 5;
            groups.push_back(static_cast<std::uint8_t>(bits >> held & 31));
        }
    }
    if (held > 0)
        groups.push_back(static_cast<std::uint8_t>(bits << (5 - held) & 31));
    return groups;
}

} // namespace dvmdash::nostr
