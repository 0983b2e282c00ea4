// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/import.h"
#include "relay/frame_sink.h"

#include <QMetaType>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace dvmdash::ingest
{
class CounterBoard;
}
namespace dvmdash::store
{
class IdFilter;
class WriterThread;
} // namespace dvmdash::store

namespace dvmdash::engine
{

/// An import beside the running program, as it stands.
struct ImportStatus {
    bool running = false;
    bool stopping = false; ///< it was asked to stop, and ends soon
    QStringList files;     ///< as they were named
    ImportOptions options;
    ImportProgress progress;
    std::optional<ImportResult> result; ///< of the last one that ended: all of it is committed
};

/// Reads files into the database that is open, through a pipeline of its own beside the one of the relays,
/// into the one writer. One import at a time. Begun and stopped on one thread; `told` is called on others.
class BackgroundImport
{
public:
    using Told = std::function<void(const ImportStatus &)>;

    /// Writer and counters outlive it. `stored` tells which ids the file does not hold; may be none.
    BackgroundImport(QString database, store::WriterThread &writer, ingest::CounterBoard &counters,
                     std::shared_ptr<store::IdFilter> stored, Told told);
    /// Stops it; waits until all that was read is handed to the writer, not until it is written.
    ~BackgroundImport();

    /// False when one is under way.
    bool start(const QStringList &files, const ImportOptions &options);
    /// Soon ends the one that is under way; what was read stays.
    void stop();

private:
    void run(const QStringList &files, const ImportOptions &options);
    ImportResult readAll(const QStringList &files, const ImportOptions &options);
    void change(const std::function<void(ImportStatus &)> &how);

    /// Files are no relays of the pool, nor what a person hands over (intake.h).
    static constexpr relay::RelayNumber firstNumber = 2'000'000;

    const QString m_database;
    store::WriterThread &m_writer;
    ingest::CounterBoard &m_counters;
    const std::shared_ptr<store::IdFilter> m_stored;
    const Told m_told;
    relay::RelayNumber m_next = firstNumber;
    std::mutex m_mutex;
    ImportStatus m_status;
    std::atomic<bool> m_stop = false;
    std::atomic<bool> m_abandon = false; ///< nobody waits for the end any more
    std::thread m_thread;
};

} // namespace dvmdash::engine

Q_DECLARE_METATYPE(dvmdash::engine::ImportStatus)
