// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dvmdash::relay
{

/// Timings and caps of every connection. Tests make them small.
struct RelayLimits {
    std::int64_t max_frame_bytes = 1024 * 1024;
    int connect_timeout_ms = 15'000;
    int eose_timeout_ms = 15'000; ///< without a stored event and without EOSE
    int ping_interval_ms = 30'000;
    int pong_timeout_ms = 15'000; ///< after a ping: a relay that says nothing for so long is silent, so down
    int backoff_first_ms = 1'000;
    int backoff_most_ms = 300'000;
    int stable_after_ms = 60'000;  ///< Live for so long: past failures are forgotten
    int status_interval_ms = 250;  ///< status changes are told at most so often
    int coverage_interval_s = 10;  ///< coverage is told in steps of so much
    bool fetch_information = true; ///< NIP-11
    int information_timeout_ms = 15'000;
    int information_interval_ms = 3'600'000; ///< NIP-11 is asked at most so often for one relay
};

} // namespace dvmdash::relay
