// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/counters.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <optional>

namespace dvmdash::engine
{

struct ImportProgress {
    int file = 0; ///< that is being read, of so many
    int files = 0;
    std::int64_t bytes_read = 0;   ///< of the files as they lie on the disk, compressed or not
    std::int64_t bytes_total = -1; ///< -1: not known (standard input)
    ingest::SourceCounters counters;
    double seconds = 0; ///< since it began

    double eventsPerSecond() const;
    /// As the bytes went so far; nothing at the beginning, and where the total is not known.
    std::optional<std::int64_t> secondsLeft() const;
};

struct ImportResult {
    bool ok = false;
    bool stopped = false; ///< because progress said so
    QString error; ///< what went wrong, in plain words, a line each; what was read until then is stored
    ingest::SourceCounters counters;
    double seconds = 0;
    double eventsPerSecond() const { return seconds > 0 ? static_cast<double>(counters.read) / seconds : 0; }
};

struct ImportOptions {
    /// The files are recordings: within the span of its job events a file holds all that was to be heard, as
    /// a relay does, so that silence in it means something. Clear for samples and excerpts. A capture that is
    /// taken for a recording covers what it says; its receipt times and relays are somebody's word, and not
    /// taken.
    bool recording = true;
};

/// Reads files of events or `["EVENT",sub,{...}]` frames into the database with the checks of the wire: one a
/// line, a JSON array of them, an object whose member "events" is that array, or JSON values one behind the
/// other; each also compressed with gzip or zstd. What a file is, it tells itself, whatever its name. A
/// capture (engine/capture_format.h) covers what it says it covers. A bundle (engine/bundle.h) is read too,
/// unless it is redacted; it covers nothing. "-" is standard input. Files of any length are read as a stream,
/// in bounded memory.
///
/// What is no event is counted, never fatal; empty lines are skipped. A file that cannot be read to its end
/// (damaged, cut off) is said, and the next one is read. A line with the id of an event that a file of this
/// name gave before is counted as its copy without a look at the rest. Blocks the calling thread, which needs
/// no event loop. `progress` is called about ten times a second on the same thread and may return false to
/// stop.
ImportResult importFiles(const QString &database, const QStringList &files, const ImportOptions &options = {},
                         const std::function<bool(const ImportProgress &)> &progress = {});

} // namespace dvmdash::engine
