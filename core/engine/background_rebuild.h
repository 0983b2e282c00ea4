// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rebuild.h"

#include <QMetaType>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace dvmdash::store
{
class WriterThread;
}

namespace dvmdash::engine
{

enum class RebuildTask {
    Check,  ///< compare only
    Repair, ///< and write what differs
};

/// A check or rebuild beside the running program, as it stands.
struct RebuildStatus {
    bool running = false;
    bool stopping = false; ///< it was asked to stop, and ends soon
    RebuildTask task = RebuildTask::Check;
    RebuildProgress progress;
    std::optional<RebuildReport> report; ///< of the last one that ended
};

/// Checks or rebuilds a database on a thread of its own while the writer goes on. One at a time. Begun and
/// stopped on one thread; `told` is called on others.
class BackgroundRebuild
{
public:
    using Told = std::function<void(const RebuildStatus &)>;

    /// The writer outlives it.
    BackgroundRebuild(QString database, store::WriterThread &writer, Told told);
    /// Stops it and waits; either the writer runs until then, or it has finished.
    ~BackgroundRebuild();

    /// False when one is under way.
    bool start(RebuildTask task);
    /// Soon ends the one that is under way; what a repair has read so far is kept for the next one.
    void stop();

private:
    void run(RebuildTask task);
    RebuildReport repair(const OnRebuildProgress &progress);
    void change(const std::function<void(RebuildStatus &)> &how);

    const QString m_database;
    store::WriterThread &m_writer;
    const Told m_told;
    std::mutex m_mutex;
    RebuildStatus m_status;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace dvmdash::engine

Q_DECLARE_METATYPE(dvmdash::engine::RebuildStatus)
