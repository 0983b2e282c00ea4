// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/freshness.h"

#include "store/coverage.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace dvmdash::metrics
{

namespace
{

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// A relay or file that covers something, and from when until when.
struct Listener {
    std::int64_t row = 0;
    TimeWindow span;
};

/// The spans of one relay never touch, so both their ends ascend and the first and last tell the whole. Each
/// is found through the key (relay, since): the table may have very many rows.
std::vector<Listener> listeners(store::Database &db)
{
    std::vector<Listener> found;
    store::Statement next =
        db.prepare("SELECT relay, since FROM coverage WHERE relay > ?1 ORDER BY relay, since LIMIT 1");
    store::Statement last =
        db.prepare("SELECT until FROM coverage WHERE relay = ?1 ORDER BY since DESC LIMIT 1");
    std::int64_t before = std::numeric_limits<std::int64_t>::min();
    for (;;) {
        const store::ResetAtEnd resetNext(next);
        const store::ResetAtEnd resetLast(last);
        if (!next.bind(1, before).step())
            return found;
        before = next.integer(0);
        last.bind(1, before).step();
        found.push_back({before, {next.integer(1), last.integer(0)}});
    }
}

void readCoverage(store::Database &db, const std::vector<Listener> &all, const TimeWindow &past,
                  Freshness &fresh)
{
    std::vector<TimeWindow> covered;
    store::Statement rows =
        db.prepare("SELECT since, until FROM coverage WHERE relay = ?1 AND since < ?3 AND since >= coalesce("
                   "(SELECT max(since) FROM coverage WHERE relay = ?1 AND since <= ?2), ?2)");
    for (const Listener &listener : all) {
        if (listener.span.until <= past.since || listener.span.since >= past.until)
            continue;
        const std::size_t before = covered.size();
        const store::ResetAtEnd reset(rows);
        rows.bind(1, listener.row).bind(2, past.since).bind(3, past.until);
        while (rows.step())
            if (rows.integer(1) > past.since)
                covered.push_back({rows.integer(0), rows.integer(1)});
        fresh.relays += covered.size() > before ? 1 : 0;
    }
    const std::vector<Gap> gaps = gapsBetween(past, std::move(covered));
    fresh.past_s = past.length();
    fresh.covered_s = past.length();
    for (const Gap &gap : gaps)
        fresh.covered_s -= gap.missing_s;
    fresh.gaps = joinNearest(gaps, mostGaps);
}

/// See Freshness::past_s. That somebody listens shows in how new the newest proof is.
TimeWindow knownPast(const TimeWindow &window, std::int64_t knownSince, const std::vector<Listener> &all,
                     std::int64_t now)
{
    std::int64_t frontier = 0;
    for (const Listener &listener : all)
        frontier = std::max(frontier, listener.span.until);
    const bool isListening = frontier >= now - store::longestLagSeconds;
    const std::int64_t until = isListening ? std::min(frontier, now) : now;
    return {std::max(window.since, knownSince), std::min(window.until, until)};
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

    const std::vector<Listener> all = listeners(db);
    std::int64_t knownSince = db.integer("SELECT coalesce(min(created_at), 9223372036854775807) FROM event");
    for (const Listener &listener : all)
        knownSince = std::min(knownSince, listener.span.since);
    fresh.known_since = knownSince == never ? 0 : knownSince;
    const TimeWindow past = knownPast(window, knownSince, all, now);
    if (past.since < past.until) {
        readCoverage(db, all, past, fresh);
        if (!fresh.gaps.empty())
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
