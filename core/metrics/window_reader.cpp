// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/window_reader.h"

#include "store/error.h"

#include <algorithm>
#include <string>

namespace dvmdash::metrics
{

namespace
{

using store::ResetAtEnd;

std::int64_t workOf(Level level)
{
    switch (level) {
    case Level::Month:
        return 20;
    case Level::Day:
        return 8;
    case Level::Hour:
        return 4;
    case Level::Quarter:
        return 2;
    case Level::Minute:
        return 1;
    }
    return 1;
}

void addDecoded(SparseCounts &sum, std::string_view bytes)
{
    if (!sum.addEncoded(bytes))
        throw store::Error("A stored number is damaged. Make the numbers anew: dvmdash-cli rebuild");
}

/// About how much work each piece is: its buckets, and a longer one has more subjects in it, but by far not
/// as many more as it is longer.
std::vector<std::int64_t> sharesOf(const std::vector<Piece> &pieces)
{
    std::vector<std::int64_t> shares;
    for (const Piece &piece : pieces) {
        if (!piece.level) {
            shares.push_back(2);
            continue;
        }
        std::int64_t buckets = 0;
        for (std::int64_t at = piece.window.since; at < piece.window.until; at = bucketEnd(*piece.level, at))
            ++buckets;
        shares.push_back(buckets * workOf(*piece.level));
    }
    return shares;
}

store::Statement &bindPiece(store::Statement &statement, int id, const Piece &piece)
{
    return statement.bind(1, static_cast<int>(*piece.level))
        .bind(2, id)
        .bind(3, piece.window.since)
        .bind(4, piece.window.until);
}

} // namespace

WindowReader::Lookup WindowReader::lookupIn(store::Database &db, const char *table)
{
    const std::string from = std::string(" FROM ") + table + " WHERE level = ?1 AND dim = ?2 AND ";
    return {db.prepare("SELECT counts" + from + "bucket = ?3 AND k1 = ?4 AND k2 = ?5"),
            db.prepare("SELECT k1, k2, counts, bucket" + from + "bucket >= ?3 AND bucket < ?4"),
            db.prepare("SELECT k1, k2, counts" + from + "bucket = ?3 AND k1 = ?5")};
}

WindowReader::WindowReader(store::Database &db, const dvm::KindTable &kinds, store::Progress *progress)
    : m_kinds(kinds)
    , m_progress(progress ? *progress : m_nobody)
    , m_factReader(db)
    , m_counts(lookupIn(db, "rollup"))
    , m_responses(lookupIn(db, "duration"))
    , m_members(db.prepare("SELECT keys FROM uniques WHERE level = ?1 AND members = ?2 AND bucket = ?3 "
                           "AND k1 = ?4"))
    , m_membersAll(db.prepare("SELECT k1, keys, bucket FROM uniques WHERE level = ?1 AND members = ?2 "
                              "AND bucket >= ?3 AND bucket < ?4"))
    , m_horizon(db.integer("SELECT value FROM meta WHERE key = 'horizon'"))
    , m_minutesFrom(db.integer("SELECT value FROM meta WHERE key = 'minutes_from'"))
{
}

std::vector<Piece> WindowReader::plan(std::span<const Level> levels, TimeWindow window)
{
    if (window.since < m_minutesFrom && levels.back() == Level::Minute)
        levels = levels.first(levels.size() - 1);
    const Level finest = levels.back();
    const auto lostBefore = [&](std::int64_t end) {
        return end < m_horizon && bucketStart(finest, end) != end;
    };
    if (lostBefore(window.since)) {
        window.since = bucketEnd(finest, window.since);
        m_edgesLost = true;
    }
    if (lostBefore(window.until)) {
        window.until = bucketStart(finest, window.until);
        m_edgesLost = true;
    }
    return planWindow(window, levels);
}

WindowReader::FactPart WindowReader::partOf(Dimension dimension)
{
    return dimension == Dimension::Relay ? FactPart::Relays : FactPart::Rows;
}

const FactSums &WindowReader::facts(FactPart part, const TimeWindow &window)
{
    const auto [at, isNew] = m_facts.try_emplace({part, window.since, window.until});
    FactSums &sums = at->second;
    if (!isNew)
        return sums;
    switch (part) {
    case FactPart::Rows:
        readRows(window, sums);
        break;
    case FactPart::Relays:
        m_factReader.sightings(window.since, window.until,
                               [&](const store::EventFact &fact, std::int64_t relay) {
                                   sums.addRows(contributionOf(fact, relay));
                               });
        break;
    case FactPart::Members:
        // An index holds all that is asked for.
        m_factReader.events(window.since, window.until, false, [&](const store::EventFact &fact) {
            sums.addMembers(contributionOf(fact, m_kinds));
        });
        break;
    }
    return sums;
}

void WindowReader::readRows(const TimeWindow &window, FactSums &sums)
{
    m_factReader.events(window.since, window.until, true,
                        [&](const store::EventFact &fact) { sums.addRows(contributionOf(fact, m_kinds)); });
    m_factReader.jobs(window.since, window.until,
                      [&](const store::JobFact &fact) { sums.addRows(contributionOf(fact)); });
    m_factReader.payments(window.since, window.until,
                          [&](const store::PaymentFact &fact) { sums.addRows(contributionOf(fact)); });
}

/// All rows of a piece, which come bucket by bucket.
template<typename Take>
void WindowReader::scan(store::Statement &rows, int bucketColumn, const Piece &piece, Take take)
{
    constexpr int rowsBetweenReports = 256;
    const ResetAtEnd reset(rows);
    for (int row = 1; rows.step(); ++row) {
        take(rows);
        if (row % rowsBetweenReports == 0)
            m_progress.report(rows.integer(bucketColumn) - piece.window.since, piece.window.length());
    }
}

/// Bucket by bucket: the rows of one key lie apart, and a piece has few buckets.
void WindowReader::addStored(Lookup &table, Dimension dimension, const RowKey &key, const Piece &piece,
                             SparseCounts &sum)
{
    for (std::int64_t bucket = piece.window.since; bucket < piece.window.until;
         bucket = bucketEnd(*piece.level, bucket)) {
        const ResetAtEnd reset(table.one);
        table.one.bind(1, static_cast<int>(*piece.level))
            .bind(2, static_cast<int>(dimension))
            .bind(3, bucket)
            .bind(4, key.k1)
            .bind(5, key.k2);
        if (table.one.step())
            addDecoded(sum, table.one.blob(0));
    }
}

RowSums WindowReader::row(Dimension dimension, const RowKey &key, const TimeWindow &window, bool responses)
{
    RowSums sum;
    for (const Piece &piece : plan(levelsOf(dimension), window)) {
        if (!piece.level) {
            const RowSums &raw = facts(partOf(dimension), piece.window).row(dimension, key);
            sum.counts += raw.counts;
            if (responses)
                sum.responses += raw.responses;
            continue;
        }
        addStored(m_counts, dimension, key, piece, sum.counts);
        if (responses)
            addStored(m_responses, dimension, key, piece, sum.responses);
    }
    return sum;
}

template<typename Part>
void WindowReader::addStoredRows(Lookup &table, Dimension dimension, std::optional<std::int64_t> k1,
                                 const Piece &piece, std::map<RowKey, RowSums> &sums, Part part)
{
    const auto take = [&](store::Statement &rows) {
        addDecoded(part(sums[{rows.integer(0), rows.integer(1)}]), rows.blob(2));
    };
    if (!k1) {
        scan(bindPiece(table.range, static_cast<int>(dimension), piece), 3, piece, take);
        return;
    }
    for (std::int64_t bucket = piece.window.since; bucket < piece.window.until;
         bucket = bucketEnd(*piece.level, bucket)) {
        store::Statement &rows = table.rangeOfKey.bind(1, static_cast<int>(*piece.level))
                                     .bind(2, static_cast<int>(dimension))
                                     .bind(3, bucket)
                                     .bind(5, *k1);
        const ResetAtEnd reset(rows);
        while (rows.step())
            take(rows);
        m_progress.report(bucket - piece.window.since, piece.window.length());
    }
}

std::map<RowKey, RowSums> WindowReader::rows(Dimension dimension, const TimeWindow &window, bool responses,
                                             std::optional<std::int64_t> k1)
{
    std::map<RowKey, RowSums> sums;
    const std::vector<Piece> pieces = plan(levelsOf(dimension), window);
    store::ProgressParts parts(m_progress, sharesOf(pieces));
    for (const Piece &piece : pieces) {
        if (!piece.level) {
            for (const auto &[key, raw] : facts(partOf(dimension), piece.window).rows(dimension)) {
                if (k1 && key.k1 != *k1)
                    continue;
                RowSums &sum = sums[key];
                sum.counts += raw.counts;
                if (responses)
                    sum.responses += raw.responses;
            }
        } else {
            store::ProgressParts tables(m_progress, store::ProgressParts::equal(responses ? 2 : 1));
            addStoredRows(m_counts, dimension, k1, piece, sums,
                          [](RowSums &sum) -> SparseCounts & { return sum.counts; });
            tables.next();
            if (responses)
                addStoredRows(m_responses, dimension, k1, piece, sums,
                              [](RowSums &sum) -> SparseCounts & { return sum.responses; });
        }
        parts.next();
    }
    std::erase_if(sums,
                  [](const auto &row) { return row.second.counts.empty() && row.second.responses.empty(); });
    return sums;
}

KeySet WindowReader::members(Members members, std::int64_t k1, const TimeWindow &window)
{
    KeySet keys;
    for (const Piece &piece : plan(levelsOfMembers(), window)) {
        if (!piece.level) {
            keys |= facts(FactPart::Members, piece.window).members(members, k1);
            continue;
        }
        for (std::int64_t bucket = piece.window.since; bucket < piece.window.until;
             bucket = bucketEnd(*piece.level, bucket)) {
            const ResetAtEnd reset(m_members);
            m_members.bind(1, static_cast<int>(*piece.level))
                .bind(2, static_cast<int>(members))
                .bind(3, bucket)
                .bind(4, k1);
            if (m_members.step())
                keys |= KeySet::decoded(m_members.blob(0));
        }
    }
    return keys;
}

std::map<std::int64_t, KeySet> WindowReader::membersByKey(Members members, const TimeWindow &window)
{
    std::map<std::int64_t, KeySet> sets;
    const std::vector<Piece> pieces = plan(levelsOfMembers(), window);
    store::ProgressParts parts(m_progress, sharesOf(pieces));
    for (const Piece &piece : pieces) {
        if (!piece.level) {
            facts(FactPart::Members, piece.window)
                .forEachMembers(members, [&](std::int64_t k1, const KeySet &keys) { sets[k1] |= keys; });
        } else {
            scan(bindPiece(m_membersAll, static_cast<int>(members), piece), 2, piece,
                 [&](store::Statement &rows) { sets[rows.integer(0)] |= KeySet::decoded(rows.blob(1)); });
        }
        parts.next();
    }
    return sets;
}

} // namespace dvmdash::metrics
