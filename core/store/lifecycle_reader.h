// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/lifecycle.h"
#include "store/event_loader.h"
#include "store/rows.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// Whether stored events still stand (dvm/lifecycle.h), found out when they are read: who names an id is
/// known (the view ref), and of an author the deletions and the versions are. So what comes in late, a
/// deletion or the event itself, is seen in whatever order. One Database, one thread; for one answer, since
/// it keeps what it has read.
class LifecycleReader
{
public:
    explicit LifecycleReader(Database &db);

    /// `now` in Unix seconds. Of one that is not stored: nothing.
    dvm::Lifecycle of(const nostr::EventId &id, std::int64_t now);
    /// The flags FlagDeleted, FlagLapsed and FlagReplaced of a row in a list.
    std::uint32_t flagsOf(const EventRow &row, std::int64_t now);
    /// Stored events that this one deletes or replaces.
    std::vector<nostr::EventId> touchedBy(const nostr::EventId &cause);

    /// Of one author and kind only so many versions are looked at, the newest.
    static constexpr int mostVersions = 500;

private:
    std::optional<std::int64_t> pidOf(const nostr::PublicKey &key);
    std::vector<RowId> deletionsNaming(const nostr::EventId &id, std::int64_t pid);
    /// Those of the author that name any address.
    const std::vector<nostr::Event> &deletionsByAddress(std::int64_t pid);
    /// Newest first, without what does not tell a version.
    const std::vector<nostr::Event> &versions(std::int64_t pid, int kind);
    void gather(const nostr::Event &event, std::vector<nostr::Event> &others);

    Database &m_db;
    EventLoader m_events;
    Statement m_pid;
    Statement m_naming;
    Statement m_deletions;
    // What was read once is kept as long as this: long lists are of few authors.
    std::optional<std::set<std::int64_t>> m_deleters; ///< who ever deleted anything
    std::map<std::int64_t, std::vector<nostr::Event>> m_byAddress;
    std::map<std::pair<std::int64_t, int>, std::vector<nostr::Event>> m_versions;
};

/// The flags of events that no longer stand.
std::uint32_t flagsOf(const dvm::Lifecycle &lifecycle);

} // namespace dvmdash::store
