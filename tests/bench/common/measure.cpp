// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/measure.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace dvmdash::bench
{
namespace
{

double wallSeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

} // namespace

Stopwatch::Stopwatch()
    : m_wall(wallSeconds())
    , m_cpu(cpuSeconds())
{
}

Spent Stopwatch::spent() const
{
    return {wallSeconds() - m_wall, cpuSeconds() - m_cpu};
}

Spent measured(const std::function<void()> &work)
{
    const Stopwatch watch;
    work();
    return watch.spent();
}

double median(std::vector<double> values)
{
    return percentile(std::move(values), 0.5);
}

double percentile(std::vector<double> values, double part)
{
    require(!values.empty(), "nothing was measured");
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(static_cast<double>(values.size()) * part);
    return values[std::min(at, values.size() - 1)];
}

void require(bool good, const char *what)
{
    if (good)
        return;
    std::fprintf(stderr, "cannot be measured: %s\n", what);
    std::exit(1);
}

} // namespace dvmdash::bench
