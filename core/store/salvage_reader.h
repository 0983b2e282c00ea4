// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/verifier.h"
#include "store/page_file.h"
#include "store/page_rows.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace dvmdash::store
{

/// Who gave an event, as a damaged file has it.
struct SalvagedSighting {
    std::int64_t relay = 0; ///< row in the table of relays
    std::int64_t first_ms = 0;
};

/// An event out of a damaged file. Its id and signature are still to be checked.
struct SalvagedEvent {
    nostr::Event event;
    std::int64_t received_ms = 0; ///< a guess where the file's cannot be: `live` is clear then
    bool live = false;            ///< received as it happened
    std::vector<SalvagedSighting> sightings;
};

struct SalvagedSpan {
    std::int64_t relay = 0;
    std::int64_t since = 0; ///< Unix seconds
    std::int64_t until = 0;
};

/// Reads the raw truth out of a database of ours that is damaged, without SQLite. It looks at every page for
/// rows that have the shape of ours, wherever they stand: no tree of pages, no schema and no index has to be
/// whole. An event is proven by its signature, so a row that only looks like one does no harm. What nothing
/// proves, such as times, is taken within what is possible.
///
/// Nothing is written. Nobody may write to the file meanwhile.
class SalvageReader
{
public:
    /// `now_ms`: what lies after it cannot be true. Throws store::Error when the file cannot be read at all.
    SalvageReader(const std::string &path, std::int64_t now_ms);

    /// Looks at all pages; `progress` is told how many of how many now and then, and returns false to stop.
    /// False when stopped. Once, before all else.
    bool scan(const std::function<bool(std::int64_t done, std::int64_t all)> &progress);

    std::int64_t pages() const { return m_file.images(); }
    std::int64_t unreadablePages() const { return m_unreadablePages; }
    /// Whether there was anything that looks like ours.
    bool foundRows() const { return !m_events.empty() || !m_payloads.empty(); }
    /// How many events the file counted itself; nothing when that is lost.
    std::optional<std::int64_t> countedEvents() const;
    /// Raw events before it were deleted by the file's own policy; 0: none were.
    std::int64_t horizon() const;
    const std::map<std::int64_t, std::string> &relays() const { return m_relays; }
    std::vector<SalvagedSpan> coverage() const;

    /// Calls `take` with every event of which all parts can be read, in the order in which they were stored,
    /// until it returns false.
    void forEach(const std::function<bool(SalvagedEvent &&event)> &take);
    /// Events of which only some parts could be read; known after forEach().
    std::int64_t incomplete() const { return m_incomplete; }

private:
    struct Place {
        std::int64_t rid;
        RowPlace row;
    };
    struct Seen {
        std::int64_t rid;
        SalvagedSighting sighting;
    };
    using Places = std::vector<Place>;
    using Range = std::pair<Places::const_iterator, Places::const_iterator>;

    void note(const PageRow &row, bool isCurrent);
    void noteKey(std::int64_t pid, std::string_view bytes);
    void noteIndexed(const std::vector<RowValue> &values, bool isCurrent);
    std::optional<SalvagedEvent> joined(const Range &events, const Range &payloads);
    std::optional<SalvagedEvent> eventFrom(const PageRow &event, const PageRow &payload) const;
    bool prove(SalvagedEvent &salvaged, std::int64_t pid);
    std::vector<SalvagedSighting> sightingsOf(std::int64_t rid) const;
    bool isPossibleMs(std::int64_t ms) const;
    bool isPossible(std::int64_t seconds) const;

    PageFile m_file;
    PageRows m_eventRows;
    PageRows m_payloadRows;
    nostr::Verifier m_verifier;
    const std::int64_t m_now_ms;
    std::int64_t m_unreadablePages = 0;
    std::int64_t m_incomplete = 0;
    Places m_events;
    Places m_payloads;
    std::vector<Seen> m_seen;
    std::unordered_map<std::int64_t, std::vector<nostr::PublicKey>> m_keys; ///< several where copies differ
    std::map<std::int64_t, std::string> m_relays;
    std::map<std::string, std::int64_t> m_meta;
    std::vector<SalvagedSpan> m_spans;
};

} // namespace dvmdash::store
