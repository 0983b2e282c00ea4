// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/batch_sink.h"
#include "ingest/counter_board.h"
#include "store/writer_thread.h"

#include <QPointer>
#include <QString>

#include <functional>
#include <memory>
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

/// The intakes that are under way. On the engine's thread.
class IntakeList
{
public:
    /// `source` is kept as who gave them. Both outlive it or its clear().
    void add(store::WriterThread &writer, ingest::CounterBoard &counters, const QString &source,
             std::vector<std::string> events, QObject *context, Intake::Added added);
    /// Tells those whose events are all committed.
    void tell(const ingest::Counters &snapshot);
    /// Waits until all were handed to the writer; tells nobody.
    void clear() { m_intakes.clear(); }

private:
    /// Who gives events by hand is no relay of the pool, whose numbers begin at 0.
    static constexpr relay::RelayNumber firstNumber = 1'000'000;

    std::vector<std::unique_ptr<Intake>> m_intakes;
    relay::RelayNumber m_next = firstNumber;
};

} // namespace dvmdash::engine
