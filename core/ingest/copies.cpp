// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/copies.h"

#include "ingest/this_thread.h"

#include <chrono>
#include <map>
#include <utility>

namespace dvmdash::ingest
{

namespace
{

/// How long a copy waits for more. Less than the writer waits before it commits.
constexpr auto gatherFor = std::chrono::milliseconds(20);
constexpr std::size_t gatherMost = 512;
constexpr std::size_t mostWaiting = 4'096;

} // namespace

Copies::Copies(BatchSink &sink, CounterBoard &counters)
    : m_sink(sink)
    , m_counters(counters)
    , m_thread([this] { work(); })
{
}

Copies::~Copies()
{
    finish();
}

bool Copies::add(const RepeatedEvent &copy, bool isSighting)
{
    std::size_t waiting = 0;
    {
        std::unique_lock lock(m_mutex);
        m_drained.wait(lock, [this] { return m_closed || m_waiting.size() < mostWaiting; });
        if (m_closed)
            return false;
        m_waiting.push_back({copy, isSighting});
        waiting = m_waiting.size();
    }
    // Waking the thread costs more than all the rest: only where it has something to do.
    if (waiting == 1 || waiting == gatherMost)
        m_filled.notify_one();
    return true;
}

std::size_t Copies::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting.size() + m_leaving;
}

void Copies::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_filled.notify_all();
    m_drained.notify_all();
}

void Copies::finish()
{
    close();
    if (m_thread.joinable())
        m_thread.join();
}

void Copies::work()
{
    nameThisThread("copies");
    std::vector<Copy> taken;
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_leaving = 0;
            m_filled.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
            m_filled.wait_for(lock, gatherFor, [this] { return m_closed || m_waiting.size() >= gatherMost; });
            if (m_waiting.empty())
                return;
            taken.clear();
            taken.swap(m_waiting);
            m_leaving = taken.size();
        }
        m_drained.notify_all();
        handOn(taken);
    }
}

void Copies::handOn(const std::vector<Copy> &copies)
{
    Batch batch;
    std::map<relay::RelayNumber, SourceCounters> deltas;
    for (const Copy &copy : copies) {
        SourceCounters &delta = deltas[copy.event.relay];
        ++delta.read;
        if (copy.isSighting)
            batch.emplace_back(copy.event);
        else
            ++delta.duplicate;
    }
    if (!batch.empty())
        m_sink.deliver(std::move(batch));
    for (const auto &[relay, delta] : deltas)
        m_counters.add(relay, delta);
}

} // namespace dvmdash::ingest
