// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kinds_of_file.h"

#include "store/store_file.h"
#include "store/stored_kinds.h"

#include <exception>
#include <string>

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

} // namespace dvmdash::engine
