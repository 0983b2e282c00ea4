// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/interval_set.h"
#include "store/sqlite.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dvmdash::engine
{

/// What holds on while a capture is written: who listens, and what is covered. Beginning with a file that
/// holds events already, a capture can only vouch for what comes from then on. One thread.
class StandingLines
{
public:
    /// Ends of spans by relay and beginning, as they stand in the table.
    using Spans = std::map<std::pair<std::string, std::int64_t>, std::int64_t>;

    /// `from_s`: nothing before it is claimed, nor what the file covers now.
    StandingLines(store::Database &db, std::int64_t from_s);

    /// Lines for all coverage that grew since isWritten(); `spans`: as it stands now. In the caller's
    /// transaction.
    std::string coverageSince(std::int64_t now_ms, Spans &spans);
    /// A line for each relay that listens.
    std::string listeningNow(std::int64_t now_ms) const;
    /// Empty spans: none were read.
    void isWritten(const std::vector<std::pair<std::string, bool>> &listening, Spans spans);

private:
    Spans read();

    store::Statement m_rows;
    const std::int64_t m_from;
    const Spans m_before;
    Spans m_written;
    std::set<std::string> m_listening;
};

} // namespace dvmdash::engine
