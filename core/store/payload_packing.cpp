// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/payload_packing.h"

#include <algorithm>
#include <cstdint>

namespace dvmdash::store
{

namespace
{

/// Shorter hex strings are left as text: the packed flag gains nothing there.
constexpr std::size_t shortestPackedHex = 16;
constexpr std::size_t idDigits = 64;
constexpr std::size_t signatureDigits = 128;
/// Neither byte occurs in UTF-8. Behind them stand the bytes of an id or key, or of a signature.
constexpr char idMark = '\xff';
constexpr char signatureMark = '\xfe';

/// How a text stands behind its length: the low bits of its header.
enum Form : std::uint64_t { Verbatim = 0, Hex = 1, WithIds = 2 };
constexpr int formBits = 2;

void appendVarint(std::string &out, std::uint64_t value)
{
    while (value >= 0x80) {
        out += static_cast<char>(0x80 | (value & 0x7f));
        value >>= 7;
    }
    out += static_cast<char>(value);
}

bool readVarint(std::string_view &in, std::uint64_t &value)
{
    value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
        if (in.empty())
            return false;
        const auto byte = static_cast<unsigned char>(in.front());
        in.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return true;
    }
    return false;
}

bool isDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

void appendHex(std::string &out, std::string_view digits)
{
    const std::size_t at = out.size();
    out.resize(at + digits.size() / 2);
    nostr::fromHex(digits, reinterpret_cast<unsigned char *>(out.data() + at), digits.size() / 2);
}

/// The next id, key or signature in a text: hex of just that length. `from` is its beginning, or the end of
/// hex. Empty when there is none.
std::string_view nextIdOf(std::string_view text, std::size_t from)
{
    // Whatever begins within the next 64 characters goes over the last of them.
    for (std::size_t at = from; at + idDigits <= text.size();) {
        const std::size_t last = at + idDigits - 1;
        if (!isDigit(text[last])) {
            at += idDigits;
            continue;
        }
        std::size_t begin = last;
        while (begin >= from + 8 && nostr::countLowerHex(text.substr(begin - 8, 8)) == 8)
            begin -= 8;
        while (begin > from && isDigit(text[begin - 1]))
            --begin;
        const std::size_t end = last + 1 + nostr::countLowerHex(text.substr(last + 1));
        if (end - begin == idDigits || end - begin == signatureDigits)
            return text.substr(begin, end - begin);
        at = end;
    }
    return {};
}

/// Empty when there is nothing to pack in it, or when it could not be told apart.
std::string withIdsPacked(std::string_view text)
{
    std::string out;
    std::size_t at = 0;
    for (auto id = nextIdOf(text, 0); !id.empty(); id = nextIdOf(text, at)) {
        if (at == 0) {
            if (text.find(idMark) != text.npos || text.find(signatureMark) != text.npos)
                return {};
            out.reserve(text.size());
        }
        const auto begin = static_cast<std::size_t>(id.data() - text.data());
        out += text.substr(at, begin - at);
        out += id.size() == idDigits ? idMark : signatureMark;
        appendHex(out, id);
        at = begin + id.size();
    }
    if (at > 0)
        out += text.substr(at);
    return out;
}

bool unpackIds(std::string_view packed, std::string &text)
{
    text.clear();
    while (!packed.empty()) {
        const std::size_t mark = std::min(packed.find(idMark), packed.find(signatureMark));
        text += packed.substr(0, mark);
        if (mark == packed.npos)
            return true;
        const std::size_t size = (packed[mark] == idMark ? idDigits : signatureDigits) / 2;
        packed.remove_prefix(mark + 1);
        if (packed.size() < size)
            return false;
        text += nostr::toHex(packed.substr(0, size));
        packed.remove_prefix(size);
    }
    return true;
}

void appendText(std::string &out, std::string_view text)
{
    if (text.size() >= shortestPackedHex && nostr::isLowerHex(text)) {
        appendVarint(out, static_cast<std::uint64_t>(text.size() / 2) << formBits | Form::Hex);
        appendHex(out, text);
        return;
    }
    const std::string packed = withIdsPacked(text);
    const std::string_view written = packed.empty() ? text : packed;
    appendVarint(out, static_cast<std::uint64_t>(written.size()) << formBits |
                          (packed.empty() ? Form::Verbatim : Form::WithIds));
    out += written;
}

bool readText(Packing packing, std::string_view &in, std::string &text)
{
    const int bits = packing == Packing::First ? 1 : formBits;
    std::uint64_t header = 0;
    if (!readVarint(in, header) || (header >> bits) > in.size())
        return false;
    const auto bytes = in.substr(0, static_cast<std::size_t>(header >> bits));
    in.remove_prefix(bytes.size());
    switch (header & ((std::uint64_t{1} << bits) - 1)) {
    case Form::Verbatim:
        text.assign(bytes);
        return true;
    case Form::Hex:
        text = nostr::toHex(bytes);
        return true;
    case Form::WithIds:
        return unpackIds(bytes, text);
    default:
        return false;
    }
}

} // namespace

std::string packPayload(const nostr::Tags &tags, std::string_view content)
{
    std::string out;
    out.reserve(content.size() + 64 * tags.size() + 8);
    appendVarint(out, tags.size());
    for (const auto &tag : tags) {
        appendVarint(out, tag.size());
        for (const auto &item : tag)
            appendText(out, item);
    }
    appendText(out, content);
    return out;
}

bool unpackPayload(Packing packing, std::string_view packed, nostr::Event &event)
{
    std::uint64_t tagCount = 0;
    if (!readVarint(packed, tagCount) || tagCount > packed.size())
        return false;
    event.tags.assign(static_cast<std::size_t>(tagCount), {});
    for (auto &tag : event.tags) {
        std::uint64_t items = 0;
        if (!readVarint(packed, items) || items > packed.size())
            return false;
        tag.resize(static_cast<std::size_t>(items));
        for (auto &item : tag)
            if (!readText(packing, packed, item))
                return false;
    }
    return readText(packing, packed, event.content) && packed.empty();
}

} // namespace dvmdash::store
