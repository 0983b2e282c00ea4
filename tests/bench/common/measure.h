// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

namespace dvmdash::bench
{

/// Seconds on the wall and of all cores together.
struct Spent {
    double wall = 0;
    double cpu = 0;
};

/// Starts when it is made.
class Stopwatch
{
public:
    Stopwatch();
    /// Since the start, of this process.
    Spent spent() const;

private:
    double m_wall;
    double m_cpu;
};

Spent measured(const std::function<void()> &work);

/// Of at least one value.
double median(std::vector<double> values);
/// `part` of 1: 0.99 for the 99th percentile.
double percentile(std::vector<double> values, double part);

/// Ends the program with these words unless it is good: numbers of what went wrong are worth nothing.
void require(bool good, const char *what);

} // namespace dvmdash::bench
