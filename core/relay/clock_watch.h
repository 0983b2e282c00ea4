// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace dvmdash::relay
{

/// The clocks of this computer at one moment, milliseconds.
struct ClockReading {
    std::int64_t wall_ms = 0;           ///< Unix
    std::int64_t awake_ms = 0;          ///< goes forward while the computer is awake
    std::optional<std::int64_t> all_ms; ///< goes forward while it sleeps too; nothing: no such clock here
};

/// What happened between two readings other than that time passed.
struct ClockChange {
    std::int64_t from_ms = 0;  ///< the wall before, Unix ms
    std::int64_t until_ms = 0; ///< and afterwards
    std::int64_t slept_ms = 0; ///< 0: it did not sleep
    std::int64_t set_ms = 0;   ///< the clock was set forward by so much; below 0: back
    bool operator==(const ClockChange &) const = default;
};
/// Of two that followed each other.
ClockChange joined(const ClockChange &first, const ClockChange &second);

/// Tells sleep from a clock that was set, by readings that follow each other, at best once a second and
/// before anything is concluded from the time. Without a clock that goes on in sleep a jump forward is taken
/// for sleep, which is the careful reading: in both cases nobody listened, or nobody knows when. A value.
class ClockWatch
{
public:
    /// What is less is the unevenness of clocks.
    static constexpr std::int64_t least_ms = 2'000;

    std::optional<ClockChange> look(const ClockReading &now);
    /// For how long the program stood still before the last look while the computer was awake.
    std::int64_t pause_ms() const { return m_pause; }

private:
    std::optional<ClockReading> m_last;
    std::int64_t m_pause = 0;
};

} // namespace dvmdash::relay
