// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace dvmdash::relay
{

/// A clock that stands still while the program does not look at it: of a pause longer than expected only a
/// part counts. Timeouts measured with it need several looks, between which the event loop reads the sockets,
/// so a sink that blocked for a minute never makes a relay look silent.
class AttentiveClock
{
public:
    explicit AttentiveClock(std::int64_t most_per_look)
        : m_most(most_per_look)
    {
    }
    std::int64_t look(std::int64_t now_ms);
    std::int64_t now() const { return m_time; }

private:
    std::int64_t m_most;
    std::int64_t m_time = 0;
    std::optional<std::int64_t> m_last;
};

} // namespace dvmdash::relay
