// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/retention.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dvmdash::store
{

class Reader;

struct TableBytes {
    std::string name;
    std::int64_t bytes = 0; ///< with its indexes
};
struct DayEvents {
    std::int64_t day = 0; ///< start, Unix seconds, by the authors' dates
    std::int64_t events = 0;
};

/// What a database takes on disk, and how long it lasts.
struct Storage {
    std::int64_t file_bytes = 0;    ///< the file
    std::int64_t wal_bytes = 0;     ///< and what is still to be worked into it
    std::int64_t used_bytes = 0;    ///< pages in use; the rest of the file is used again before it grows
    std::vector<TableBytes> tables; ///< largest first; empty when it was not asked for
    std::vector<DayEvents> days;    ///< the newest up to now, newest first
    std::int64_t events = 0;
    std::int64_t oldest_event_at = 0; ///< 0: none
    std::int64_t newest_event_at = 0;
    std::int64_t received_last_day = 0; ///< events that came in during the last 24 hours
    std::int64_t bytes_per_event = 0;   ///< of pages in use, all tables
    RetentionPolicy policy;
    std::int64_t horizon = 0;      ///< raw events before it were deleted; 0: none
    std::int64_t minutes_from = 0; ///< numbers by the minute before it were deleted; 0: none
    /// When pages in use reach the budget, at the rate of the last 24 hours, Unix seconds. 0: never, or no
    /// budget.
    std::int64_t full_at = 0;
};

/// `tables`: also how large each table is, for which every page is read. `days`: how many of them. Throws
/// store::Error.
Storage readStorage(Reader &reader, std::int64_t now_ms, bool tables, int days);

} // namespace dvmdash::store
