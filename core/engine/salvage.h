// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/counters.h"

#include <QString>

#include <cstdint>
#include <functional>

namespace dvmdash::engine
{

enum class SalvageStep {
    Reading, ///< looking through the pages of the damaged file
    Writing, ///< checking events and writing them into the new one
};
struct SalvageProgress {
    SalvageStep step = SalvageStep::Reading;
    std::int64_t done = 0;  ///< pages, or events
    std::int64_t total = 0; ///< of the same
};

struct SalvageReport {
    bool ok = false;
    QString error;        ///< why it stopped, in plain words; the new file is gone again
    bool stopped = false; ///< by the progress callback
    std::int64_t pages = 0;
    std::int64_t unreadable_pages = 0;
    std::int64_t read = 0;    ///< events of which all parts could be read
    std::int64_t stored = 0;  ///< of those, now in the new file
    std::int64_t refused = 0; ///< of those, whose id or signature does not hold; `counters` says why
    /// Events that the file had and that could not be read. Where its own count is lost too, those of which
    /// at least a part was found.
    std::int64_t lost = 0;
    bool lost_is_estimate = false; ///< the file's own count of its events is lost
    ingest::SourceCounters counters;
    std::int64_t relays = 0;  ///< relays and files that gave events
    std::int64_t horizon = 0; ///< what is older had been deleted before, Unix seconds; its numbers are gone
    double seconds = 0;
};

using OnSalvageProgress = std::function<bool(const SalvageProgress &)>;

/// Reads all events that can be read out of a damaged database, checks each one's id and signature again, and
/// writes them into a new file, with their receipt times and relays, and when it was listened, as far as
/// these can be read; jobs and numbers are made from them. What domains answered is not taken over: nothing
/// proves it, and it is asked again. The damaged file is not changed, and must not be written to meanwhile:
/// it is locked.
///
/// `into` must not exist. Blocks the calling thread, which needs no event loop; `progress` is called there
/// some times a second and returns false to stop.
SalvageReport salvageDatabase(const QString &damaged, const QString &into,
                              const OnSalvageProgress &progress = {});

/// Gives the new file the name of the damaged one, which is kept beside it with ".damaged" at the end of its
/// name. Nobody may have either open. Empty, or why not, in plain words; then all is as it was.
QString putInPlace(const QString &salvaged, const QString &damaged);

} // namespace dvmdash::engine
