// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/key_set_store.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace dvmdash::metrics
{

namespace
{
constexpr std::size_t mostKept = 4'000;

template<typename Address>
store::Statement &bindAddress(store::Statement &statement, const Address &address)
{
    const auto &[level, members, bucket, k1] = address;
    return statement.bind(1, static_cast<int>(level))
        .bind(2, static_cast<int>(members))
        .bind(3, bucket)
        .bind(4, k1);
}
} // namespace

std::size_t KeySetStore::AddressHash::operator()(const Address &address) const
{
    const auto &[level, members, bucket, k1] = address;
    std::uint64_t hash = static_cast<std::uint64_t>(level) << 8 | static_cast<std::uint64_t>(members);
    for (const std::int64_t part : {bucket, k1})
        hash = (hash ^ static_cast<std::uint64_t>(part)) * 0x9e3779b97f4a7c15u;
    return static_cast<std::size_t>(hash ^ (hash >> 32));
}

KeySetStore::KeySetStore(store::Database &db)
    : m_select(db.prepare(
          "SELECT keys FROM uniques WHERE level = ?1 AND members = ?2 AND bucket = ?3 AND k1 = ?4"))
    , m_replace(db, "INSERT OR REPLACE INTO uniques(level, members, bucket, k1, keys)", 5)
    , m_erase(db.prepare("DELETE FROM uniques WHERE level = ?1 AND members = ?2 AND bucket = ?3 AND k1 = ?4"))
{
}

KeySetStore::Keeping::value_type &KeySetStore::at(const Address &address)
{
    const auto known = m_kept.find(address);
    if (known != m_kept.end()) {
        known->second.used = ++m_uses;
        return *known;
    }
    Kept kept;
    kept.used = ++m_uses;
    {
        const store::ResetAtEnd reset(m_select);
        if (bindAddress(m_select, address).step())
            kept.keys = KeySet::decoded(m_select.blob(0));
    }
    return *m_kept.emplace(address, std::move(kept)).first;
}

void KeySetStore::noteChange(Keeping::value_type &entry)
{
    if (!std::exchange(entry.second.changed, true))
        m_changed.push_back(&entry);
}

void KeySetStore::add(Members members, std::int64_t k1, std::int64_t key, std::int64_t at)
{
    // Who is in a short bucket is in the longer ones that hold it.
    const auto levels = levelsOfMembers();
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        auto &entry = this->at({*level, members, bucketStart(*level, at), k1});
        if (!entry.second.keys.add(key))
            return;
        noteChange(entry);
    }
}

void KeySetStore::remove(Level level, Members members, std::int64_t k1, std::int64_t key, std::int64_t at)
{
    auto &entry = this->at({level, members, bucketStart(level, at), k1});
    if (entry.second.keys.remove(key))
        noteChange(entry);
}

/// In the order of the table.
void KeySetStore::write()
{
    std::sort(m_changed.begin(), m_changed.end(),
              [](const auto *a, const auto *b) { return a->first < b->first; });
    std::vector<std::pair<const Address *, std::string>> left;
    for (auto *entry : m_changed) {
        auto &[address, kept] = *entry;
        kept.changed = false;
        if (kept.keys.empty())
            bindAddress(m_erase, address).run();
        else
            left.emplace_back(&address, kept.keys.encoded());
    }
    m_replace.run(left.size(), [&](store::BulkInsert::Row row, std::size_t i) {
        const auto &[address, bytes] = left[i];
        const auto &[level, members, bucket, k1] = *address;
        row.bind(1, static_cast<int>(level))
            .bind(2, static_cast<int>(members))
            .bind(3, bucket)
            .bind(4, k1)
            .bindBlob(5, bytes);
    });
    m_changed.clear();
    trim();
}

/// Lets go of the half that was not used for longest.
void KeySetStore::trim()
{
    if (m_kept.size() <= mostKept)
        return;
    std::vector<std::uint64_t> uses;
    uses.reserve(m_kept.size());
    for (const auto &[address, kept] : m_kept)
        uses.push_back(kept.used);
    const auto middle = uses.begin() + static_cast<std::ptrdiff_t>(uses.size() / 2);
    std::nth_element(uses.begin(), middle, uses.end());
    std::erase_if(m_kept, [limit = *middle](const auto &entry) { return entry.second.used < limit; });
}

void KeySetStore::forget()
{
    m_changed.clear();
    m_kept.clear();
}

} // namespace dvmdash::metrics
