// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dvmdash::relay
{

/// A relay that shouts must not fill the log: how many of its NOTICEs are told. A value; times are monotonic
/// milliseconds.
class NoticeLimit
{
public:
    static constexpr std::int64_t window_ms = 10'000;
    static constexpr int mostInAWindow = 10;

    /// One more came.
    bool mayTell(std::int64_t now_ms)
    {
        if (now_ms - m_began_ms >= window_ms) {
            m_began_ms = now_ms;
            m_notices = 0;
        }
        return ++m_notices <= mostInAWindow;
    }

private:
    std::int64_t m_began_ms = 0;
    int m_notices = 0;
};

} // namespace dvmdash::relay
