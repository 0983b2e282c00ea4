// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/payload_codec.h"

#include "store/error.h"
#include "store/payload_packing.h"

#include <zstd.h>

#include <algorithm>
#include <memory>

namespace dvmdash::store
{

// Embedded from resources/payload-1.dict and payload-2.dict.
extern const unsigned char payloadDictionary1[];
extern const unsigned int payloadDictionary1Size;
extern const unsigned char payloadDictionary2[];
extern const unsigned int payloadDictionary2Size;

namespace
{

constexpr int compressionLevel = -2; ///< 1 takes half as long again for a twentieth less
constexpr std::size_t mostPayloadBytes = 64u * 1024 * 1024;

template<typename T, std::size_t (*Free)(T *)>
struct Freer {
    void operator()(T *value) const { Free(value); }
};
using CompressionContext = std::unique_ptr<ZSTD_CCtx, Freer<ZSTD_CCtx, ZSTD_freeCCtx>>;
using DecompressionContext = std::unique_ptr<ZSTD_DCtx, Freer<ZSTD_DCtx, ZSTD_freeDCtx>>;
using CompressionDictionary = std::unique_ptr<ZSTD_CDict, Freer<ZSTD_CDict, ZSTD_freeCDict>>;
using DecompressionDictionary = std::unique_ptr<ZSTD_DDict, Freer<ZSTD_DDict, ZSTD_freeDDict>>;

/// The dictionary is known by payload.dict, and damage is SQLite's to find: neither belongs in each frame.
CompressionContext compressionContext()
{
    static const CompressionDictionary dictionary(
        ZSTD_createCDict(payloadDictionary2, payloadDictionary2Size, compressionLevel));
    CompressionContext context(ZSTD_createCCtx());
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_refCDict(context.get(), dictionary.get());
    return context;
}

const ZSTD_DDict *firstDictionary()
{
    static const DecompressionDictionary dictionary(
        ZSTD_createDDict(payloadDictionary1, payloadDictionary1Size));
    return dictionary.get();
}

const ZSTD_DDict *secondDictionary()
{
    static const DecompressionDictionary dictionary(
        ZSTD_createDDict(payloadDictionary2, payloadDictionary2Size));
    return dictionary.get();
}

/// False for damaged bytes.
bool decompressed(std::string_view bytes, const ZSTD_DDict *dictionary, Packing packing, nostr::Event &event)
{
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > mostPayloadBytes)
        return false;
    thread_local const DecompressionContext context(ZSTD_createDCtx());
    thread_local std::string buffer;
    buffer.resize(static_cast<std::size_t>(size));
    const std::size_t got = ZSTD_decompress_usingDDict(context.get(), buffer.data(), buffer.size(),
                                                       bytes.data(), bytes.size(), dictionary);
    return !ZSTD_isError(got) && got == size && unpackPayload(packing, buffer, event);
}

bool decoded(PayloadEncoding encoding, std::string_view bytes, nostr::Event &event)
{
    switch (encoding) {
    case PayloadEncoding::Plain:
        return unpackPayload(Packing::First, bytes, event);
    case PayloadEncoding::Dictionary1:
        return decompressed(bytes, firstDictionary(), Packing::First, event);
    case PayloadEncoding::Plain2:
        return unpackPayload(Packing::Second, bytes, event);
    case PayloadEncoding::Dictionary2:
        return decompressed(bytes, secondDictionary(), Packing::Second, event);
    }
    return false;
}

} // namespace

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
        payload.encoding = PayloadEncoding::Plain2;
        payload.bytes = std::move(packed);
        return payload;
    }
    payload.encoding = PayloadEncoding::Dictionary2;
    payload.bytes.assign(buffer.data(), size);
    return payload;
}

void decodePayload(PayloadEncoding encoding, std::string_view bytes, nostr::Event &event)
{
    if (!decoded(encoding, bytes, event))
        throw DamagedEvent("The stored form of event " + event.id.hex() + " is damaged: " + salvageAdvice());
}

} // namespace dvmdash::store
