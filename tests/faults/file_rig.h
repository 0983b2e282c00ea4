// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture.h"
#include "ingest/counter_board.h"
#include "store/writer_thread.h"

#include <QString>

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace dvmdash::test
{

/// A writer over a file, that is given one batch after another: each is one commit, so the same happens to
/// the disk every time. Tries again at once when the disk fails.
class FileRig
{
public:
    /// Throws store::Error when the file cannot be opened.
    explicit FileRig(const QString &database);
    ~FileRig();
    FileRig(const FileRig &) = delete;
    FileRig &operator=(const FileRig &) = delete;

    /// Gives some of the events and waits until they are committed, or for a problem. Whether they are
    /// committed.
    bool give(const std::vector<nostr::Event> &events, std::size_t from, std::size_t count);
    /// Waits until all that was given is committed and no problem stands. False when that does not come.
    bool waitUntilWell();
    /// Waits until a problem stands.
    bool waitForProblem();
    /// Closes the file; how many events could not be written.
    std::int64_t close();

    std::set<std::string> acknowledged() const;
    QString problem() const; ///< empty: none
    QString lastProblem() const;
    store::WriterThread &writer() { return *m_writer; }

private:
    bool waitFor(const std::function<bool()> &isSo) const;
    bool isCommitted() const;

    ingest::CounterBoard m_counters;
    mutable std::mutex m_mutex;
    std::set<std::string> m_acknowledged;
    std::string m_problem;
    std::string m_lastProblem;
    std::size_t m_given = 0;
    std::unique_ptr<store::WriterThread> m_writer;
};

/// A database with its WAL as they lie on the disk at this moment: what a process leaves that dies now.
bool copyAsItStands(const QString &database, const QString &copy);

} // namespace dvmdash::test
