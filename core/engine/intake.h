// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/batch_sink.h"
#include "ingest/counter_board.h"

#include <QPointer>

#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace dvmdash::engine
{

/// Events that a person hands to the running program, on their way through the checks of the wire into the
/// writer, on a thread of its own. Made, asked and destroyed on the engine's thread.
class Intake
{
public:
    using Added = std::function<void(const ingest::SourceCounters &counters)>;

    /// `sink` and `counters` outlive it. `number` is nobody else's.
    Intake(ingest::BatchSink &sink, ingest::CounterBoard &counters, relay::RelayNumber number,
           std::vector<std::string> events, QObject *context, Added added);
    /// Waits until all were handed to the sink.
    ~Intake();
    Intake(const Intake &) = delete;
    Intake &operator=(const Intake &) = delete;

    /// Each was refused or committed.
    bool isDone(const ingest::Counters &snapshot) const;
    void tell(const ingest::Counters &snapshot) const;

private:
    const relay::RelayNumber m_number;
    const std::int64_t m_count;
    const QPointer<QObject> m_context;
    const Added m_added;
    std::thread m_thread;
};

} // namespace dvmdash::engine
