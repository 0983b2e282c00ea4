// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

/// Reading compressed files as a stream: gzip (RFC 1952) and zstd (RFC 8878).
namespace dvmdash::engine
{

enum class Compression { None, Gzip, Zstd };

/// By the first bytes, whatever the file is called; four are enough.
Compression compressionOf(std::string_view beginning);

enum class Decoded {
    Good,
    Stopped,       ///< whoever takes the bytes wants no more
    Damaged,       ///< the bytes are not what was compressed
    NeedsTooMuch,  ///< they can be read only with more memory than mostWindowBytes
    EndsTooEarly,  ///< the end of what was compressed is missing
    GarbageFollows ///< it is whole, and something else stands behind it
};

/// Some compressors may be told to look back over gigabytes, which then have to be held.
inline constexpr std::size_t mostWindowBytes = std::size_t{128} * 1024 * 1024;

/// Takes compressed bytes in pieces of any size and hands on what they stand for, in pieces too: however much
/// that is, little is held. Several compressed streams behind each other are one (gzip's members, zstd's
/// frames). Not thread-safe.
class Decompressor
{
public:
    /// False: no more.
    using Take = std::function<bool(std::string_view bytes)>;

    virtual ~Decompressor() = default;
    virtual Decoded feed(std::string_view bytes, const Take &take) = 0;
    /// After the last byte.
    virtual Decoded finish() const = 0;
};

/// Hands the bytes on as they are for None.
std::unique_ptr<Decompressor> makeDecompressor(Compression compression);

} // namespace dvmdash::engine
