// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/rollup_fill.h"

#include "metrics/rollup_writer.h"
#include "store/fact_reader.h"

#include <algorithm>

namespace dvmdash::metrics
{

namespace
{

constexpr std::size_t mostWaiting = 50'000;
constexpr std::int64_t day = 86'400;

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

} // namespace

bool fillRollups(store::Database &db, const dvm::KindTable &kinds,
                 const std::function<bool(std::int64_t)> &progress)
{
    for (const char *table : {"rollup", "duration", "uniques", "activity"})
        db.execute((std::string("DELETE FROM ") + table).c_str());
    RollupWriter writer(db, kinds);
    store::FactReader facts(db);
    // A day at a time: what happened lies far apart when a single date is absurd.
    for (auto at = nextFactAt(db, 0); at; at = nextFactAt(db, bucketEnd(Level::Day, *at))) {
        const std::int64_t since = bucketStart(Level::Day, *at);
        const std::int64_t until = since + day;
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
