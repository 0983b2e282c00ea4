// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/clock_watch.h"
#include "relay/loop_stall.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace dvmdash::relay
{

/// The wall clock of all that is concluded from listening. It is looked at before each conclusion: where time
/// was left out (sleep, a clock that was set, a program that stood still), data from before may wait in the
/// sockets, so that no connection may claim the time up to now until a pong has come through (LoopStall). One
/// for all connections of a pool, on its thread.
class ListeningClock
{
public:
    using Read = std::function<ClockReading()>;

    /// `stall` outlives it.
    ListeningClock(LoopStall &stall, Read read)
        : m_stall(stall)
        , m_read(std::move(read))
    {
    }

    /// Called from within seconds(), before it returns, with what happened.
    void setOnChange(std::function<void(const ClockChange &)> onChange) { m_onChange = std::move(onChange); }
    /// In place of the system's clocks, in tests. They begin anew.
    void setRead(Read read);

    /// Unix seconds, looked at now.
    std::int64_t seconds() { return ms() / 1'000; }
    std::int64_t ms();
    /// Milliseconds since the first look, sleep included where that is known.
    std::int64_t age_ms() const;

private:
    LoopStall &m_stall;
    Read m_read;
    ClockWatch m_watch;
    std::optional<ClockReading> m_first;
    ClockReading m_last;
    std::function<void(const ClockChange &)> m_onChange;
};

} // namespace dvmdash::relay
