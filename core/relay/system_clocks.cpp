// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/system_clocks.h"

#include "relay/clocks.h"

#if defined(Q_OS_WIN)
#include <windows.h>
#elif defined(Q_OS_LINUX) || defined(Q_OS_DARWIN)
#include <time.h>
#endif

namespace dvmdash::relay
{

namespace
{

#if defined(Q_OS_LINUX) || defined(Q_OS_DARWIN)

std::int64_t readMs(clockid_t id)
{
    timespec time{};
    clock_gettime(id, &time);
    return std::int64_t{time.tv_sec} * 1'000 + time.tv_nsec / 1'000'000;
}

#if defined(Q_OS_LINUX)
constexpr clockid_t awakeClock = CLOCK_MONOTONIC;
constexpr clockid_t allClock = CLOCK_BOOTTIME;
#else
constexpr clockid_t awakeClock = CLOCK_UPTIME_RAW;
constexpr clockid_t allClock = CLOCK_MONOTONIC_RAW;
#endif

std::int64_t awakeMs()
{
    return readMs(awakeClock);
}

std::optional<std::int64_t> allMs()
{
    return readMs(allClock);
}

#elif defined(Q_OS_WIN)

std::int64_t awakeMs()
{
    ULONGLONG time = 0; // of 100 ns
    QueryUnbiasedInterruptTime(&time);
    return static_cast<std::int64_t>(time / 10'000);
}

std::optional<std::int64_t> allMs()
{
    return static_cast<std::int64_t>(GetTickCount64());
}

#else

std::int64_t awakeMs()
{
    return monotonicMs();
}

std::optional<std::int64_t> allMs()
{
    return std::nullopt;
}

#endif

} // namespace

ClockReading readSystemClocks()
{
    constexpr int mostTries = 5;
    constexpr std::int64_t atOnce_ms = 50;
    ClockReading reading;
    for (int i = 0; i < mostTries; ++i) {
        const std::int64_t before = awakeMs();
        reading = {unixMs(), before, allMs()};
        if (awakeMs() - before <= atOnce_ms)
            break;
    }
    return reading;
}

} // namespace dvmdash::relay
