// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/counters.h"

#include <mutex>

namespace dvmdash::ingest
{

/// The one place where network thread, workers and writer add up what they did. Thread-safe; callers add in
/// bulk (a batch at a time), so that the lock is rarely touched.
class CounterBoard
{
public:
    void add(relay::RelayNumber relay, const SourceCounters &delta);
    void addRejected(relay::RelayNumber relay, nostr::Reject reason);
    void addVerifyTime(std::int64_t us);
    void addWriteTime(std::int64_t us);
    Counters snapshot() const;
    SourceCounters of(relay::RelayNumber relay) const;

private:
    mutable std::mutex m_mutex;
    Counters m_counters;
};

} // namespace dvmdash::ingest
