// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dvmdash::store
{

/// The pages of a database and of its WAL as bytes, read without SQLite, which refuses a file that is damaged
/// in the wrong place. Nothing is written, and nothing in the file is believed: whoever reads a page looks at
/// each length before it is used. The format is that of https://www.sqlite.org/fileformat2.html.
class PageFile
{
public:
    /// Throws store::Error when the file cannot be read at all.
    explicit PageFile(const std::string &path);

    /// How many images of pages there are: those of the file, then those of the WAL in the order in which
    /// they were written. A page that was changed has several.
    std::int64_t images() const { return m_filePages + static_cast<std::int64_t>(m_frames.size()); }
    /// The bytes of an image, valid until the next call; nothing where the disk does not give them. What a
    /// truncated file lacks of its last page is zero.
    std::optional<std::string_view> image(std::int64_t index);
    /// Whether this is page 1, which begins with the header of the file.
    bool isFirstPage(std::int64_t index) const;
    /// Whether it belongs to what the WAL holds now, or to the file.
    bool isCurrent(std::int64_t index) const;

    /// The newest image of a page, numbered from 1.
    std::optional<std::string_view> page(std::uint32_t number);

private:
    struct Frame {
        std::int64_t offset = 0; ///< of its page
        std::uint32_t page = 0;
        bool isCurrent = false; ///< not left over from before the WAL began anew
    };

    void readFrames();
    std::optional<std::string_view> bytesAt(QFile &file, std::int64_t offset);

    QFile m_file;
    QFile m_wal;
    std::int64_t m_filePages = 0;
    std::vector<Frame> m_frames;
    std::unordered_map<std::uint32_t, std::size_t> m_newest; ///< frame by page
    std::string m_page;
};

} // namespace dvmdash::store
