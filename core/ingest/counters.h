// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/reject.h"
#include "relay/frame_sink.h"

#include <array>
#include <cstdint>
#include <map>

namespace dvmdash::ingest
{

/// What became of the frames of one source.
struct SourceCounters {
    std::int64_t read = 0;                                   ///< frames taken in
    std::int64_t accepted = 0;                               ///< verified and new
    std::int64_t duplicate = 0;                              ///< verified before, or stored before
    std::array<std::int64_t, nostr::rejectCount> rejected{}; ///< by nostr::Reject
    std::int64_t rejectedTotal() const;
    bool operator==(const SourceCounters &) const = default;
    SourceCounters &operator+=(const SourceCounters &other);
};

/// A snapshot since the start. read == accepted + duplicate + rejected once the queues are empty.
struct Counters {
    SourceCounters all;
    std::map<relay::RelayNumber, SourceCounters> by_relay;
    std::int64_t queued = 0;    ///< frames waiting for a worker
    std::int64_t verify_us = 0; ///< time spent parsing and verifying, summed over the workers
    std::int64_t write_us = 0;  ///< time spent in the writer's transactions
};

} // namespace dvmdash::ingest
