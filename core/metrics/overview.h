// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/time_window.h"
#include "nostr/bytes.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace dvmdash::store
{
class Reader;
}

namespace dvmdash::metrics
{

/// What a number rests on.
struct Freshness {
    std::uint64_t sequence = 0;       ///< ingest sequence of the newest commit the answer saw
    std::int64_t as_of_ms = 0;        ///< our clock when it was asked, Unix milliseconds
    std::int64_t newest_event_at = 0; ///< largest created_at stored that is not in the future; 0: none
};

/// Counts over one window. Every count is of verified events with since <= created_at < until; suspect
/// results count nowhere, and an event dated more than 15 minutes ahead of our clock not before its time
/// comes (dvm::futureToleranceSeconds).
struct Totals {
    std::int64_t requests = 0; ///< events in the request range that are not excluded
    std::int64_t results = 0;
    std::int64_t feedback = 0; ///< kind 7000 but customers' notes and pongs
    std::int64_t users = 0;    ///< distinct authors of requests
    std::int64_t dvms = 0;     ///< distinct authors of results and feedback
    std::int64_t kinds = 0;    ///< distinct kinds of requests

    std::optional<nostr::PublicKey> popular_dvm; ///< most results; ties to the lowest key
    std::int64_t popular_dvm_results = 0;
    std::optional<int> popular_kind; ///< most requests; ties to the lowest kind
    std::int64_t popular_kind_requests = 0;
    std::optional<int>
        competitive_kind; ///< request kind to which most distinct DVMs gave results; ties to the lowest
    std::int64_t competitive_kind_dvms = 0;

    bool operator==(const Totals &) const = default;
};

/// One bucket [start, start + bucket) of the activity chart.
struct ActivityPoint {
    std::int64_t start = 0; ///< Unix seconds, a multiple of the bucket
    std::int64_t requests = 0;
    std::int64_t results = 0;
    std::int64_t feedback = 0;
    bool operator==(const ActivityPoint &) const = default;
};

struct OverviewQuestion {
    TimeWindow window;
    std::int64_t bucket_seconds = 60;
    bool operator==(const OverviewQuestion &) const = default;
};

struct Overview {
    OverviewQuestion question;
    Totals totals;
    Totals previous;                     ///< the window of equal length just before
    std::vector<ActivityPoint> activity; ///< every bucket of the window, empty ones too
    Freshness freshness;
};

/// The bucket that a window of this length is drawn in: 1 h 1 min, 24 h 15 min, 7 d 1 h, 30 d 4 h, 90 d 1 d,
/// longer 1 d or 30 d so that no chart has more than about 500 points.
std::int64_t bucketFor(const TimeWindow &window);

/// Reads the overview in one read transaction, so that all its numbers are of one moment. Throws
/// store::Error; throws store::Interrupted when the reader is interrupted.
Overview readOverview(store::Reader &reader, const OverviewQuestion &question, std::int64_t now_ms);

/// From the oldest to just after the newest event that counts now; [0, 0) when there is none.
TimeWindow readSpan(store::Reader &reader, std::int64_t now_ms);

} // namespace dvmdash::metrics
