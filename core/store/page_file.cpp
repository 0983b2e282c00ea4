// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/page_file.h"

#include "store/big_endian.h"
#include "store/error.h"
#include "store/store_file.h"

#include <QString>

#include <algorithm>

namespace dvmdash::store
{

namespace
{

constexpr std::int64_t walHeaderBytes = 32;
constexpr std::int64_t frameHeaderBytes = 24;
constexpr std::size_t saltBytes = 8;
constexpr std::size_t saltInWalHeader = 16;
constexpr std::size_t saltInFrameHeader = 8;

} // namespace

PageFile::PageFile(const std::string &path)
    : m_file(QString::fromStdString(path))
    , m_wal(QString::fromStdString(path) + QStringLiteral("-wal"))
{
    if (!m_file.open(QIODevice::ReadOnly))
        throw Error("Cannot read " + path + ": " + m_file.errorString().toStdString() +
                    ". Check the name and that you may read it");
    m_filePages = (m_file.size() + pageBytes - 1) / pageBytes;
    if (m_wal.open(QIODevice::ReadOnly))
        readFrames();
}

/// Frames whose salt is that of the header were written since the WAL began anew; their checksums are not
/// looked at, since one bad frame would hide all after it.
void PageFile::readFrames()
{
    const QByteArray header = m_wal.read(walHeaderBytes);
    if (header.size() < walHeaderBytes)
        return;
    const std::string salt(header.constData() + saltInWalHeader, saltBytes);
    for (std::int64_t at = walHeaderBytes; at + frameHeaderBytes + pageBytes <= m_wal.size();
         at += frameHeaderBytes + pageBytes) {
        if (!m_wal.seek(at))
            return;
        const QByteArray frame = m_wal.read(frameHeaderBytes);
        if (frame.size() < frameHeaderBytes)
            continue;
        const bool isCurrent = std::string_view(frame.constData() + saltInFrameHeader, saltBytes) == salt;
        m_frames.push_back({at + frameHeaderBytes, bigEndian32(frame.constData()), isCurrent});
    }
    // With a damaged header any frame may be one of now.
    const bool isHeaderWhole =
        std::any_of(m_frames.begin(), m_frames.end(), [](const Frame &frame) { return frame.isCurrent; });
    for (std::size_t i = 0; i < m_frames.size(); ++i) {
        m_frames[i].isCurrent = m_frames[i].isCurrent || !isHeaderWhole;
        if (m_frames[i].isCurrent)
            m_newest[m_frames[i].page] = i;
    }
}

bool PageFile::isFirstPage(std::int64_t index) const
{
    if (index < m_filePages)
        return index == 0;
    return m_frames[static_cast<std::size_t>(index - m_filePages)].page == 1;
}

bool PageFile::isCurrent(std::int64_t index) const
{
    return index < m_filePages || m_frames[static_cast<std::size_t>(index - m_filePages)].isCurrent;
}

std::optional<std::string_view> PageFile::image(std::int64_t index)
{
    if (index < m_filePages)
        return bytesAt(m_file, index * pageBytes);
    return bytesAt(m_wal, m_frames[static_cast<std::size_t>(index - m_filePages)].offset);
}

std::optional<std::string_view> PageFile::page(std::uint32_t number)
{
    if (const auto at = m_newest.find(number); at != m_newest.end())
        return bytesAt(m_wal, m_frames[at->second].offset);
    if (number == 0 || number > m_filePages)
        return std::nullopt;
    return bytesAt(m_file, (static_cast<std::int64_t>(number) - 1) * pageBytes);
}

std::optional<std::string_view> PageFile::bytesAt(QFile &file, std::int64_t offset)
{
    if (!file.seek(offset))
        return std::nullopt;
    m_page.resize(pageBytes);
    const qint64 got = file.read(m_page.data(), pageBytes);
    if (got <= 0)
        return std::nullopt;
    m_page.replace(static_cast<std::size_t>(got), std::string::npos,
                   pageBytes - static_cast<std::size_t>(got), '\0');
    return m_page;
}

} // namespace dvmdash::store
