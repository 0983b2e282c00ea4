// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/decompression.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <new>
#include <string>

namespace dvmdash::engine
{

namespace
{

using namespace std::string_view_literals;

constexpr std::size_t pieceBytes = 256 * 1024;
constexpr int windowLog = 27;
static_assert(std::size_t{1} << windowLog == mostWindowBytes);

class AsItIs : public Decompressor
{
public:
    Decoded feed(std::string_view bytes, const Take &take) override
    {
        return take(bytes) ? Decoded::Good : Decoded::Stopped;
    }
    Decoded finish() const override { return Decoded::Good; }
};

class Gunzip : public Decompressor
{
public:
    Gunzip()
        : m_out(pieceBytes, '\0')
    {
        constexpr int gzipOnly = 16;
        if (inflateInit2(&m_stream, MAX_WBITS + gzipOnly) != Z_OK)
            throw std::bad_alloc();
    }
    ~Gunzip() override { inflateEnd(&m_stream); }
    Gunzip(const Gunzip &) = delete;
    Gunzip &operator=(const Gunzip &) = delete;

    Decoded feed(std::string_view bytes, const Take &take) override
    {
        // zlib promises not to write there.
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        for (bool mayHoldMore = true; m_stream.avail_in > 0 || mayHoldMore;) {
            if (m_isBetween && !beginMember())
                return Decoded::Good;
            m_stream.next_out = reinterpret_cast<Bytef *>(m_out.data());
            m_stream.avail_out = static_cast<uInt>(m_out.size());
            const int result = inflate(&m_stream, Z_NO_FLUSH);
            if (result == Z_MEM_ERROR)
                throw std::bad_alloc();
            const std::size_t made = m_out.size() - m_stream.avail_out;
            if (made > 0 && !take({m_out.data(), made}))
                return Decoded::Stopped;
            if (result == Z_DATA_ERROR || result == Z_NEED_DICT || result == Z_STREAM_ERROR)
                return m_members > 0 && m_stream.total_out == 0 ? Decoded::GarbageFollows : Decoded::Damaged;
            if (result == Z_STREAM_END) {
                ++m_members;
                m_isBetween = true;
            }
            mayHoldMore = !m_isBetween && m_stream.avail_out == 0;
        }
        return Decoded::Good;
    }
    Decoded finish() const override { return m_isBetween ? Decoded::Good : Decoded::EndsTooEarly; }

private:
    /// Tapes and block devices fill up with zeros, which mean nothing. False when nothing else is left.
    bool beginMember()
    {
        while (m_stream.avail_in > 0 && *m_stream.next_in == 0) {
            ++m_stream.next_in;
            --m_stream.avail_in;
        }
        if (m_stream.avail_in == 0)
            return false;
        inflateReset(&m_stream);
        m_isBetween = false;
        return true;
    }

    z_stream m_stream{};
    std::string m_out;
    int m_members = 0; ///< that are through
    bool m_isBetween = false;
};

class Unzstd : public Decompressor
{
public:
    Unzstd()
        : m_stream(ZSTD_createDStream())
        , m_out(pieceBytes, '\0')
    {
        if (!m_stream || ZSTD_isError(ZSTD_DCtx_setParameter(m_stream.get(), ZSTD_d_windowLogMax, windowLog)))
            throw std::bad_alloc();
    }

    Decoded feed(std::string_view bytes, const Take &take) override
    {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (bool mayHoldMore = true; in.pos < in.size || mayHoldMore;) {
            if (m_isBetween && in.pos == in.size)
                break;
            ZSTD_outBuffer out{m_out.data(), m_out.size(), 0};
            const std::size_t left = ZSTD_decompressStream(m_stream.get(), &out, &in);
            if (out.pos > 0 && !take({m_out.data(), out.pos}))
                return Decoded::Stopped;
            if (ZSTD_isError(left))
                return meaningOf(ZSTD_getErrorCode(left));
            if (left == 0)
                ++m_frames;
            m_isBetween = left == 0;
            mayHoldMore = !m_isBetween && out.pos == out.size;
        }
        return Decoded::Good;
    }
    Decoded finish() const override { return m_isBetween ? Decoded::Good : Decoded::EndsTooEarly; }

private:
    Decoded meaningOf(ZSTD_ErrorCode error) const
    {
        switch (error) {
        case ZSTD_error_frameParameter_windowTooLarge:
            return Decoded::NeedsTooMuch;
        case ZSTD_error_memory_allocation:
            throw std::bad_alloc();
        case ZSTD_error_prefix_unknown: // where a frame should begin
            return m_frames > 0 ? Decoded::GarbageFollows : Decoded::Damaged;
        default:
            return Decoded::Damaged;
        }
    }

    struct Free {
        void operator()(ZSTD_DStream *stream) const { ZSTD_freeDStream(stream); }
    };
    std::unique_ptr<ZSTD_DStream, Free> m_stream;
    std::string m_out;
    int m_frames = 0; ///< that are through
    bool m_isBetween = false;
};

/// A frame that tells something else may stand first: 0x184D2A50 to 5F.
bool isSkippableFrame(std::string_view beginning)
{
    return beginning.size() >= 4 && (beginning[0] & 0xf0) == 0x50 &&
           beginning.substr(1, 3) == "\x2a\x4d\x18"sv;
}

} // namespace

Compression compressionOf(std::string_view beginning)
{
    if (beginning.starts_with("\x1f\x8b"sv))
        return Compression::Gzip;
    if (beginning.starts_with("\x28\xb5\x2f\xfd"sv) || isSkippableFrame(beginning))
        return Compression::Zstd;
    return Compression::None;
}

std::unique_ptr<Decompressor> makeDecompressor(Compression compression)
{
    switch (compression) {
    case Compression::None:
        break;
    case Compression::Gzip:
        return std::make_unique<Gunzip>();
    case Compression::Zstd:
        return std::make_unique<Unzstd>();
    }
    return std::make_unique<AsItIs>();
}

} // namespace dvmdash::engine
