// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/bulk_insert.h"
#include "store/id_table.h"
#include "store/interner.h"
#include "store/prepared.h"
#include "store/sqlite.h"

#include <cstdint>
#include <span>

namespace dvmdash::store
{

/// An event with its row and the row of its author.
struct NumberedEvent {
    const Prepared *event = nullptr;
    RowId rid = 0;
    std::int64_t pid = 0;
};

/// Writes what follows from one event alone and can be made again from it: what it is found by, to whom and
/// what it refers, and the name that it gives its author. Inside the caller's transaction.
class EventIndexer
{
public:
    EventIndexer(Database &db, Interner &keys, IdTable &ids);
    /// Their ids can be read after IdTable::write().
    void index(std::span<const NumberedEvent> events);

private:
    void nameAuthor(const NumberedEvent &numbered);

    Interner &m_keys;
    IdTable &m_ids;
    BulkInsert m_insertMention;
    Statement m_upsertProfile;
};

} // namespace dvmdash::store
