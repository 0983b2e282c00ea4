// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/reader.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace dvmdash::engine
{

/// A task on its way to an answer; shared by those who wait for it and the thread that works on it.
struct Query {
    std::atomic<bool> cancelled = false;
    std::atomic<int> permille = 0; ///< how much of it is done
};

/// Puts questions to the file on a few reader threads, each with a connection of its own, first come first
/// served. A cancelled task is dropped, a running one interrupted.
class QueryRunner
{
public:
    using Task = std::function<void(store::Reader &)>; ///< called on a reader thread; must not throw

    /// Throws store::Error when the file cannot be read.
    /// `now_ms`: the clock of the answers; empty: the system's.
    QueryRunner(const std::string &path, int threads, const std::function<std::int64_t()> &now_ms = {});
    ~QueryRunner();
    QueryRunner(const QueryRunner &) = delete;
    QueryRunner &operator=(const QueryRunner &) = delete;

    void run(std::shared_ptr<Query> query, Task task);

private:
    struct Entry {
        std::shared_ptr<Query> query;
        Task task;
    };
    void work(store::Reader &reader);

    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<Entry> m_entries;
    bool m_stopping = false;
    std::vector<std::shared_ptr<Query>> m_running;
    std::vector<std::unique_ptr<store::Reader>> m_readers;
    std::vector<std::thread> m_threads;
};

} // namespace dvmdash::engine
