// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/id_table.h"

#include "store/split_id.h"

#include <algorithm>
#include <limits>

namespace dvmdash::store
{

namespace
{

/// The place of a number in the order of the table, which is that of signed ones, and back.
std::uint64_t placeOf(std::int64_t id8)
{
    return asUnsigned(id8) ^ (std::uint64_t{1} << 63);
}
std::int64_t atPlace(std::uint64_t place)
{
    return asSigned(place ^ (std::uint64_t{1} << 63));
}

} // namespace

IdTable::IdTable(Database &db, std::int64_t mostNew)
    : m_db(db)
    , m_mostNew(mostNew)
    // Not always from the same place: whoever starts often would never come to the end.
    , m_position(placeOf(db.integer("SELECT id8 FROM event ORDER BY rid DESC LIMIT 1")))
    , m_insert(db, "INSERT OR IGNORE INTO id_new(id8, use, row)", 3)
    , m_erase(db.prepare("DELETE FROM id WHERE id8 = ?1 AND use = ?2 AND row = ?3"))
    , m_eraseNew(db.prepare("DELETE FROM id_new WHERE id8 BETWEEN ?1 AND ?2"))
    , m_copy(db.prepare("INSERT OR IGNORE INTO id_old(id8, use, row) "
                        "SELECT id8, use, row FROM id_new WHERE id8 BETWEEN ?1 AND ?2 "
                        "ORDER BY id8, use, row"))
    , m_count(db.prepare("SELECT count(*) FROM id_new"))
{
}

void IdTable::add(const nostr::EventId &id, IdUse use, std::int64_t row)
{
    m_added.push_back({id8(id), static_cast<std::int64_t>(use), row});
}

void IdTable::add(const nostr::EventId &id, Relation relation, RowId source)
{
    m_added.push_back({id8(id), static_cast<std::int64_t>(relation), source});
}

void IdTable::erase(const nostr::EventId &id, IdUse use, std::int64_t row)
{
    write();
    m_erase.bind(1, id8(id)).bind(2, static_cast<int>(use)).bind(3, row).run();
}

void IdTable::erase(const nostr::EventId &id, Relation relation, RowId source)
{
    write();
    m_erase.bind(1, id8(id)).bind(2, static_cast<int>(relation)).bind(3, source).run();
}

void IdTable::write()
{
    if (m_added.empty())
        return;
    std::sort(m_added.begin(), m_added.end());
    m_insert.run(m_added.size(), [this](BulkInsert::Row row, std::size_t i) {
        row.bind(1, m_added[i][0]).bind(2, m_added[i][1]).bind(3, m_added[i][2]);
    });
    const auto count = static_cast<std::int64_t>(m_added.size());
    m_written += count;
    if (m_new >= 0)
        m_new += count;
    m_added.clear();
}

void IdTable::moveOn()
{
    write();
    if (m_new < 0) {
        const ResetAtEnd reset(m_count);
        m_new = m_count.step() ? m_count.integer(0) : 0;
    }
    if (m_new <= m_mostNew || m_written == 0) {
        m_written = 0;
        return;
    }
    // Ids are spread evenly: a share of them takes the same share of the numbers. A little more than came in,
    // so that the table gets smaller.
    const double share = std::min(1.0, 1.25 * static_cast<double>(m_written) / static_cast<double>(m_new));
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    const auto width = share < 1 ? static_cast<std::uint64_t>(share * 0x1p64) : most;
    const std::uint64_t last = m_position + width;
    if (last >= m_position) {
        move(m_position, last);
    } else {
        move(m_position, most);
        move(0, last);
    }
    m_position = last + 1;
    m_written = 0;
}

void IdTable::move(std::uint64_t from, std::uint64_t last)
{
    m_copy.bind(1, atPlace(from)).bind(2, atPlace(last)).run();
    m_eraseNew.bind(1, atPlace(from)).bind(2, atPlace(last)).run();
    m_new -= m_db.changes();
}

void IdTable::forget()
{
    m_added.clear();
    m_new = -1;
    m_written = 0;
}

} // namespace dvmdash::store
