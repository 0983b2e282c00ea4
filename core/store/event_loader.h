// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/batch_sink.h"
#include "nostr/event.h"
#include "store/rows.h"
#include "store/sqlite.h"

#include <optional>
#include <vector>

namespace dvmdash::store
{

/// Events by id and by row, for the writer and for readers; a Database each.
class EventLoader
{
public:
    explicit EventLoader(Database &db);

    std::optional<RowId> find(const nostr::EventId &id);
    /// The whole event. Throws store::Error when the row is missing or damaged.
    nostr::Event load(RowId rid);
    /// The same as it came from the verifier, but for who gave it.
    ingest::VerifiedEvent verified(RowId rid);
    /// The request with this id that one of these answers carries in its `request` tag; its id holds.
    std::optional<nostr::Event> nestedRequest(const nostr::EventId &id, const std::vector<RowId> &answers);
    /// As a list shows it; the summary is made from the payload.
    std::optional<EventRow> row(RowId rid);

private:
    Statement m_find;
    Statement m_load;
    Statement m_row;
};

} // namespace dvmdash::store
