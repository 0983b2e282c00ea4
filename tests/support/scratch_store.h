// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/counter_board.h"
#include "nostr/event.h"
#include "store/reader.h"
#include "store/writer_thread.h"

#include <QTemporaryDir>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace dvmdash::store::test
{

/// A database in a folder of its own, written by a real writer thread with a clock that stands still.
class ScratchStore
{
public:
    explicit ScratchStore(std::int64_t now_s);
    ~ScratchStore();

    std::string path() const;
    void setNow(std::int64_t now_s) { m_now = now_s; }

    /// Opens the writer; done by the first give().
    void open();
    /// One batch: committed before or together with the next.
    void give(const std::vector<nostr::Event> &events, relay::RelayNumber relay = 0, bool live = false);
    void giveCopy(const nostr::EventId &id, relay::RelayNumber relay, std::int64_t received_ms);
    void listen(std::int64_t from, std::int64_t until, relay::RelayNumber relay = 0);
    WriterThread &writer();
    /// What `deliver` gives is written in one transaction, as far as its size allows.
    void giveTogether(const std::function<void()> &deliver);
    /// Commits, closes, and returns what could not be written.
    std::int64_t close();
    /// Closes the writer when it is open.
    Reader read();

    const ingest::CounterBoard &counters() const { return m_counters; }
    std::vector<std::string> problems() const;
    std::int64_t stored() const;
    /// Events in the file, as told last.
    std::int64_t eventsTold() const;

    /// Called on the file before the writer takes it.
    std::function<void(StoreFile &)> prepareFile;
    /// For WriterSettings.
    std::function<std::unique_ptr<FactListener>(Database &)> makeListener;
    /// Told of each commit, on the writer's thread.
    std::function<void(const CommitNotice &)> onCommit;
    /// Called with the settings before the writer gets them.
    std::function<void(WriterSettings &)> changeSettings;

private:
    QTemporaryDir m_folder;
    std::atomic<std::int64_t> m_now;
    ingest::CounterBoard m_counters;
    std::unique_ptr<WriterThread> m_writer;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_problems;
    std::int64_t m_stored = 0;
    std::int64_t m_eventsTold = 0;
};

/// All jobs and attempts with ids in place of row numbers, as sorted lines of text: equal for equal states.
std::string dumpJobs(Reader &reader);

} // namespace dvmdash::store::test
