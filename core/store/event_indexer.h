// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/id_table.h"
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

/// Writes what follows from one event alone and can be made again from it: what it is found by, what
/// it refers to, and the name that it gives its author. Inside the caller's transaction.
class EventIndexer
{
public:
    EventIndexer(Database &db, IdTable &ids);
    /// Their ids can be read after IdTable::write().
    void index(std::span<const NumberedEvent> events);

private:
    void nameAuthor(const NumberedEvent &numbered);

    IdTable &m_ids;
    Statement m_upsertProfile;
};

} // namespace dvmdash::store
