// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ingest/counters.h"
#include "relay/relay_health.h"
#include "relay/relay_status.h"

#include <QMetaType>
#include <QVector>

#include <cstdint>
#include <memory>
#include <vector>

namespace dvmdash::engine
{

/// What happened since the last notice, and where things stand now. Immutable and shared.
struct Activity {
    std::vector<EventRow> events; ///< newly stored, newest first, at most 5,000
    std::int64_t skipped = 0;     ///< newly stored but not in `events`, because they came too fast to show
    std::int64_t stored = 0;      ///< newly stored in all
    bool jobs_changed = false;    ///< some job's state changed (an event or a deadline)
    /// The file shows another moment: what was told of before may not be in it, and is to be asked anew.
    bool replaced = false;
    std::uint64_t sequence = 0;    ///< ingest sequence after this
    double events_per_second = 0;  ///< newly stored, over the last five seconds
    std::int64_t behind_ms = 0;    ///< how long the newest committed frame waited between socket and commit
    std::int64_t events_total = 0; ///< in the file
    std::int64_t file_bytes = 0;   ///< file and WAL
    ingest::Counters counters;     ///< since the start
};
using ActivityPtr = std::shared_ptr<const Activity>;

/// A relay with what ingest knows of it.
struct RelayActivity {
    relay::RelayStatus status;
    double events_per_second = 0; ///< EVENT frames over the last five seconds
    std::int64_t accepted = 0;    ///< first seen here, stored
    std::int64_t duplicates = 0;  ///< already had from elsewhere
    std::int64_t rejected = 0;
    relay::RelayConduct conduct; ///< since the start, as of the last update
    relay::RelayHealth health;   ///< by it
};

} // namespace dvmdash::engine

Q_DECLARE_METATYPE(dvmdash::engine::ActivityPtr)
Q_DECLARE_METATYPE(dvmdash::engine::RelayActivity)
