// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/counters.h"

#include <numeric>

namespace dvmdash::ingest
{

std::int64_t SourceCounters::rejectedTotal() const
{
    return std::accumulate(rejected.begin(), rejected.end(), std::int64_t{0});
}

SourceCounters &SourceCounters::operator+=(const SourceCounters &other)
{
    read += other.read;
    accepted += other.accepted;
    duplicate += other.duplicate;
    for (std::size_t i = 0; i < rejected.size(); ++i)
        rejected[i] += other.rejected[i];
    return *this;
}

} // namespace dvmdash::ingest
