// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/lifecycle_reader.h"

#include "dvm/role.h"
#include "store/split_id.h"

#include <algorithm>
#include <string>

namespace dvmdash::store
{

namespace
{

std::vector<RowId> rowsOf(Statement &bound)
{
    const ResetAtEnd reset(bound);
    std::vector<RowId> rows;
    while (bound.step())
        rows.push_back(bound.integer(0));
    return rows;
}

} // namespace

LifecycleReader::LifecycleReader(Database &db)
    : m_db(db)
    , m_events(db)
    , m_pid(db.prepare("SELECT pid FROM pubkey WHERE pk = ?1"))
    , m_naming(db.prepare("SELECT r.src FROM ref r CROSS JOIN event e ON e.rid = r.src "
                          "WHERE r.dst8 = ?1 AND r.rel = 1 AND e.kind = 5 AND e.pid = ?2 LIMIT 500"))
    , m_deletions(db.prepare("SELECT rid FROM event INDEXED BY event_kind WHERE kind = 5 AND pid = ?1"))
{
}

std::optional<std::int64_t> LifecycleReader::pidOf(const nostr::PublicKey &key)
{
    const ResetAtEnd reset(m_pid);
    if (!m_pid.bindBlob(1, key.view()).step())
        return std::nullopt;
    return m_pid.integer(0);
}

std::vector<RowId> LifecycleReader::deletionsNaming(const nostr::EventId &id, std::int64_t pid)
{
    return rowsOf(m_naming.bind(1, id8(id)).bind(2, pid));
}

const std::vector<nostr::Event> &LifecycleReader::deletionsByAddress(std::int64_t pid)
{
    if (!m_deleters) {
        m_deleters.emplace();
        Statement authors =
            m_db.prepare("SELECT DISTINCT pid FROM event INDEXED BY event_kind WHERE kind = 5");
        while (authors.step())
            m_deleters->insert(authors.integer(0));
    }
    const auto [at, isNew] = m_byAddress.try_emplace(pid);
    if (!isNew || !m_deleters->contains(pid))
        return at->second;
    for (const RowId rid : rowsOf(m_deletions.bind(1, pid)))
        if (nostr::Event deletion = m_events.load(rid); !dvm::namedIn(deletion).addresses.empty())
            at->second.push_back(std::move(deletion));
    return at->second;
}

const std::vector<nostr::Event> &LifecycleReader::versions(std::int64_t pid, int kind)
{
    const auto [at, isNew] = m_versions.try_emplace({pid, kind});
    if (!isNew)
        return at->second;
    // The kind stands in the text, for SQLite to see which partial index holds it.
    const bool isIndexed = kind == 0 || kind == 31990;
    const std::string source = isIndexed       ? "event INDEXED BY event_self"
                               : kind == 10019 ? "event INDEXED BY event_wallet"
                                               : "event INDEXED BY event_kind";
    Statement rows =
        m_db.prepare("SELECT rid FROM " + source + " WHERE pid = ?1 AND kind = " + std::to_string(kind) +
                     " AND created_at < (SELECT value FROM meta WHERE key = 'counted_until') "
                     "ORDER BY created_at DESC LIMIT " +
                     std::to_string(mostVersions));
    for (const RowId rid : rowsOf(rows.bind(1, pid))) {
        nostr::Event version = m_events.load(rid);
        std::string().swap(version.content);
        std::erase_if(version.tags, [](const nostr::Tag &tag) { return tag.empty() || tag[0] != "d"; });
        at->second.push_back(std::move(version));
    }
    return at->second;
}

/// What may delete or replace it.
void LifecycleReader::gather(const nostr::Event &event, std::vector<nostr::Event> &others)
{
    const auto pid = pidOf(event.pubkey);
    if (!pid)
        return;
    for (const RowId rid : deletionsNaming(event.id, *pid))
        others.push_back(m_events.load(rid));
    if (dvm::versionsOf(event.kind) == dvm::Versions::All)
        return;
    const auto &deletions = deletionsByAddress(*pid);
    others.insert(others.end(), deletions.begin(), deletions.end());
    const auto &known = versions(*pid, event.kind);
    others.insert(others.end(), known.begin(), known.end());
}

dvm::Lifecycle LifecycleReader::of(const nostr::EventId &id, std::int64_t now)
{
    const auto rid = m_events.find(id);
    if (!rid)
        return {};
    const nostr::Event event = m_events.load(*rid);
    std::vector<nostr::Event> others;
    gather(event, others);
    return dvm::lifecycleOf(event, others, now);
}

std::uint32_t LifecycleReader::flagsOf(const EventRow &row, std::int64_t now)
{
    const auto pid = pidOf(row.author);
    // Most are named by no deletion of their author: then nothing has to be read.
    const bool mayBeGone =
        pid && (!deletionsNaming(row.id, *pid).empty() || dvm::versionsOf(row.kind) != dvm::Versions::All);
    if (mayBeGone)
        return store::flagsOf(of(row.id, now));
    return row.expires_at && *row.expires_at <= now ? std::uint32_t{dvm::FlagLapsed} : 0;
}

std::vector<nostr::EventId> LifecycleReader::touchedBy(const nostr::EventId &cause)
{
    const auto rid = m_events.find(cause);
    if (!rid)
        return {};
    const nostr::Event event = m_events.load(*rid);
    const auto pid = pidOf(event.pubkey);
    std::vector<nostr::EventId> found;
    const auto addVersions = [&](int kind) {
        for (const nostr::Event &older : versions(*pid, kind))
            if (dvm::deletes(event, older) || dvm::replaces(event, older))
                found.push_back(older.id);
    };
    if (dvm::versionsOf(event.kind) != dvm::Versions::All)
        addVersions(event.kind);
    constexpr int deletionKind = 5;
    if (event.kind != deletionKind)
        return found;
    const dvm::Named named = dvm::namedIn(event);
    for (const nostr::EventId &id : named.ids)
        if (const auto row = m_events.find(id); row && dvm::deletes(event, m_events.load(*row)))
            found.push_back(id);
    std::vector<int> kinds;
    for (const auto &address : named.addresses)
        kinds.push_back(address.kind);
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    for (const int kind : kinds)
        addVersions(kind);
    return found;
}

std::uint32_t flagsOf(const dvm::Lifecycle &lifecycle)
{
    return (lifecycle.deleted ? dvm::FlagDeleted : 0u) | (lifecycle.expired ? dvm::FlagLapsed : 0u) |
           (lifecycle.replaced_by ? dvm::FlagReplaced : 0u);
}

} // namespace dvmdash::store
