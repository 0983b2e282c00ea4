// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dvmdash::relay
{

/// How much is borne of one relay before it is quarantined. An honest relay with a fault stays far below; one
/// that does not costs every other relay time, since all share a thread.
struct ConductLimits {
    int window_ms = 10'000;   ///< the span in which messages are counted
    int most_chatter = 1'000; ///< messages other than events (NOTICE, AUTH, pings); 4 KiB of one count as one
    int most_refused = 1'000; ///< frames that were refused, when they are most of what came
    /// Events that it gave before. An honest relay gives a few minutes again after a break, and fast.
    int most_repeats = 1'000'000;
    int most_pieces = 1'000;  ///< of one message
    std::int64_t most_unread_bytes = 1024 * 1024; ///< what we wrote and the relay does not read
    int most_short_links = 6;                     ///< connections in a row that ended before they were stable
    int quarantine_first_ms = 300'000;            ///< doubled each time, until it has been stable for as long
    int quarantine_most_ms = 3'600'000;
};

/// Timings and caps of every connection. Tests make them small.
struct RelayLimits {
    std::int64_t max_frame_bytes = 1024 * 1024;
    int connect_timeout_ms = 15'000;
    int eose_timeout_ms = 15'000; ///< without a stored event and without EOSE
    int ping_interval_ms = 30'000;
    int pong_timeout_ms = 15'000; ///< after a ping: a relay that says nothing for so long is silent, so down
    int wake_patience_ms = 5'000; ///< the same after sleep or on another network, for the pong alone
    int clock_look_ms = 1'000;    ///< clocks are looked at so often
    int backoff_first_ms = 1'000;
    int backoff_most_ms = 300'000;
    int stable_after_ms = 60'000;  ///< Live for so long: past failures are forgotten
    int status_interval_ms = 250;  ///< status changes are told at most so often
    int coverage_interval_s = 10;  ///< coverage is told in steps of so much
    bool fetch_information = true; ///< NIP-11
    bool check_silence = true;     ///< see FullFilterProbe
    int information_timeout_ms = 15'000;
    int information_interval_ms = 3'600'000; ///< NIP-11 is asked at most so often for one relay
    ConductLimits conduct;
};

} // namespace dvmdash::relay
