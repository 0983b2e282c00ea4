// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/frame_queue.h"

#include <algorithm>

namespace dvmdash::ingest
{

FrameQueue::FrameQueue(QueueLimits limits)
    : m_limits(limits)
{
}

bool FrameQueue::hasRoom(const Share &share, std::size_t bytes) const
{
    return share.frames.empty() ||
           (share.frames.size() < m_limits.frames && share.bytes + bytes <= m_limits.bytes);
}

bool FrameQueue::push(relay::IncomingFrame frame)
{
    const std::size_t bytes = frame.json.size();
    {
        std::unique_lock lock(m_mutex);
        Share &share = m_shares[frame.relay];
        m_drained.wait(lock, [&] { return m_closed || hasRoom(share, bytes); });
        if (m_closed)
            return false;
        share.bytes += bytes;
        share.frames.push_back(std::move(frame));
        ++m_size;
    }
    m_filled.notify_one();
    return true;
}

std::vector<relay::IncomingFrame> FrameQueue::pop(std::size_t most)
{
    std::vector<relay::IncomingFrame> taken;
    {
        std::unique_lock lock(m_mutex);
        m_filled.wait(lock, [&] { return m_closed || (m_size > 0 && !m_held); });
        taken = takeInTurn(most);
    }
    m_drained.notify_all();
    return taken;
}

std::vector<relay::IncomingFrame> FrameQueue::tryPop(std::size_t most)
{
    std::vector<relay::IncomingFrame> taken;
    {
        const std::lock_guard lock(m_mutex);
        if (m_size == 0 || (m_held && !m_closed))
            return taken;
        taken = takeInTurn(most);
    }
    m_drained.notify_all();
    return taken;
}

/// The mutex is held.
std::vector<relay::IncomingFrame> FrameQueue::takeInTurn(std::size_t most)
{
    std::vector<relay::IncomingFrame> taken;
    taken.reserve(std::min(most, m_size));
    auto at = m_shares.upper_bound(m_lastServed);
    while (taken.size() < most && m_size > 0) {
        if (at == m_shares.end())
            at = m_shares.begin();
        Share &share = at->second;
        if (!share.frames.empty()) {
            share.bytes -= share.frames.front().json.size();
            taken.push_back(std::move(share.frames.front()));
            share.frames.pop_front();
            --m_size;
            m_lastServed = at->first;
        }
        ++at;
    }
    return taken;
}

void FrameQueue::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_filled.notify_all();
    m_drained.notify_all();
}

void FrameQueue::setHeld(bool held)
{
    {
        const std::lock_guard lock(m_mutex);
        m_held = held;
    }
    m_filled.notify_all();
}

bool FrameQueue::isHeld() const
{
    const std::lock_guard lock(m_mutex);
    return m_held;
}

std::size_t FrameQueue::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_size;
}

} // namespace dvmdash::ingest
