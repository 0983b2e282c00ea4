// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "store/storage.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <optional>

/// Looking after a database file: what it keeps. Blocking.
namespace dvmdash::engine
{

struct PruneReport {
    bool ok = false;
    QString error;
    RetentionPolicy policy;        ///< that held
    std::int64_t events = 0;       ///< deleted
    std::int64_t horizon = 0;      ///< Unix seconds; 0: no event was ever deleted
    std::int64_t bytes_before = 0; ///< of pages in use
    std::int64_t bytes_after = 0;
};

/// Deletes what the policy of the file, or this new one, no longer keeps. Nobody else may write to the file
/// meanwhile; a running program does the same by itself, a little at a time. `compact` also gives the room
/// back to the disk, for which as much of it must be free again. `progress` is told how many events are gone,
/// and returns false to stop.
PruneReport pruneDatabase(const QString &database, const std::optional<RetentionPolicy> &policy, bool compact,
                          const std::function<bool(std::int64_t events)> &progress = {});

} // namespace dvmdash::engine
