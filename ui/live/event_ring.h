// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/live/event_filter.h"

#include <QtGlobal>

#include <deque>
#include <functional>
#include <unordered_map>
#include <vector>

namespace dvmdash::ui
{

/// The newest events that the live page keeps, each with what a filter reads of it. Every event has a number
/// that grows with its arrival and never changes; numbers have no gaps. GUI thread.
class EventRing
{
public:
    using Number = qint64;

    struct Author {
        nostr::PublicKey key;
        AuthorText text;
        int uses = 0;         ///< by entries
        bool renamed = false; ///< by the last refreshNames()
    };
    struct Entry {
        engine::EventRow row;
        std::string summary; ///< folded
        Author *author = nullptr;
    };
    /// The name that is known of a key, empty for none.
    using NameOf = std::function<QString(const nostr::PublicKey &)>;

    explicit EventRing(NameOf nameOf);
    EventRing(const EventRing &) = delete;
    EventRing &operator=(const EventRing &) = delete;

    /// What is prepared goes in later, or is given back with release().
    Entry prepare(const engine::EventRow &row);
    void release(const Entry &entry);
    void pushNewest(Entry &&entry);
    void pushOldest(Entry &&entry);
    void dropOldest(qsizetype count);

    qsizetype size() const { return static_cast<qsizetype>(m_entries.size()); }
    Number newest() const { return m_newest; }
    Number oldest() const { return m_newest - size() + 1; }
    const Entry &at(Number number) const { return m_entries[static_cast<std::size_t>(m_newest - number)]; }
    bool matches(Number number, const EventFilter &filter) const;
    void addFlags(Number number, std::uint32_t flags)
    {
        m_entries[static_cast<std::size_t>(m_newest - number)].row.flags |= flags;
    }

    /// Asks anew for the names of all authors. True when one has changed.
    bool refreshNames();

private:
    Author *authorOf(const nostr::PublicKey &key);

    NameOf m_nameOf;
    std::deque<Entry> m_entries; ///< newest first
    Number m_newest = -1;
    /// Nodes do not move, so entries may point to them.
    std::unordered_map<nostr::PublicKey, Author, nostr::BytesHash> m_authors;
};

} // namespace dvmdash::ui
