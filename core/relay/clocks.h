// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <chrono>
#include <cstdint>

/// The clocks of a connection: one that only goes forward, for waits, and that of the wall, for people.
namespace dvmdash::relay
{

inline std::int64_t monotonicMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

inline std::int64_t unixMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

inline std::int64_t unixSeconds()
{
    return unixMs() / 1000;
}

} // namespace dvmdash::relay
