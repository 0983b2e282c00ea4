// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kinds_in_use.h"

#include "store/store_file.h"
#include "store/stored_kinds.h"

#include <atomic>

namespace dvmdash::engine
{

namespace
{

std::atomic<const dvm::KindTable *> &inUse()
{
    static std::atomic<const dvm::KindTable *> kinds = &dvm::KindTable::standard();
    return kinds;
}

} // namespace

const dvm::KindTable &kindsInUse()
{
    return *inUse();
}

void useKinds(const dvm::KindTable &kinds)
{
    inUse() = &kinds;
}

void useKindsOfFile(const QString &database)
{
    try {
        store::Database db = store::openForReading(database.toStdString());
        useKinds(store::kindsOf(db));
    } catch (const store::Error &) {
        // It stays as it was.
    }
}

} // namespace dvmdash::engine
