// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/payload_codec.h"

#include "store/error.h"

#include <zstd.h>

#include <algorithm>
#include <memory>

namespace dvmdash::store
{

// Embedded from resources/payload-1.dict.
extern const unsigned char payloadDictionary1[];
extern const unsigned int payloadDictionary1Size;

namespace
{

constexpr int compressionLevel = 2; ///< 3 takes half as long again, for 1 byte in 250
constexpr std::size_t mostPayloadBytes = 64u * 1024 * 1024;
/// Shorter hex strings are left as text: the packed flag gains nothing there.
constexpr std::size_t shortestPackedHex = 16;

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

void appendText(std::string &out, std::string_view text)
{
    if (text.size() >= shortestPackedHex && nostr::isLowerHex(text)) {
        const std::size_t size = text.size() / 2;
        appendVarint(out, (static_cast<std::uint64_t>(size) << 1) | 1);
        const std::size_t at = out.size();
        out.resize(at + size);
        nostr::fromHex(text, reinterpret_cast<unsigned char *>(out.data() + at), size);
        return;
    }
    appendVarint(out, static_cast<std::uint64_t>(text.size()) << 1);
    out += text;
}

bool readText(std::string_view &in, std::string &text)
{
    std::uint64_t header = 0;
    if (!readVarint(in, header) || (header >> 1) > in.size())
        return false;
    const auto bytes = in.substr(0, static_cast<std::size_t>(header >> 1));
    in.remove_prefix(bytes.size());
    if (header & 1)
        text = nostr::toHex(bytes);
    else
        text.assign(bytes);
    return true;
}

template<typename T, std::size_t (*Free)(T *)>
struct Freer {
    void operator()(T *value) const { Free(value); }
};
using CompressionContext = std::unique_ptr<ZSTD_CCtx, Freer<ZSTD_CCtx, ZSTD_freeCCtx>>;
using DecompressionContext = std::unique_ptr<ZSTD_DCtx, Freer<ZSTD_DCtx, ZSTD_freeDCtx>>;
using CompressionDictionary = std::unique_ptr<ZSTD_CDict, Freer<ZSTD_CDict, ZSTD_freeCDict>>;
using DecompressionDictionary = std::unique_ptr<ZSTD_DDict, Freer<ZSTD_DDict, ZSTD_freeDDict>>;

const ZSTD_CDict *compressionDictionary()
{
    static const CompressionDictionary dictionary(
        ZSTD_createCDict(payloadDictionary1, payloadDictionary1Size, compressionLevel));
    return dictionary.get();
}

/// The dictionary is known by payload.dict, and damage is SQLite's to find: neither belongs in each frame.
CompressionContext compressionContext()
{
    CompressionContext context(ZSTD_createCCtx());
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_refCDict(context.get(), compressionDictionary());
    return context;
}

const ZSTD_DDict *decompressionDictionary()
{
    static const DecompressionDictionary dictionary(
        ZSTD_createDDict(payloadDictionary1, payloadDictionary1Size));
    return dictionary.get();
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

bool unpackPayload(std::string_view packed, nostr::Event &event)
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
            if (!readText(packed, item))
                return false;
    }
    return readText(packed, event.content) && packed.empty();
}

Payload encodePayload(const nostr::Tags &tags, std::string_view content)
{
    Payload payload;
    std::string packed = packPayload(tags, content);
    thread_local const CompressionContext context = compressionContext();
    thread_local std::string buffer;
    buffer.resize(std::max(buffer.size(), ZSTD_compressBound(packed.size())));
    const std::size_t size =
        ZSTD_compress2(context.get(), buffer.data(), buffer.size(), packed.data(), packed.size());
    if (ZSTD_isError(size) || size >= packed.size()) {
        payload.bytes = std::move(packed);
        return payload;
    }
    payload.encoding = PayloadEncoding::Dictionary1;
    payload.bytes.assign(buffer.data(), size);
    return payload;
}

void decodePayload(PayloadEncoding encoding, std::string_view bytes, nostr::Event &event)
{
    bool intact = false;
    switch (encoding) {
    case PayloadEncoding::Plain:
        intact = unpackPayload(bytes, event);
        break;
    case PayloadEncoding::Dictionary1: {
        const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
        if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > mostPayloadBytes)
            break;
        thread_local const DecompressionContext context(ZSTD_createDCtx());
        thread_local std::string buffer;
        buffer.resize(static_cast<std::size_t>(size));
        const std::size_t got =
            ZSTD_decompress_usingDDict(context.get(), buffer.data(), buffer.size(), bytes.data(),
                                       bytes.size(), decompressionDictionary());
        intact = !ZSTD_isError(got) && got == size && unpackPayload(buffer, event);
        break;
    }
    }
    if (!intact)
        throw DamagedEvent("The stored form of event " + event.id.hex() + " is damaged: " + salvageAdvice());
}

} // namespace dvmdash::store
