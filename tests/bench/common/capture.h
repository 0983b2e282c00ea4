// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/measure.h"
#include "nostr/event.h"

#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace dvmdash::bench
{

/// Signed events of the simulated network, in the order of their times, and the same in a file.
struct Capture {
    QString path; ///< JSON lines
    std::vector<std::string> lines;
    std::vector<nostr::Event> events;
};

struct CaptureSettings {
    int events = 200'000; ///< about
    std::uint64_t seed = 11;
    std::uint64_t cast_seed = 0;        ///< who plays; 0: the same as seed
    std::int64_t start = 1'700'000'000; ///< Unix seconds
    double secondsPerJob = 6;
    bool heartbeats = true;
};

/// Writes FOLDER/capture-SEED.jsonl.
Capture makeCapture(const QString &folder, const CaptureSettings &settings);

/// The signatures of all events, shared out over all cores, by libsecp256k1 alone. Each core knows the keys
/// already. So many events in so long are L: what bounds everything that verifies.
Spent checkAll(const std::vector<nostr::Event> &events);

} // namespace dvmdash::bench
