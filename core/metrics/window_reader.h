// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "metrics/fact_sums.h"
#include "metrics/planner.h"
#include "metrics/time_window.h"
#include "store/fact_reader.h"
#include "store/progress.h"
#include "store/sqlite.h"

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

namespace dvmdash::metrics
{

/// Sums over any window, exact to the second: whole buckets from the rollups, and the facts themselves at its
/// two ends. Lives inside one read transaction of the caller, so that all its answers are of one moment; what
/// it read at the ends it keeps.
///
/// Where raw events were deleted the ends cannot be read any more: a window that begins or ends there loses
/// what no whole bucket holds, at most a quarter of an hour (an hour for users and relays), and edgesLost()
/// says so.
///
/// Throws store::Error, and store::Interrupted once the reader is told to stop.
class WindowReader
{
public:
    /// What reads many rows tells `progress` how far it is. nullptr: nobody.
    WindowReader(store::Database &db, const dvm::KindTable &kinds, store::Progress *progress = nullptr);

    /// One row of a dimension. `responses`: with its response times.
    RowSums row(Dimension dimension, const RowKey &key, const TimeWindow &window, bool responses);
    /// All rows of a dimension, or those of one k1.
    std::map<RowKey, RowSums> rows(Dimension dimension, const TimeWindow &window, bool responses,
                                   std::optional<std::int64_t> k1 = {});
    KeySet members(Members members, std::int64_t k1, const TimeWindow &window);
    /// For every k1 there is.
    std::map<std::int64_t, KeySet> membersByKey(Members members, const TimeWindow &window);

    bool edgesLost() const { return m_edgesLost; }
    std::int64_t horizon() const { return m_horizon; } ///< raw events before it were deleted; 0: none

private:
    struct Lookup {
        store::Statement one;
        store::Statement range;
        store::Statement rangeOfKey;
    };

    std::vector<Piece> plan(std::span<const Level> levels, TimeWindow window);
    /// What is read of the facts at an end of a window: each part by a query of its own.
    enum class FactPart { Rows, Relays, Members };

    const FactSums &facts(FactPart part, const TimeWindow &window);
    void readRows(const TimeWindow &window, FactSums &sums);
    static FactPart partOf(Dimension dimension);
    template<typename Take>
    void scan(store::Statement &rows, int bucketColumn, const Piece &piece, Take take);
    void addStored(Lookup &table, Dimension dimension, const RowKey &key, const Piece &piece,
                   SparseCounts &sum);
    template<typename Part>
    void addStoredRows(Lookup &table, Dimension dimension, std::optional<std::int64_t> k1, const Piece &piece,
                       std::map<RowKey, RowSums> &sums, Part part);
    static Lookup lookupIn(store::Database &db, const char *table);

    const dvm::KindTable &m_kinds;
    store::Progress m_nobody;
    store::Progress &m_progress;
    store::FactReader m_factReader;
    Lookup m_counts;
    Lookup m_responses;
    store::Statement m_members;
    store::Statement m_membersAll;
    std::map<std::tuple<FactPart, std::int64_t, std::int64_t>, FactSums> m_facts;
    std::int64_t m_horizon;
    std::int64_t m_minutesFrom; ///< minute buckets before it were deleted
    bool m_edgesLost = false;
};

} // namespace dvmdash::metrics
