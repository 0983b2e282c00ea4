// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/interner.h"

namespace dvmdash::store
{

Interner::Interner(Database &db, std::size_t cacheSize)
    : m_db(db)
    , m_find(db.prepare("SELECT pid FROM pubkey WHERE pk = ?1"))
    , m_insert(db.prepare("INSERT INTO pubkey(pk) VALUES(?1)"))
    , m_findKey(db.prepare("SELECT pk FROM pubkey WHERE pid = ?1"))
    , m_cacheSize(cacheSize)
{
}

std::int64_t Interner::pid(const nostr::PublicKey &key)
{
    if (const auto at = m_cache.find(key); at != m_cache.end())
        return at->second;
    if (m_cache.size() >= m_cacheSize)
        forget();
    std::int64_t pid = 0;
    const ResetAtEnd reset(m_find);
    if (m_find.bindBlob(1, key.view()).step()) {
        pid = m_find.integer(0);
    } else {
        m_insert.bindBlob(1, key.view()).run();
        pid = m_db.lastRowId();
    }
    m_cache.emplace(key, pid);
    m_keys.emplace(pid, key);
    return pid;
}

nostr::PublicKey Interner::key(std::int64_t pid)
{
    if (const auto at = m_keys.find(pid); at != m_keys.end())
        return at->second;
    const ResetAtEnd reset(m_findKey);
    std::optional<nostr::PublicKey> key;
    if (m_findKey.bind(1, pid).step())
        key = nostr::PublicKey::fromBytes(m_findKey.blob(0));
    if (!key)
        throw Damaged("A public key is missing in the database: " + salvageAdvice());
    m_keys.emplace(pid, *key);
    return *key;
}

void Interner::forget()
{
    m_cache.clear();
    m_keys.clear();
}

} // namespace dvmdash::store
