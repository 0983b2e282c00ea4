// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/page_rows.h"

#include "store/big_endian.h"
#include "store/page_file.h"
#include "store/store_file.h"

#include <algorithm>
#include <array>

namespace dvmdash::store
{

namespace
{

// Kinds of pages that hold rows.
constexpr char tableLeaf = 13;
constexpr char indexLeaf = 10;
constexpr char indexInterior = 2;

constexpr std::size_t fileHeaderBytes = 100;
constexpr std::size_t leafHeaderBytes = 8;
constexpr std::size_t interiorHeaderBytes = 12;
constexpr std::size_t countAt = 3; ///< of the cells, in the header of a page
constexpr std::size_t pageNumberBytes = 4;
constexpr std::uint64_t mostRowBytes = 16u * 1024 * 1024; ///< no event is nearly as long
constexpr std::size_t mostColumns = 64;

/// How much of a row stands on its own page, see "Cell payload overflow pages" of the format.
std::size_t bytesOnPage(std::uint64_t bytes, bool inIndex)
{
    constexpr std::uint64_t usable = pageBytes;
    const std::uint64_t most = inIndex ? (usable - 12) * 64 / 255 - 23 : usable - 35;
    if (bytes <= most)
        return static_cast<std::size_t>(bytes);
    constexpr std::uint64_t least = (usable - 12) * 32 / 255 - 23;
    const std::uint64_t some = least + (bytes - least) % (usable - pageNumberBytes);
    return static_cast<std::size_t>(some <= most ? some : least);
}

/// A number of 1 to 9 bytes, the first of them the highest; `at` moves behind it.
std::optional<std::uint64_t> takeVarint(std::string_view bytes, std::size_t &at)
{
    constexpr int longest = 9;
    std::uint64_t value = 0;
    for (int i = 1; at < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        if (i == longest)
            return value << 8 | byte;
        value = value << 7 | (byte & 0x7f);
        if (byte < 0x80)
            return value;
    }
    return std::nullopt;
}

std::int64_t signedNumber(std::string_view bytes)
{
    std::uint64_t value = !bytes.empty() && (bytes.front() & 0x80) ? ~std::uint64_t{0} : 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

/// The columns of a row; nothing when they do not fit into it exactly.
std::optional<std::vector<RowValue>> columnsOf(std::string_view row)
{
    std::size_t typeAt = 0;
    const auto headerBytes = takeVarint(row, typeAt);
    if (!headerBytes || *headerBytes > row.size() || *headerBytes < typeAt)
        return std::nullopt;
    const std::string_view header = row.substr(0, static_cast<std::size_t>(*headerBytes));
    std::size_t at = header.size();
    std::vector<RowValue> values;
    while (typeAt < header.size()) {
        const auto type = takeVarint(header, typeAt);
        if (!type || values.size() == mostColumns)
            return std::nullopt;
        constexpr std::array<std::size_t, 12> sizes{0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
        const std::uint64_t size =
            *type < sizes.size() ? sizes[static_cast<std::size_t>(*type)] : (*type - 12) / 2;
        if (size > row.size() - at)
            return std::nullopt;
        RowValue value;
        value.bytes = row.substr(at, static_cast<std::size_t>(size));
        at += value.bytes.size();
        if (*type >= sizes.size()) {
            value.type = *type % 2 == 0 ? RowValue::Type::Blob : RowValue::Type::Text;
        } else if (*type == 8 || *type == 9) { // the numbers 0 and 1
            value.type = RowValue::Type::Integer;
            value.integer = static_cast<std::int64_t>(*type) - 8;
        } else if (*type >= 1 && *type <= 6) {
            value.type = RowValue::Type::Integer;
            value.integer = signedNumber(value.bytes);
        }
        values.push_back(value);
    }
    if (at != row.size())
        return std::nullopt;
    return values;
}

} // namespace

bool PageRows::load(std::int64_t image)
{
    if (m_image == image)
        return true;
    const auto bytes = m_file.image(image);
    if (!bytes)
        return false;
    m_page = *bytes;
    m_header = m_file.isFirstPage(image) ? fileHeaderBytes : 0;
    m_image = image;
    return true;
}

bool PageRows::forEach(std::int64_t image, const std::function<void(const PageRow &)> &take)
{
    if (!load(image))
        return false;
    const char type = m_page[m_header];
    if (type != tableLeaf && type != indexLeaf && type != indexInterior)
        return true;
    const std::size_t cells = m_header + (type == indexInterior ? interiorHeaderBytes : leafHeaderBytes);
    const std::size_t room = (m_page.size() - cells) / 2;
    const std::size_t count = std::min<std::size_t>(bigEndian16(&m_page[m_header + countAt]), room);
    for (std::size_t i = 0; i < count; ++i)
        if (const auto row = rowAt(bigEndian16(&m_page[cells + 2 * i])))
            take(*row);
    return true;
}

std::optional<PageRow> PageRows::at(const RowPlace &place)
{
    return load(place.image) ? rowAt(place.cell) : std::nullopt;
}

std::optional<PageRow> PageRows::rowAt(std::uint32_t cell)
{
    const char type = m_page[m_header];
    std::size_t at = cell;
    if (type == indexInterior)
        at += pageNumberBytes; // of its left child
    const auto bytes = takeVarint(m_page, at);
    if (!bytes || *bytes > mostRowBytes)
        return std::nullopt;
    PageRow row;
    row.place = {m_image, cell};
    if (type == tableLeaf) {
        const auto rowid = takeVarint(m_page, at);
        if (!rowid)
            return std::nullopt;
        row.rowid = static_cast<std::int64_t>(*rowid);
    }
    const auto content = payload(at, *bytes, type != tableLeaf);
    auto columns = content ? columnsOf(*content) : std::nullopt;
    if (!columns)
        return std::nullopt;
    row.values = std::move(*columns);
    return row;
}

/// The bytes of a row, gathered from other pages where it goes on there.
std::optional<std::string_view> PageRows::payload(std::size_t at, std::uint64_t bytes, bool inIndex)
{
    const std::size_t here = bytesOnPage(bytes, inIndex);
    if (at > m_page.size() || here > m_page.size() - at)
        return std::nullopt;
    if (here == bytes)
        return std::string_view(m_page).substr(at, here);
    if (m_page.size() - at - here < pageNumberBytes)
        return std::nullopt;
    m_payload.assign(m_page, at, here);
    std::uint32_t next = bigEndian32(&m_page[at + here]);
    while (m_payload.size() < bytes) {
        const auto page = m_file.page(next);
        if (!page)
            return std::nullopt;
        const std::uint64_t missing = bytes - m_payload.size();
        m_payload.append(page->substr(pageNumberBytes, static_cast<std::size_t>(missing)));
        next = bigEndian32(page->data());
    }
    return m_payload;
}

} // namespace dvmdash::store
