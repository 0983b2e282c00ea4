// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/frame_sink.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

namespace dvmdash::ingest
{

/// Bounds of one relay's share of the queue.
struct QueueLimits {
    std::size_t frames = 4096;
    std::size_t bytes = 8 * 1024 * 1024;
};

/// Frames between the sockets and the workers: one bounded queue for each relay, served in turn, so that the
/// frames of a relay that floods do not stand before those of the others. One network thread pushes for all
/// relays: while it waits for room in one share, no socket is read. Thread-safe.
class FrameQueue
{
public:
    explicit FrameQueue(QueueLimits limits = {});

    /// Blocks while the relay's share is full. A frame larger than the share is taken when the share is
    /// empty. False when the queue has been closed.
    bool push(relay::IncomingFrame frame);

    /// Up to `most` frames, one from each relay in turn. Blocks while there are none or while held. Empty
    /// only when the queue has been closed and has run dry.
    std::vector<relay::IncomingFrame> pop(std::size_t most);
    /// The same without waiting: empty while there are none, or while held.
    std::vector<relay::IncomingFrame> tryPop(std::size_t most);

    /// No more pushes; pops drain what is left, also when held.
    void close();

    /// While held, pops wait: the shares fill and the sockets are read no more.
    void setHeld(bool held);
    bool isHeld() const;

    std::size_t size() const;

private:
    struct Share {
        std::deque<relay::IncomingFrame> frames;
        std::size_t bytes = 0;
    };
    bool hasRoom(const Share &share, std::size_t bytes) const;
    std::vector<relay::IncomingFrame> takeInTurn(std::size_t most);

    const QueueLimits m_limits;
    mutable std::mutex m_mutex;
    std::condition_variable m_filled;
    std::condition_variable m_drained;
    std::map<relay::RelayNumber, Share> m_shares;
    relay::RelayNumber m_lastServed = -1;
    std::size_t m_size = 0;
    bool m_closed = false;
    bool m_held = false;
};

} // namespace dvmdash::ingest
