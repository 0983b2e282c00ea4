// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "store/sqlite.h"
#include "store/table_difference.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dvmdash::store
{

/// Makes everything that follows from the events again, in a file of its own beside the database: the same
/// code that wrote it the first time, given the same events, and nothing of what it wrote then but the row
/// numbers of jobs. The database itself is only read, so a program may go on writing to it. One thread at a
/// time. Throws store::Error, and store::Interrupted once the stop flag is set.
///
///     Replay replay("dvmdash.sqlite", "dvmdash.sqlite.rebuild", kinds, fillRollups);
///     while (replay.advance(5'000)) {}
///     const auto differences = replay.finish();
class Replay
{
public:
    /// Makes the rollups from the facts (metrics::fillRollups).
    using Fill = std::function<void(Database &)>;

    /// Goes on where an earlier replay into the same file was stopped; a file of another schema is begun
    /// anew. An empty path: in memory.
    Replay(const std::string &database, const std::string &into, const dvm::KindTable &kinds, Fill fill);
    ~Replay();

    void setStopFlag(const std::atomic<bool> *stop);
    /// How many events there are, as far as is known, and how many were taken in.
    std::int64_t events() const;
    std::int64_t done() const;

    /// Takes in so many events, in a transaction of its own. False when all that are stored by now were.
    bool advance(int count);
    /// Takes in what is left, judges and counts, all as of one moment of the database, and compares: one
    /// entry for each derived table. `step` is told what is being done.
    std::vector<TableDifference> finish(const std::function<void(const std::string &what)> &step = {});

    const std::string &path() const; ///< of the file that is made; empty: in memory

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace dvmdash::store
