// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/rollup_fill.h"

#include "metrics/key_set.h"
#include "metrics/level.h"
#include "metrics/rollup_writer.h"
#include "metrics/sparse_counts.h"
#include "store/fact_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace dvmdash::metrics
{

namespace
{

constexpr std::size_t mostWaiting = 50'000;

/// The first day on which anything happened at or after this time, by any of the facts.
std::optional<std::int64_t> nextFactAt(store::Database &db, std::int64_t from)
{
    std::optional<std::int64_t> next;
    for (const char *table : {"event WHERE", "job WHERE", "payment WHERE counted = 1 AND"}) {
        store::Statement first =
            db.prepare(std::string("SELECT min(created_at) FROM ") + table + " created_at >= ?1");
        if (first.bind(1, from).step() && !first.isNull(0))
            next = std::min(next.value_or(first.integer(0)), first.integer(0));
    }
    return next;
}

template<typename Sum>
void addBytes(Sum &sum, std::string_view bytes);
template<>
void addBytes(SparseCounts &sum, std::string_view bytes)
{
    sum.addEncoded(bytes);
}
template<>
void addBytes(KeySet &sum, std::string_view bytes)
{
    sum |= KeySet::decoded(bytes);
}

/// Where the columns of a table stand that is keyed by level, a second number, bucket, k1 and perhaps k2.
struct TableShape {
    const char *name;
    const char *second;
    const char *k2; ///< a column, or a number where there is none
    const char *value;
    const char *columns;
};

/// The bucket of `level` that the horizon cuts becomes the sum of the finer ones before the horizon.
template<typename Sum>
void sumUp(store::Database &db, const TableShape &table, Level level, Level finer, std::int64_t horizon)
{
    const std::int64_t bucket = bucketStart(level, horizon);
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, Sum> sums;
    store::Statement rows =
        db.prepare(std::string("SELECT ") + table.second + ", k1, " + table.k2 + ", " + table.value +
                   " FROM " + table.name + " WHERE level = ?1 AND bucket >= ?2 AND bucket < ?3");
    rows.bind(1, static_cast<int>(finer)).bind(2, bucket).bind(3, horizon);
    while (rows.step())
        addBytes(sums[{rows.integer(0), rows.integer(1), rows.integer(2)}], rows.blob(3));
    store::Statement insert =
        db.prepare(std::string("INSERT INTO ") + table.name + "(" + table.columns + ")");
    for (const auto &[key, sum] : sums) {
        const std::string bytes = sum.encoded();
        insert.bind(1, static_cast<int>(level))
            .bind(2, std::get<0>(key))
            .bind(3, bucket)
            .bind(4, std::get<1>(key))
            .bind(5, std::get<2>(key))
            .bindBlob(6, bytes)
            .run();
    }
}

template<typename Sum>
void dropTable(store::Database &db, const TableShape &table, std::int64_t horizon)
{
    store::Statement erase =
        db.prepare(std::string("DELETE FROM ") + table.name + " WHERE level = ?1 AND bucket >= ?2");
    for (const Level level : {Level::Minute, Level::Quarter, Level::Hour})
        erase.bind(1, static_cast<int>(level)).bind(2, horizon).run();
    for (const Level level : {Level::Day, Level::Month})
        erase.bind(1, static_cast<int>(level)).bind(2, bucketStart(level, horizon)).run();
    if (horizon == 0)
        return;
    sumUp<Sum>(db, table, Level::Day, Level::Hour, horizon);
    sumUp<Sum>(db, table, Level::Month, Level::Day, horizon);
}

/// Leaves the numbers of before the horizon; 0: none.
void dropFrom(store::Database &db, std::int64_t horizon)
{
    const char *byDimension = "level, dim, bucket, k1, k2, counts) VALUES(?1, ?2, ?3, ?4, ?5, ?6";
    dropTable<SparseCounts>(db, {"rollup", "dim", "k2", "counts", byDimension}, horizon);
    dropTable<SparseCounts>(db, {"duration", "dim", "k2", "counts", byDimension}, horizon);
    const char *byMembers = "level, members, bucket, k1, keys) SELECT ?1, ?2, ?3, ?4, ?6 WHERE (?5 = 0";
    dropTable<KeySet>(db, {"uniques", "members", "0", "keys", byMembers}, horizon);
    store::Statement erase = db.prepare("DELETE FROM activity WHERE first_at >= ?1");
    erase.bind(1, horizon).run();
    store::Statement cut = db.prepare("UPDATE activity SET last_at = min(last_at, ?1 - 1)");
    cut.bind(1, horizon).run();
}

} // namespace

bool fillRollups(store::Database &db, const dvm::KindTable &kinds,
                 const std::function<bool(std::int64_t)> &progress)
{
    const std::int64_t horizon = db.integer("SELECT value FROM meta WHERE key = 'horizon'");
    dropFrom(db, horizon);
    RollupWriter writer(db, kinds);
    store::FactReader facts(db);
    // A day at a time: what happened lies far apart when a single date is absurd.
    for (auto at = nextFactAt(db, horizon); at; at = nextFactAt(db, bucketEnd(Level::Day, *at))) {
        const std::int64_t since = std::max(bucketStart(Level::Day, *at), horizon);
        const std::int64_t until = bucketEnd(Level::Day, *at);
        const auto writeSome = [&] {
            if (writer.waiting() > mostWaiting)
                writer.beforeCommit();
        };
        facts.events(since, until, true, [&](const store::EventFact &fact) {
            writer.event(fact, +1);
            writeSome();
        });
        facts.sightings(since, until, [&](const store::EventFact &fact, std::int64_t relay) {
            writer.sighting(fact, relay, +1);
        });
        facts.jobs(since, until, [&](const store::JobFact &fact) {
            writer.job(fact, +1);
            writeSome();
        });
        facts.payments(since, until, [&](const store::PaymentFact &fact) { writer.payment(fact, +1); });
        if (progress && !progress(until))
            return false;
    }
    writer.beforeCommit();
    store::Statement version = db.prepare("UPDATE meta SET value = ?1 WHERE key = 'rollup_version'");
    version.bind(1, rollupVersion).run();
    return true;
}

std::unique_ptr<store::FactListener> openRollups(store::Database &db, const dvm::KindTable &kinds)
{
    if (db.integer("SELECT value FROM meta WHERE key = 'rollup_version'") != rollupVersion) {
        store::Transaction transaction(db, store::Transaction::Kind::Write);
        fillRollups(db, kinds);
        transaction.commit();
    }
    return std::make_unique<RollupWriter>(db, kinds);
}

} // namespace dvmdash::metrics
