// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/key_set.h"
#include "metrics/metric.h"
#include "store/bulk_insert.h"
#include "store/sqlite.h"

#include <cstdint>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace dvmdash::metrics
{

/// The stored sets of keys (table `uniques`), for the writer: those that were used last are kept in memory,
/// and write() writes what changed. Inside the caller's transaction.
class KeySetStore
{
public:
    explicit KeySetStore(store::Database &db);

    /// In the buckets of all levels that hold this moment.
    void add(Members members, std::int64_t k1, std::int64_t key, std::int64_t at);
    void remove(Level level, Members members, std::int64_t k1, std::int64_t key, std::int64_t at);
    void write();
    /// After a rollback.
    void forget();

private:
    using Address = std::tuple<Level, Members, std::int64_t, std::int64_t>; ///< bucket, k1
    struct AddressHash {
        std::size_t operator()(const Address &address) const;
    };
    struct Kept {
        KeySet keys;
        bool changed = false;
        std::uint64_t used = 0;
    };
    using Keeping = std::unordered_map<Address, Kept, AddressHash>;
    Keeping::value_type &at(const Address &address);
    void noteChange(Keeping::value_type &entry);
    void trim();

    Keeping m_kept;
    std::vector<Keeping::value_type *> m_changed; ///< since the last write()
    std::uint64_t m_uses = 0;
    store::Statement m_select;
    store::BulkInsert m_replace;
    store::Statement m_erase;
};

} // namespace dvmdash::metrics
