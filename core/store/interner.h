// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"
#include "store/sqlite.h"

#include <unordered_map>

namespace dvmdash::store
{

/// Public keys as small numbers (pids), for the writer, which makes them. Cached both ways, bounded. A pid
/// made in a transaction that is rolled back is gone: call forget() then.
class Interner
{
public:
    explicit Interner(Database &db, std::size_t cacheSize = 100'000);
    std::int64_t pid(const nostr::PublicKey &key);
    /// The key of a pid that is in the table; throws store::Error for any other.
    nostr::PublicKey key(std::int64_t pid);
    void forget();

private:
    Database &m_db;
    Statement m_find;
    Statement m_insert;
    Statement m_findKey;
    const std::size_t m_cacheSize;
    std::unordered_map<nostr::PublicKey, std::int64_t, nostr::BytesHash> m_cache;
    std::unordered_map<std::int64_t, nostr::PublicKey> m_keys;
};

} // namespace dvmdash::store
