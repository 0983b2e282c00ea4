// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/table_difference.h"

#include <QString>

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

namespace dvmdash::store
{
class StoreFile;
}

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
    bool damaged = false; ///< it stopped because the file itself is damaged, see engine/salvage.h
    bool stopped = false; ///< by the progress callback; the next rebuild goes on from there
    std::vector<store::TableDifference> tables; ///< one for each derived table
    std::int64_t events = 0;
    std::int64_t repaired = 0; ///< rows
    double seconds = 0;
    std::int64_t differences() const;
};

/// Makes jobs, payments and all numbers of a database again from its events. Blocks the calling thread;
/// `progress` is called there (and, for a rebuild beside a writer, on the writer's thread) some times a
/// second and returns false to stop. Once the flag `stop` is set, also a long query in between ends.
using OnRebuildProgress = std::function<bool(const RebuildProgress &)>;

/// Compares the result with what the database holds, after looking whether the file is whole, and changes
/// nothing. Takes no lock, so it works beside a running program: all is compared as of one moment.
RebuildReport checkDatabase(const QString &database, const OnRebuildProgress &progress = {},
                            const std::atomic<bool> *stop = nullptr);

/// Writes what differs, in one transaction. Nobody else may write to the database meanwhile. Made in a file
/// beside the database (FILE.rebuild), which is kept when it is stopped, so that the next rebuild goes on.
RebuildReport rebuildDatabase(const QString &database, const OnRebuildProgress &progress = {},
                              const std::atomic<bool> *stop = nullptr);

/// Calls `work` with the file of the one writer while that rests, and waits for it.
using WhileWriterRests = std::function<void(const std::function<void(store::StoreFile &file)> &work)>;

/// The same while a writer goes on. It rests only when there is something to repair: then what came in
/// meanwhile is taken in, all is compared once more, and what differs is written.
RebuildReport rebuildBesideWriter(const QString &database, const WhileWriterRests &whileWriterRests,
                                  const OnRebuildProgress &progress = {},
                                  const std::atomic<bool> *stop = nullptr);

} // namespace dvmdash::engine
