// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/text_flags.h"

#include <algorithm>

namespace dvmdash::dvm
{

namespace
{

unsigned char byteAt(std::string_view text, std::size_t index)
{
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
}

bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isAsciiDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A control character whose UTF-8 form begins at `index` with a byte of 0x80 or more.
bool isWideControl(std::string_view text, std::size_t index)
{
    const unsigned char second = byteAt(text, index + 1);
    const unsigned char third = byteAt(text, index + 2);
    switch (static_cast<unsigned char>(text[index])) {
    case 0xC2: // U+0080 to U+009F
        return second >= 0x80 && second <= 0x9F;
    case 0xD8: // U+061C
        return second == 0x9C;
    case 0xE2: // U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069
        return (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE))) ||
               (second == 0x81 && third >= 0xA6 && third <= 0xA9);
    }
    return false;
}

/// "<name" or "</name" at `index`; a name ends at a space, a slash or the bracket.
bool isTagAt(std::string_view text, std::size_t index)
{
    std::size_t at = index + 1;
    if (at < text.size() && text[at] == '/')
        ++at;
    const std::size_t name = at;
    while (at < text.size() &&
           (isAsciiLetter(text[at]) || (at > name && (isAsciiDigit(text[at]) || text[at] == '-'))))
        ++at;
    if (at == name || at == text.size())
        return false;
    return text[at] == '>' || text[at] == '/' || text[at] == ' ' || text[at] == '\t' || text[at] == '\n';
}

/// "javascript:" in any case. Looks at the colons, which are few.
bool hasScriptLink(std::string_view text)
{
    constexpr std::string_view scheme = "javascript";
    const auto same = [](char letter, char c) { return letter == (c | 0x20); };
    for (std::size_t i = text.find(':'); i != std::string_view::npos; i = text.find(':', i + 1)) {
        if (i >= scheme.size() &&
            std::equal(scheme.begin(), scheme.end(), text.begin() + (i - scheme.size()), same))
            return true;
    }
    return false;
}

bool isControlAt(std::string_view text, std::size_t index)
{
    const auto byte = static_cast<unsigned char>(text[index]);
    if (byte >= 0x80)
        return isWideControl(text, index);
    return byte == 0x7F || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r');
}

constexpr std::size_t blockSize = 64;

/// Whether a block holds a byte that may begin a control character. Without a branch in the loop, so that the
/// compiler makes it a handful of vector instructions: every text of every event passes here.
bool mayHoldControl(const char *block)
{
    unsigned found = 0;
    for (std::size_t i = 0; i < blockSize; ++i) {
        const auto byte = static_cast<unsigned char>(block[i]);
        found |= static_cast<unsigned>(byte < 0x20) | static_cast<unsigned>(byte == 0x7F) |
                 static_cast<unsigned>(byte == 0xC2) | static_cast<unsigned>(byte == 0xD8) |
                 static_cast<unsigned>(byte == 0xE2);
    }
    return found != 0;
}

} // namespace

bool hasControlText(std::string_view text)
{
    for (std::size_t begin = 0; begin < text.size(); begin += blockSize) {
        const std::size_t end = std::min(begin + blockSize, text.size());
        if (end - begin == blockSize && !mayHoldControl(text.data() + begin))
            continue;
        for (std::size_t i = begin; i < end; ++i) {
            if (isControlAt(text, i))
                return true;
        }
    }
    return false;
}

bool hasMarkup(std::string_view text)
{
    const std::size_t lastClose = text.rfind('>'); // what begins behind it never closes
    for (std::size_t i = text.find('<'); i != std::string_view::npos; i = text.find('<', i + 1)) {
        if (text.substr(i, 4) == "<!--")
            return true;
        if (lastClose != std::string_view::npos && lastClose > i && isTagAt(text, i))
            return true;
    }
    return hasScriptLink(text);
}

} // namespace dvmdash::dvm
