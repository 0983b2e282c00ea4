// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/freshness.h"

#include "store/coverage.h"

#include <algorithm>
#include <set>

namespace dvmdash::metrics
{

namespace
{

void readCoverage(store::Database &db, const TimeWindow &past, Freshness &fresh)
{
    store::IntervalSet covered;
    std::set<std::int64_t> relays;
    store::Statement rows =
        db.prepare("SELECT relay, since, until FROM coverage WHERE until > ?1 AND since < ?2");
    rows.bind(1, past.since).bind(2, past.until);
    while (rows.step()) {
        relays.insert(rows.integer(0));
        covered.add(std::max(rows.integer(1), past.since), std::min(rows.integer(2), past.until));
    }
    fresh.covered_s = covered.total();
    fresh.relays = static_cast<int>(relays.size());
}

/// The first second of which anything is known: what lies before it is not missing, it is before our time.
std::int64_t beginning(store::Database &db)
{
    const std::int64_t covered = db.integer("SELECT coalesce(min(since), 9223372036854775807) FROM coverage");
    const std::int64_t stored =
        db.integer("SELECT coalesce(min(created_at), 9223372036854775807) FROM event");
    return std::min(covered, stored);
}

} // namespace

std::string_view partialName(Partial reason)
{
    switch (reason) {
    case Partial::NotCovered:
        return "not_covered";
    case Partial::EventsPruned:
        return "events_pruned";
    case Partial::HeldBack:
        return "held_back";
    }
    return "?";
}

Freshness readFreshness(store::Database &db, const TimeWindow &window, std::int64_t now_ms)
{
    Freshness fresh;
    fresh.window = window;
    fresh.as_of_ms = now_ms;
    fresh.sequence =
        static_cast<std::uint64_t>(db.integer("SELECT value FROM meta WHERE key = 'ingest_sequence'"));
    fresh.newest_received_ms = db.integer("SELECT received_ms FROM event ORDER BY rid DESC LIMIT 1");
    const std::int64_t now = now_ms / 1000;
    store::Statement newest = db.prepare("SELECT max(created_at) FROM event WHERE created_at <= ?1");
    if (newest.bind(1, now).step())
        fresh.newest_event_at = newest.integer(0);

    const TimeWindow past{std::max(window.since, beginning(db)), std::min(window.until, now)};
    if (past.length() > 0) {
        fresh.past_s = past.length();
        readCoverage(db, past, fresh);
        if (fresh.covered_s < fresh.past_s)
            fresh.partial.push_back(Partial::NotCovered);
    }
    // One lower bound: of two SQLite would use either.
    const std::int64_t heldFrom =
        std::max(window.since, db.integer("SELECT value FROM meta WHERE key = 'counted_until'"));
    store::Statement held =
        db.prepare("SELECT 1 FROM event WHERE created_at >= ?1 AND created_at < ?2 LIMIT 1");
    if (held.bind(1, heldFrom).bind(2, window.until).step())
        fresh.partial.push_back(Partial::HeldBack);
    return fresh;
}

} // namespace dvmdash::metrics
