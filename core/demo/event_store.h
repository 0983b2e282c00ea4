// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/filter.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dvmdash::demo
{

/// An event and its JSON, written once and shared by everybody it is sent to.
struct StoredEvent {
    nostr::Event event;
    std::string json;
};
using StoredEventPtr = std::shared_ptr<const StoredEvent>;

/// The memory of a small relay: verified events, indexed by author, kind and one-letter tags, newest first.
/// When it is full the oldest by created_at go. Not thread-safe.
class EventStore
{
public:
    explicit EventStore(std::size_t cap)
        : m_cap(cap)
    {
    }

    enum class Outcome {
        Stored,
        Duplicate,
        Superseded, ///< a newer version of a replaceable event is kept
        Ephemeral,  ///< never stored, by NIP-01: kinds 20000 to 29999
        TooOld,     ///< older than everything in a full store
    };
    /// Replaceable and addressable events (NIP-01) push out their older version; of two versions with one
    /// date the lower id stays. Deletions (kind 5) are kept like any event, and so is what they name: a
    /// viewer of job traffic is to see both.
    Outcome add(const StoredEventPtr &stored);

    /// Newest first, then lowest id, each event once, however many filters it matches. Each filter gives at
    /// most its `limit`, and never more than `most`.
    std::vector<StoredEventPtr> query(const std::vector<nostr::Filter> &filters, std::size_t most) const;

    bool contains(const nostr::EventId &id) const { return m_byId.contains(id); }
    std::size_t size() const { return m_byId.size(); }

private:
    /// NIP-01's order of stored events.
    struct Newer {
        bool operator()(const StoredEventPtr &a, const StoredEventPtr &b) const
        {
            if (a->event.created_at != b->event.created_at)
                return a->event.created_at > b->event.created_at;
            return a->event.id < b->event.id;
        }
    };
    using Index = std::set<StoredEventPtr, Newer>;
    using TagKey = std::pair<char, std::string>;

    void link(const StoredEventPtr &stored);
    void unlink(const StoredEventPtr &stored);
    std::vector<const Index *> bestIndexes(const nostr::Filter &filter) const;
    void scan(const nostr::Filter &filter, std::size_t most, Index &found) const;

    std::size_t m_cap;
    Index m_all;
    std::unordered_map<nostr::EventId, StoredEventPtr, nostr::BytesHash> m_byId;
    std::unordered_map<nostr::PublicKey, Index, nostr::BytesHash> m_byAuthor;
    std::map<int, Index> m_byKind;
    std::map<TagKey, Index> m_byTag;
    std::map<std::string, StoredEventPtr> m_replaceable; ///< by kind, author and `d`
};

bool isEphemeral(int kind);

} // namespace dvmdash::demo
