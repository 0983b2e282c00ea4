// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/event_store.h"

#include <queue>

#include <algorithm>
#include <limits>
#include <optional>

namespace dvmdash::demo
{

namespace
{

bool isReplaceable(int kind)
{
    return kind == 0 || kind == 3 || (kind >= 10'000 && kind < 20'000);
}

bool isAddressable(int kind)
{
    return kind >= 30'000 && kind < 40'000;
}

/// What newer versions are recognised by; nothing for regular events.
std::optional<std::string> addressOf(const nostr::Event &event)
{
    if (!isReplaceable(event.kind) && !isAddressable(event.kind))
        return std::nullopt;
    std::string address = std::to_string(event.kind) + ":" + event.pubkey.hex();
    if (isAddressable(event.kind))
        address.append(":").append(event.tagValue("d"));
    return address;
}

/// Calls `use` for each one-letter tag that filters can ask for, once for each letter and value.
template<typename Use>
void forEachTag(const nostr::Event &event, Use use)
{
    std::set<std::pair<char, std::string_view>> seen;
    for (const nostr::Tag &tag : event.tags) {
        if (tag.size() < 2 || tag[0].size() != 1)
            continue;
        if (seen.emplace(tag[0][0], tag[1]).second)
            use(tag[0][0], tag[1]);
    }
}

std::size_t limitOf(const nostr::Filter &filter, std::size_t most)
{
    if (!filter.limit)
        return most;
    return std::min(most, static_cast<std::size_t>(std::max<std::int64_t>(0, *filter.limit)));
}

template<typename Map, typename Key>
void drop(Map &map, const Key &key, const StoredEventPtr &stored)
{
    const auto found = map.find(key);
    if (found == map.end())
        return;
    found->second.erase(stored);
    if (found->second.empty())
        map.erase(found);
}

} // namespace

bool isEphemeral(int kind)
{
    return kind >= 20'000 && kind < 30'000;
}

void EventStore::link(const StoredEventPtr &stored)
{
    const nostr::Event &event = stored->event;
    m_all.insert(stored);
    m_byId.emplace(event.id, stored);
    m_byAuthor[event.pubkey].insert(stored);
    m_byKind[event.kind].insert(stored);
    forEachTag(event, [&](char letter, const std::string &value) {
        m_byTag[{letter, value}].insert(stored);
    });
    if (const auto address = addressOf(event))
        m_replaceable[*address] = stored;
}

void EventStore::unlink(const StoredEventPtr &gone)
{
    const StoredEventPtr stored = gone; // the argument may stand in one of the indexes
    const nostr::Event &event = stored->event;
    m_all.erase(stored);
    m_byId.erase(event.id);
    drop(m_byAuthor, event.pubkey, stored);
    drop(m_byKind, event.kind, stored);
    forEachTag(event, [&](char letter, const std::string &value) {
        drop(m_byTag, TagKey{letter, value}, stored);
    });
    if (const auto address = addressOf(event)) {
        const auto found = m_replaceable.find(*address);
        if (found != m_replaceable.end() && found->second == stored)
            m_replaceable.erase(found);
    }
}

EventStore::Outcome EventStore::add(const StoredEventPtr &stored)
{
    const nostr::Event &event = stored->event;
    if (isEphemeral(event.kind))
        return Outcome::Ephemeral;
    if (m_byId.contains(event.id))
        return Outcome::Duplicate;
    if (const auto address = addressOf(event)) {
        const auto older = m_replaceable.find(*address);
        if (older != m_replaceable.end()) {
            if (Newer{}(older->second, stored))
                return Outcome::Superseded;
            unlink(older->second);
        }
    }
    if (m_byId.size() >= m_cap) {
        if (m_all.empty() || Newer{}(*m_all.rbegin(), stored))
            return Outcome::TooOld;
        unlink(*m_all.rbegin());
    }
    link(stored);
    return Outcome::Stored;
}

/// The lists among which every match of the filter is, chosen by how little there is to look at.
std::vector<const EventStore::Index *> EventStore::bestIndexes(const nostr::Filter &filter) const
{
    std::vector<const Index *> best{&m_all};
    std::size_t cost = m_all.size();
    const auto consider = [&](const auto &map, const auto &keys, auto keyOf) {
        std::vector<const Index *> lists;
        std::size_t total = 0;
        for (const auto &key : keys) {
            const auto found = map.find(keyOf(key));
            if (found == map.end() || std::ranges::find(lists, &found->second) != lists.end())
                continue;
            lists.push_back(&found->second);
            total += found->second.size();
        }
        if (total < cost || lists.empty()) {
            best = std::move(lists);
            cost = total;
        }
    };
    const auto itself = [](const auto &key) { return key; };
    if (filter.authors)
        consider(m_byAuthor, *filter.authors, itself);
    for (const auto &[letter, values] : filter.tags)
        consider(m_byTag, values, [letter = letter](const std::string &value) {
            return TagKey{letter, value};
        });
    if (filter.kinds)
        consider(m_byKind, *filter.kinds, itself);
    return best;
}

void EventStore::scan(const nostr::Filter &filter, std::size_t most, Index &found) const
{
    // Several lists, each newest first, are read as one by always taking the newest of their heads.
    struct Cursor {
        Index::const_iterator at;
        Index::const_iterator end;
    };
    const auto later = [](const Cursor &a, const Cursor &b) { return Newer{}(*b.at, *a.at); };
    std::priority_queue<Cursor, std::vector<Cursor>, decltype(later)> heads(later);
    StoredEvent bound;
    bound.event.created_at = filter.until.value_or(std::numeric_limits<std::int64_t>::max());
    const StoredEventPtr from = std::make_shared<const StoredEvent>(std::move(bound));
    for (const Index *index : bestIndexes(filter)) {
        const Cursor cursor{index->lower_bound(from), index->end()};
        if (cursor.at != cursor.end)
            heads.push(cursor);
    }
    const StoredEvent *previous = nullptr;
    std::size_t matched = 0;
    while (!heads.empty() && matched < most) {
        Cursor cursor = heads.top();
        heads.pop();
        const StoredEventPtr &stored = *cursor.at;
        if (filter.since && stored->event.created_at < *filter.since)
            return; // all heads that are left are as old or older
        // An event with two of the wanted tag values stands in two lists, and comes up twice in a row.
        if (stored.get() != previous && nostr::matches(filter, stored->event)) {
            found.insert(stored);
            ++matched;
        }
        previous = stored.get();
        if (++cursor.at != cursor.end)
            heads.push(cursor);
    }
}

std::vector<StoredEventPtr> EventStore::query(const std::vector<nostr::Filter> &filters,
                                              std::size_t most) const
{
    Index found;
    for (const nostr::Filter &filter : filters) {
        if (!filter.ids) {
            scan(filter, limitOf(filter, most), found);
            continue;
        }
        Index named;
        for (const nostr::EventId &id : *filter.ids)
            if (const auto hit = m_byId.find(id);
                hit != m_byId.end() && nostr::matches(filter, hit->second->event))
                named.insert(hit->second);
        std::size_t left = limitOf(filter, most);
        for (auto at = named.begin(); at != named.end() && left > 0; ++at, --left)
            found.insert(*at);
    }
    return {found.begin(), found.end()};
}

} // namespace dvmdash::demo
