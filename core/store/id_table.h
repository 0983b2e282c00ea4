// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"
#include "store/bulk_insert.h"
#include "store/rows.h"

#include <array>
#include <cstdint>
#include <vector>

namespace dvmdash::store
{

/// What a row of the view `id` says of an id: an event, a job, or an event that refers to it (Relation).
enum class IdUse : std::uint8_t {
    Event = 0,
    // 1 to 15: Relation
    Job = 16,
};

/// Writes what is found by an id: the table of the events themselves, of the jobs, and of who refers to it.
///
/// Ids are random: each lies on another page of a large table, and a page that is changed is written whole.
/// So new rows go to a small table first (id_new). When that has grown large, each transaction moves on as
/// many as it wrote: the next ones in the order of the ids, which lie together in the large table too
/// (id_old), so that dozens of them share a page. It is one level of a log-structured merge tree (O'Neil et
/// al. 1996), merged a little at a time. Who reads asks the view `id`, which is both.
///
/// In the caller's transaction.
class IdTable
{
public:
    /// `mostNew`: rows of the small table before any are moved on.
    explicit IdTable(Database &db, std::int64_t mostNew = 1 << 20);

    void add(const nostr::EventId &id, IdUse use, std::int64_t row);
    void add(const nostr::EventId &id, Relation relation, RowId source);
    void erase(const nostr::EventId &id, IdUse use, std::int64_t row);
    void erase(const nostr::EventId &id, Relation relation, RowId source);

    /// What was added can be read.
    void write();
    /// Before the end of a transaction: moves rows on when it is time.
    void moveOn();
    /// After a rollback, or when others wrote to the file.
    void forget();

private:
    using Row = std::array<std::int64_t, 3>; ///< id8, use, row
    void move(std::uint64_t from, std::uint64_t last);

    Database &m_db;
    const std::int64_t m_mostNew;
    std::vector<Row> m_added;
    std::int64_t m_new = -1;      ///< rows of the small table; -1: not counted yet
    std::int64_t m_written = 0;   ///< of them since rows were moved on
    std::uint64_t m_position = 0; ///< where the next move begins, in the order of the table
    BulkInsert m_insert;
    Statement m_erase;
    Statement m_eraseNew;
    Statement m_copy;
    Statement m_count;
};

} // namespace dvmdash::store
