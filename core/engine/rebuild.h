// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/table_difference.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <vector>

namespace dvmdash::engine
{

struct RebuildProgress {
    QString step;            ///< what is being done, in plain words
    std::int64_t done = 0;   ///< events
    std::int64_t events = 0; ///< in all
};

struct RebuildReport {
    bool ok = false;
    QString error;        ///< why it stopped, in plain words
    bool stopped = false; ///< by the progress callback; the next rebuild goes on from there
    std::vector<store::TableDifference> tables; ///< one for each derived table
    std::int64_t events = 0;
    std::int64_t repaired = 0; ///< rows
    double seconds = 0;
    std::int64_t differences() const;
};

/// Makes jobs, payments and all numbers of a database again from its events. Blocks the calling thread;
/// `progress` is called there some times a second and returns false to stop.
using OnRebuildProgress = std::function<bool(const RebuildProgress &)>;

/// Compares the result with what the database holds, and changes nothing. Takes no lock, so it works beside a
/// running program: all is compared as of one moment.
RebuildReport checkDatabase(const QString &database, const OnRebuildProgress &progress = {});

/// Writes what differs, in one transaction. Nobody else may write to the database meanwhile. Made in a file
/// beside the database (FILE.rebuild), which is kept when it is stopped, so that the next rebuild goes on.
RebuildReport rebuildDatabase(const QString &database, const OnRebuildProgress &progress = {});

} // namespace dvmdash::engine
