// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace dvmdash::engine
{

/// How far a replay is on while time goes by: a moment of the capture by another one and a speed. A value;
/// `now_ms` is of any clock that only goes forward.
class Pace
{
public:
    static constexpr double slowest = 0.1;
    static constexpr double fastest = 10'000;

    /// From here on, at this speed.
    void start(std::int64_t moment_ms, double speed, std::int64_t now_ms)
    {
        m_moment = static_cast<double>(moment_ms);
        m_speed = std::clamp(speed, slowest, fastest);
        m_now = now_ms;
    }
    /// The moment that is due. Where somebody cannot keep up, for longer than `mostBehindMs` of the clock,
    /// the replay gets slower instead of jumping.
    std::int64_t due(std::int64_t now_ms)
    {
        const std::int64_t passed = std::clamp<std::int64_t>(now_ms - m_now, 0, mostBehindMs);
        m_now = std::max(m_now, now_ms);
        m_moment += static_cast<double>(passed) * m_speed;
        return static_cast<std::int64_t>(m_moment);
    }
    double speed() const { return m_speed; }

    static constexpr std::int64_t mostBehindMs = 500;

private:
    double m_moment = 0;
    double m_speed = 1;
    std::int64_t m_now = 0;
};

} // namespace dvmdash::engine
