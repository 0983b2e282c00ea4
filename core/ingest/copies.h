// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/batch_sink.h"
#include "ingest/counter_board.h"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace dvmdash::ingest
{

/// Copies of verified events on their way to the sink. They come one by one and by the hundred thousand, so
/// they are gathered and go in bulk, a few milliseconds later, by a thread of their own. Thread-safe.
class Copies
{
public:
    Copies(BatchSink &sink, CounterBoard &counters);
    ~Copies();
    Copies(const Copies &) = delete;
    Copies &operator=(const Copies &) = delete;

    /// `isSighting`: the relay was not known to have it, so the sink hears of it. Otherwise it is counted and
    /// no more. Blocks while too many wait. False when it has been closed.
    bool add(const RepeatedEvent &copy, bool isSighting);

    std::size_t size() const;

    /// Takes no more and wakes whoever blocks in add(); what waits is still handed on.
    void close();
    /// Closes and hands on what waits.
    void finish();

private:
    struct Copy {
        RepeatedEvent event;
        bool isSighting;
    };
    void work();
    void handOn(const std::vector<Copy> &copies);

    BatchSink &m_sink;
    CounterBoard &m_counters;
    mutable std::mutex m_mutex;
    std::condition_variable m_filled;
    std::condition_variable m_drained;
    std::vector<Copy> m_waiting;
    std::size_t m_leaving = 0; ///< taken and not handed on yet
    bool m_closed = false;
    std::thread m_thread;
};

} // namespace dvmdash::ingest
