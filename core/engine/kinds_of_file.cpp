// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kinds_of_file.h"

#include "store/store_file.h"
#include "store/stored_kinds.h"

#include <exception>
#include <string>
#include <utility>

namespace dvmdash::engine
{

namespace
{

template<typename Work>
RebuildReport guarded(Work work)
{
    RebuildReport report;
    try {
        return work();
    } catch (const std::exception &problem) {
        const store::Error error = store::unexpected(problem);
        report.error = QString::fromStdString(error.what());
        report.damaged = error.isDamage();
    }
    return report;
}

RebuildReport nothingToDo()
{
    RebuildReport report;
    report.ok = true;
    return report;
}

} // namespace

Result<dvm::KindChanges> kindChangesOf(const QString &database)
{
    Result<dvm::KindChanges> result;
    try {
        store::Database db = store::openForReading(database.toStdString());
        result.value = store::kindChanges(db);
    } catch (const std::exception &problem) {
        result.error = QString::fromStdString(store::unexpected(problem).what());
    }
    return result;
}

RebuildReport changeKinds(const QString &database, const dvm::KindChanges &changes,
                          const OnRebuildProgress &progress, const std::atomic<bool> *stop)
{
    return guarded([&] {
        std::string why;
        if (!dvm::changed(dvm::KindTable::standard(), changes, &why))
            throw store::Error("These kinds do not go together: " + why);
        {
            store::StoreFile file(database.toStdString());
            store::Transaction transaction(file.database(), store::Transaction::Kind::Write);
            store::writeKindChanges(file.database(), changes);
            transaction.commit();
        }
        return bringKindsUpToDate(database, progress, stop);
    });
}

RebuildReport bringKindsUpToDate(const QString &database, const OnRebuildProgress &progress,
                                 const std::atomic<bool> *stop)
{
    return guarded([&] {
        {
            store::StoreFile file(database.toStdString());
            if (store::areKindsApplied(file.database()))
                return nothingToDo();
        }
        return rebuildDatabase(database, progress, stop);
    });
}

bool makeReady(const QString &database, const std::optional<dvm::KindChanges> &wanted,
               const BackgroundRebuild::Told &told, const std::atomic<bool> &breakOff)
{
    RebuildStatus status;
    status.task = RebuildTask::Repair;
    std::int64_t toldPermille = -1;
    const OnRebuildProgress progress = [&](const RebuildProgress &now) {
        const std::int64_t permille = now.events > 0 ? 1000 * now.done / now.events : 0;
        if (std::exchange(toldPermille, permille) != permille || now.step != status.progress.step) {
            status.running = true;
            status.progress = now;
            told(status);
        }
        return !breakOff;
    };
    const RebuildReport report = wanted ? changeKinds(database, *wanted, progress, &breakOff)
                                        : bringKindsUpToDate(database, progress, &breakOff);
    if (status.running) {
        status.running = false;
        told(status);
    }
    if (report.stopped)
        return false;
    if (report.damaged)
        throw store::Damaged(report.error.toStdString());
    if (!report.ok)
        throw store::Error(report.error.toStdString());
    return true;
}

} // namespace dvmdash::engine
