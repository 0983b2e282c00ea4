// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The rows on a page of a database, read without SQLite. Nothing on the page is believed: a length that
/// leads out of it ends the row.
namespace dvmdash::store
{

class PageFile;

/// One column. Numbers with a fraction do not occur in our files, and are taken as nothing.
struct RowValue {
    enum class Type { Null, Integer, Text, Blob };
    Type type = Type::Null;
    std::int64_t integer = 0;
    std::string_view bytes;

    bool isNull() const { return type == Type::Null; }
    bool isInteger() const { return type == Type::Integer; }
    bool isText() const { return type == Type::Text; }
    bool isBlob(std::size_t size) const { return type == Type::Blob && bytes.size() == size; }
};

/// Where a row stands: an image of a page, and the place of its cell on it.
struct RowPlace {
    std::int64_t image = 0;
    std::uint32_t cell = 0;
};

struct PageRow {
    RowPlace place;
    std::optional<std::int64_t> rowid; ///< nothing in an index, or a table that is kept as one
    std::vector<RowValue> values;      ///< valid until the next row
};

/// Reads rows; one on each thread.
class PageRows
{
public:
    explicit PageRows(PageFile &file)
        : m_file(file)
    {
    }

    /// False when the disk does not give the page. A page that holds no rows has none.
    bool forEach(std::int64_t image, const std::function<void(const PageRow &)> &take);
    /// The row at a place that was told of before.
    std::optional<PageRow> at(const RowPlace &place);

private:
    bool load(std::int64_t image);
    std::optional<PageRow> rowAt(std::uint32_t cell);
    std::optional<std::string_view> payload(std::size_t at, std::uint64_t bytes, bool inIndex);

    PageFile &m_file;
    std::int64_t m_image = -1;
    std::string m_page;
    std::size_t m_header = 0; ///< where that of the page begins
    std::string m_payload;    ///< of a row that goes on on other pages
};

} // namespace dvmdash::store
