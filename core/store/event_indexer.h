// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/interner.h"
#include "store/prepared.h"
#include "store/sqlite.h"

#include <cstdint>

namespace dvmdash::store
{

/// Writes what follows from one event alone and can be made again from it: to whom and what it refers, and
/// the name that it gives its author. Inside the caller's transaction.
class EventIndexer
{
public:
    EventIndexer(Database &db, Interner &keys);
    void index(const Prepared &prepared, RowId rid, std::int64_t pid);

private:
    Interner &m_keys;
    Statement m_insertRef;
    Statement m_insertMention;
    Statement m_upsertProfile;
};

} // namespace dvmdash::store
