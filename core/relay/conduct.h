// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/frame_sink.h"
#include "relay/relay_limits.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace dvmdash::relay
{

/// What one connection does that costs the other relays time or memory, counted in windows. A value; times
/// are monotonic milliseconds. Faults of single events are no matter for it: they are refused and counted,
/// and only a relay that sends hardly anything else is complained about.
class Conduct
{
public:
    enum class Fault {
        Chatter, ///< too much that is no event
        Refused, ///< too much that was refused
        Repeats, ///< too much that it gave before
        Pieces,  ///< a message in too many pieces
        Unread,  ///< does not read what it is sent
    };

    explicit Conduct(const ConductLimits &limits)
        : m_limits(limits)
    {
    }

    /// A new connection. `tally`: of the ones before.
    void opened(std::int64_t now_ms, const FrameTally &tally);
    /// A message that is no event, of so many bytes.
    void chatter(std::int64_t now_ms, std::size_t bytes);
    /// An event that it gave before.
    void repeated() { ++m_repeats; }
    /// A piece of a message that is not whole yet.
    void piece() { ++m_pieces; }
    void messageIsWhole() { m_pieces = 0; }
    /// To be called about every second. `unread`: bytes of ours that wait to be sent; `answered`: bytes that
    /// the socket sent by itself, in answer to pings, since it was opened.
    void look(std::int64_t now_ms, const FrameTally &tally, std::int64_t unread, std::int64_t answered);

    std::optional<Fault> fault() const;
    std::int64_t refused() const { return m_refused; } ///< in this window

private:
    void begin(std::int64_t now_ms);

    ConductLimits m_limits;
    std::int64_t m_began_ms = 0;
    FrameTally m_before; ///< what was judged before this window
    FrameTally m_known;  ///< up to now
    std::int64_t m_answered = 0;
    std::int64_t m_chatter = 0;
    std::int64_t m_judged = 0;
    std::int64_t m_refused = 0;
    std::int64_t m_repeats = 0;
    std::int64_t m_unread = 0;
    int m_pieces = 0;
};

} // namespace dvmdash::relay
