// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/upkeep.h"

#include "dvm/kinds.h"
#include "engine/answers.h"
#include "engine/kinds_of_file.h"
#include "store/store_file.h"
#include "store/stored_kinds.h"

namespace dvmdash::engine
{

namespace
{

std::int64_t eventsIn(store::Database &db)
{
    return db.integer("SELECT value FROM meta WHERE key = 'event_count'");
}

void prune(store::StoreFile &file, const std::optional<RetentionPolicy> &policy, bool compact,
           const std::function<bool(std::int64_t)> &progress, PruneReport &report)
{
    store::Database &db = file.database();
    report.bytes_before = store::bytesInUse(db);
    const std::int64_t eventsBefore = eventsIn(db);
    if (policy) {
        store::Transaction transaction(db, store::Transaction::Kind::Write);
        store::writePolicy(db, *policy);
        transaction.commit();
    }
    store::EventLoader events(db);
    store::IdTable ids(db);
    store::Retention retention(db, events, ids, store::kindsOf(db));
    report.policy = retention.policy();
    bool stopped = false;
    while (!stopped && retention.step(nowMs() / 1'000)) {
        file.checkpointIfLarge();
        report.events = eventsBefore - eventsIn(db);
        stopped = progress && !progress(report.events);
    }
    report.horizon = db.integer("SELECT value FROM meta WHERE key = 'horizon'");
    report.bytes_after = store::bytesInUse(db);
    if (compact && !stopped)
        db.execute("VACUUM");
    file.checkpointAll();
}

} // namespace

PruneReport pruneDatabase(const QString &database, const std::optional<RetentionPolicy> &policy, bool compact,
                          const std::function<bool(std::int64_t)> &progress)
{
    PruneReport report;
    try {
        store::openForReading(database.toStdString()); // says what is wrong with a file that is none of ours
        if (const RebuildReport ready = bringKindsUpToDate(database); !ready.ok) {
            report.error = ready.error;
            return report;
        }
        store::StoreFile file(database.toStdString());
        prune(file, policy, compact, progress, report);
        report.ok = true;
    } catch (const std::exception &problem) {
        const store::Error error = store::unexpected(problem);
        report.error = QString::fromStdString(error.what());
    }
    return report;
}

} // namespace dvmdash::engine
