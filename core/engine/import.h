// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/counters.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace dvmdash::engine
{

struct ImportProgress {
    std::int64_t bytes_read = 0;
    std::int64_t bytes_total = -1; ///< -1: not known (standard input)
    ingest::SourceCounters counters;
    double seconds = 0;
};

struct ImportResult {
    bool ok = false;
    QString error; ///< why it stopped, in plain words; what was read until then is stored
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

/// Reads files of events or `["EVENT",sub,{...}]` frames, one a line, or captures (engine/capture_format.h),
/// into the database with the checks of the wire. A bundle (engine/bundle.h) is read too, unless it is
/// redacted; it covers nothing. "-" is standard input. A bad line is counted, never fatal; empty lines are
/// skipped. A line with the id of an event that a file of this name gave before is counted as its copy
/// without a look at the rest. Blocks the calling thread, which needs no event loop. `progress` is called
/// about ten times a second on the same thread and may return false to stop.
ImportResult importFiles(const QString &database, const QStringList &files, const ImportOptions &options = {},
                         const std::function<bool(const ImportProgress &)> &progress = {});

} // namespace dvmdash::engine
