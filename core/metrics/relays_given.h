// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/figures.h"
#include "metrics/freshness.h"
#include "metrics/time_window.h"
#include "store/reader.h"

#include <cstdint>
#include <string>
#include <vector>

/// What each relay gave of the requests, results and feedback of a window, and who gave them first.
namespace dvmdash::metrics
{

struct RelaysGivenQuestion {
    TimeWindow window;
    std::int64_t most = 50'000; ///< so many of its newest events are looked at one by one
    bool operator==(const RelaysGivenQuestion &) const = default;
};

struct KindGiven {
    int kind = 0; ///< of requests; its results count here too
    std::int64_t events = 0;
    bool operator==(const KindGiven &) const = default;
};
struct DvmGiven {
    nostr::PublicKey dvm;
    std::int64_t events = 0; ///< its results and feedback
    bool operator==(const DvmGiven &) const = default;
};

/// A relay, or an imported file, that gave anything of the window. Files ("file:NAME") are no rivals of
/// relays: what only a relay and a file have, only that relay gave, and against a file nothing is first.
struct RelayGiven {
    std::string url;
    std::int64_t events = 0; ///< of the whole window

    // Of the events that were looked at:
    std::int64_t looked = 0; ///< that it gave
    std::int64_t late = 0;   ///< of these, another relay had given them before: duplicates
    std::int64_t only = 0;   ///< of these, no other relay gave them
    /// Of these, came as they happened and another relay gave them too: the others say nothing about who is
    /// faster.
    std::int64_t raced = 0;
    std::int64_t first = 0; ///< of the raced ones, it was the first, or in the same millisecond

    static constexpr std::size_t most_listed = 12;
    std::vector<KindGiven> kinds; ///< most events first, at most most_listed
    std::int64_t kinds_all = 0;
    std::vector<DvmGiven> dvms; ///< the same
    std::int64_t dvms_all = 0;

    Rate duplicateShare() const { return {late, looked}; }
    Rate onlyShare() const { return {only, looked}; }
    Rate firstShare() const { return {first, raced}; }
    bool operator==(const RelayGiven &) const = default;
};

struct RelaysGiven {
    std::vector<RelayGiven> rows; ///< most events first, then by URL
    TimeWindow window;            ///< that was meant
    /// The part of it that was looked at event by event; shorter where it holds more than `most`.
    TimeWindow looked;
    std::int64_t looked_events = 0; ///< different ones
    Freshness freshness;
};
RelaysGiven readRelaysGiven(store::Reader &reader, const RelaysGivenQuestion &question, std::int64_t now_ms);

} // namespace dvmdash::metrics
