// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/event_ring.h"

#include "ui/models/name_book.h"

namespace dvmdash::ui
{

EventRing::EventRing(NameOf nameOf)
    : m_nameOf(std::move(nameOf))
{
}

EventRing::Entry EventRing::prepare(const engine::EventRow &row)
{
    Author *author = authorOf(row.author);
    ++author->uses;
    return {row, folded(row.summary), author};
}

void EventRing::release(const Entry &entry)
{
    if (--entry.author->uses == 0)
        m_authors.erase(m_authors.find(entry.author->key));
}

void EventRing::pushNewest(Entry &&entry)
{
    m_entries.push_front(std::move(entry));
    ++m_newest;
}

void EventRing::pushOldest(Entry &&entry)
{
    m_entries.push_back(std::move(entry));
}

void EventRing::dropOldest(qsizetype count)
{
    for (; count > 0 && !m_entries.empty(); --count) {
        release(m_entries.back());
        m_entries.pop_back();
    }
}

bool EventRing::matches(Number number, const EventFilter &filter) const
{
    const Entry &entry = at(number);
    return filter.matches(entry.row, entry.summary, entry.author->text);
}

bool EventRing::refreshNames()
{
    bool any = false;
    for (auto &[key, author] : m_authors) {
        std::string name = folded(m_nameOf(key));
        author.renamed = name != author.text.name;
        any = any || author.renamed;
        author.text.name = std::move(name);
    }
    return any;
}

EventRing::Author *EventRing::authorOf(const nostr::PublicKey &key)
{
    const auto [at, isNew] = m_authors.try_emplace(key);
    if (isNew)
        at->second = {key, {folded(m_nameOf(key)), key.hex(), NameBook::npub(key).toStdString()}, 0, false};
    return &at->second;
}

} // namespace dvmdash::ui
