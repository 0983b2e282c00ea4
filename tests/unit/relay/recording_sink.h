// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/frame_sink.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace dvmdash::test
{

/// Keeps what a pool hands over. Safe to read from another thread than the pool's.
class RecordingSink : public relay::FrameSink
{
public:
    /// Called before a frame is kept; false refuses it as a closed ingest does. Set it before frames come.
    std::function<bool(const relay::IncomingFrame &)> onAccept;

    bool accept(relay::IncomingFrame frame) override
    {
        if (onAccept && !onAccept(frame))
            return false;
        const std::lock_guard lock(m_mutex);
        m_frames.push_back(std::move(frame));
        return true;
    }
    void refuse(relay::RelayNumber relay, nostr::Reject reason) override
    {
        const std::lock_guard lock(m_mutex);
        m_refused.emplace_back(relay, reason);
    }
    relay::FrameTally tally(relay::RelayNumber) const override
    {
        const std::lock_guard lock(m_mutex);
        const auto refused = static_cast<std::int64_t>(m_refused.size());
        return {static_cast<std::int64_t>(m_frames.size()) + refused, refused};
    }

    std::vector<relay::IncomingFrame> frames() const
    {
        const std::lock_guard lock(m_mutex);
        return m_frames;
    }
    std::size_t count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_frames.size();
    }
    std::size_t refused(nostr::Reject reason) const
    {
        const std::lock_guard lock(m_mutex);
        return static_cast<std::size_t>(std::count_if(
            m_refused.begin(), m_refused.end(), [reason](const auto &one) { return one.second == reason; }));
    }
    std::size_t refused() const
    {
        const std::lock_guard lock(m_mutex);
        return m_refused.size();
    }

private:
    mutable std::mutex m_mutex;
    std::vector<relay::IncomingFrame> m_frames;
    std::vector<std::pair<relay::RelayNumber, nostr::Reject>> m_refused;
};

} // namespace dvmdash::test
