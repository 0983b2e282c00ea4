// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query_runner.h"

#include <algorithm>

namespace dvmdash::engine
{

QueryRunner::QueryRunner(const std::string &path, int threads, const std::function<std::int64_t()> &now_ms)
{
    for (int i = 0; i < threads; ++i) {
        m_readers.push_back(std::make_unique<store::Reader>(path));
        m_readers.back()->setClock(now_ms);
    }
    for (auto &reader : m_readers)
        m_threads.emplace_back([this, &reader] { work(*reader); });
}

QueryRunner::~QueryRunner()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_entries.clear();
        for (const auto &query : m_running)
            query->cancelled = true;
    }
    m_filled.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

void QueryRunner::run(std::shared_ptr<Query> query, Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_entries.push_back({std::move(query), std::move(task)});
    }
    m_filled.notify_one();
}

void QueryRunner::work(store::Reader &reader)
{
    for (;;) {
        Entry entry;
        {
            std::unique_lock lock(m_mutex);
            m_filled.wait(lock, [this] { return m_stopping || !m_entries.empty(); });
            if (m_stopping)
                return;
            entry = std::move(m_entries.front());
            m_entries.pop_front();
            if (entry.query->cancelled)
                continue;
            m_running.push_back(entry.query);
        }
        reader.setStopFlag(&entry.query->cancelled);
        reader.setProgress(&entry.query->permille);
        entry.task(reader);
        reader.setProgress(nullptr);
        reader.setStopFlag(nullptr);
        const std::lock_guard lock(m_mutex);
        m_running.erase(std::find(m_running.begin(), m_running.end(), entry.query));
    }
}

} // namespace dvmdash::engine
