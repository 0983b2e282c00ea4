// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/sum_rows.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace dvmdash::metrics
{

namespace
{

constexpr const char *damaged = "A stored number is damaged. Make the numbers anew: dvmdash-cli rebuild";
const std::string ofKey = " WHERE level = ?1 AND dim = ?2 AND bucket = ?3 AND k1 = ?4 AND k2 = ?5";

store::Statement &bindKey(store::Statement &statement, Level level, const SumRows::Key &key)
{
    return statement.bind(1, static_cast<int>(level))
        .bind(2, static_cast<int>(key.dimension))
        .bind(3, key.bucket)
        .bind(4, key.k1)
        .bind(5, key.k2);
}

} // namespace

SumRows::SumRows(store::Database &db, const std::string &table)
    : m_isAnyEmpty(std::make_shared<bool>(false))
    , m_add(defineSum(db, table), "INSERT OR FAIL INTO " + table + "(level, dim, bucket, k1, k2, counts)", 6,
            "ON CONFLICT DO UPDATE SET counts = " + table + "_sum(counts, excluded.counts)")
    , m_select(db.prepare("SELECT counts FROM " + table + ofKey))
    , m_eraseEmpty(db.prepare("DELETE FROM " + table + ofKey + " AND counts = x''"))
{
}

store::Database &SumRows::defineSum(store::Database &db, const std::string &table)
{
    const auto sum = [isAnyEmpty = m_isAnyEmpty](std::string_view stored,
                                                 std::string_view delta) -> std::optional<std::string> {
        SparseCounts counts;
        if (!counts.addEncoded(stored) || !counts.addEncoded(delta))
            return std::nullopt;
        *isAnyEmpty = *isAnyEmpty || counts.empty();
        return counts.encoded();
    };
    db.define(table + "_sum", sum, damaged);
    return db;
}

void SumRows::add(Level level, const std::vector<Delta> &deltas)
{
    m_encoded.resize(std::max(m_encoded.size(), deltas.size()));
    for (std::size_t i = 0; i < deltas.size(); ++i)
        deltas[i].counts->encode(m_encoded[i]);
    m_add.run(deltas.size(), [&](store::BulkInsert::Row row, std::size_t i) {
        const Key &key = *deltas[i].key;
        row.bind(1, static_cast<int>(level))
            .bind(2, static_cast<int>(key.dimension))
            .bind(3, key.bucket)
            .bind(4, key.k1)
            .bind(5, key.k2)
            .bindBlob(6, m_encoded[i]);
    });
    if (std::exchange(*m_isAnyEmpty, false))
        for (const Delta &delta : deltas)
            bindKey(m_eraseEmpty, level, *delta.key).run();
}

std::optional<SparseCounts> SumRows::read(Level level, const Key &key)
{
    const store::ResetAtEnd reset(m_select);
    if (!bindKey(m_select, level, key).step())
        return std::nullopt;
    SparseCounts counts;
    if (!counts.addEncoded(m_select.blob(0)))
        throw store::Error(damaged);
    return counts;
}

} // namespace dvmdash::metrics
