// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "metrics/contribution.h"
#include "metrics/feedback_span.h"
#include "metrics/key_set_store.h"
#include "metrics/sparse_counts.h"
#include "metrics/sum_rows.h"
#include "store/fact_listener.h"
#include "store/sqlite.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

namespace dvmdash::metrics
{

/// Keeps the rollups in step with the facts: gathers what they contribute in memory, at the finest level of
/// each dimension, and writes the sums of all levels before the commit. Inside the writer's transaction, on
/// its thread.
class RollupWriter : public store::FactListener
{
public:
    RollupWriter(store::Database &db, const dvm::KindTable &kinds);

    void event(const store::EventFact &fact, int sign) override;
    void sighting(const store::EventFact &fact, std::int64_t relay, int sign) override;
    void job(const store::JobFact &fact, int sign) override;
    void payment(const store::PaymentFact &fact, int sign) override;
    bool beforeCommit() override;
    void rolledBack() override;

    /// How many rows wait to be written: whoever tells very many facts writes now and then.
    std::size_t waiting() const;

private:
    using Key = SumRows::Key;
    struct KeyHash {
        std::size_t operator()(const Key &key) const;
    };
    using Rows = std::unordered_map<Key, SparseCounts, KeyHash>;
    using RowsOfDimensions = std::array<Rows, dimensionCount>;
    struct SeenKey {
        Seen seen;
        std::int64_t k1;
        std::int64_t k2;
        auto operator<=>(const SeenKey &) const = default;
    };
    struct SeenKeyHash {
        std::size_t operator()(const SeenKey &key) const;
    };
    struct Span {
        std::int64_t first;
        std::int64_t last;
    };

    void add(const Contribution &contribution, int sign);
    static SparseCounts &rowOf(RowsOfDimensions &rows, const Key &key);
    void write(SumRows &table, RowsOfDimensions finest) const;
    void writeSeen();
    void takeBackMembers();
    void takeBackSeen(std::int64_t pid, const std::vector<std::int64_t> &times);

    const dvm::KindTable &m_kinds;
    Contribution m_last; ///< for the memory that it holds
    RowsOfDimensions m_counts;
    RowsOfDimensions m_responses;
    std::unordered_map<SeenKey, Span, SeenKeyHash> m_seen;
    std::map<std::int64_t, std::vector<std::int64_t>> m_lessFeedback; ///< DVM: times of feedback taken back
    KeySetStore m_members;
    SumRows m_countRows;
    SumRows m_responseRows;
    store::BulkInsert m_upsertSeen;
    store::Statement m_eraseSeen;
    store::Statement m_setSeen;
    store::Statement m_readMinutesFrom;
    store::Statement m_readSeen;
    FeedbackSpan m_feedbackSpan;
    std::int64_t m_minutesFrom = 0; ///< older minutes were deleted and are not begun again
};

} // namespace dvmdash::metrics
