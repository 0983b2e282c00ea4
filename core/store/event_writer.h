// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/bulk_insert.h"
#include "store/event_indexer.h"
#include "store/interner.h"
#include "store/prepared.h"

#include <map>
#include <string>
#include <vector>

namespace dvmdash::store
{

/// Writes raw events, who gave them first, and what they refer to. Inside the caller's transaction, on the
/// writer's thread.
class EventWriter
{
public:
    EventWriter(Database &db, Interner &keys, IdTable &ids);

    /// The rows of events none of which is stored yet, in order.
    std::vector<RowId> store(const std::vector<const Prepared *> &events);

    /// What a relay number stands for: a URL, or "file:NAME". Must be said before its first event.
    void nameRelay(relay::RelayNumber number, const std::string &url);
    /// Row of the relay in the file.
    std::int64_t relayRow(relay::RelayNumber number);
    void forget() { m_relayRows.clear(); }

private:
    RowId lastRow();

    Database &m_db;
    Interner &m_keys;
    IdTable &m_ids;
    EventIndexer m_indexer;
    Statement m_lastRow;
    BulkInsert m_insertEvent;
    BulkInsert m_insertPayload;
    Statement m_findRelay;
    Statement m_insertRelay;
    std::map<relay::RelayNumber, std::string> m_relayUrls;
    std::map<relay::RelayNumber, std::int64_t> m_relayRows;
};

} // namespace dvmdash::store
