// SPDX-License-Identifier: GPL-3.0-or-later
#include "packed.h"

#include <zlib.h>
#include <zstd.h>

namespace dvmdash::test
{

QByteArray gzip(const QByteArray &bytes)
{
    z_stream stream{};
    constexpr int gzipFormat = 16;
    constexpr int memory = 8;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzipFormat, memory,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib cannot begin");
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        qFatal("zlib cannot end");
    packed.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

QByteArray zstd(const QByteArray &bytes, int windowLog)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    if (windowLog > 0) {
        ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog);
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    }
    QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(static_cast<std::size_t>(bytes.size()))),
                      '\0');
    ZSTD_inBuffer in{bytes.data(), static_cast<std::size_t>(bytes.size()), 0};
    ZSTD_outBuffer out{packed.data(), static_cast<std::size_t>(packed.size()), 0};
    // In two steps: with all at once, zstd would choose a window of the size of the bytes.
    if (ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue) > packed.size() + 0ULL ||
        ZSTD_compressStream2(context, &out, &in, ZSTD_e_end) != 0)
        qFatal("zstd cannot compress");
    ZSTD_freeCCtx(context);
    packed.truncate(static_cast<qsizetype>(out.pos));
    return packed;
}

} // namespace dvmdash::test
