// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/salvage_reader.h"

#include "store/error.h"
#include "store/payload_codec.h"
#include "store/split_id.h"

#include <algorithm>

namespace dvmdash::store
{

namespace
{

constexpr std::int64_t msPerSecond = 1'000;
/// Nostr is younger.
constexpr std::int64_t earliest_s = 1'577'836'800; // 2020-01-01
constexpr std::int64_t latestKind = 65'535;
constexpr std::int64_t mostEventsOnPage = 256; ///< far fewer, with all that belongs to them
constexpr std::int64_t mostRelays = 1'000'000;
constexpr std::int64_t progressEvery = 256; ///< pages
constexpr std::ptrdiff_t mostCopies = 4;    ///< of a row, the newest

// Columns of the table event.
enum EventColumn {
    EventId8 = 1,
    EventId24,
    EventPid,
    EventKind,
    EventCreated,
    EventReceived,
    EventLive = 9,
    EventRelay
};
constexpr std::size_t eventColumns = 11;
constexpr std::size_t fewestEventColumns = 9; ///< rows of schema version 1
// Columns of the table payload.
enum PayloadColumn { PayloadSig = 1, PayloadZ, PayloadDict };
constexpr std::size_t payloadColumns = 4;

bool areIntegers(const std::vector<RowValue> &values, std::size_t from)
{
    return std::all_of(values.begin() + static_cast<std::ptrdiff_t>(from), values.end(),
                       [](const RowValue &value) { return value.isInteger(); });
}

bool looksLikeEvent(const std::vector<RowValue> &values)
{
    return values.size() >= fewestEventColumns && values.size() <= eventColumns && values[0].isNull() &&
           values[EventId8].isInteger() && values[EventId24].isBlob(24) && areIntegers(values, EventPid) &&
           values[EventKind].integer >= 0 && values[EventKind].integer <= latestKind;
}

bool looksLikePayload(const std::vector<RowValue> &values)
{
    return values.size() == payloadColumns && values[0].isNull() &&
           values[PayloadSig].isBlob(nostr::Signature::size) &&
           values[PayloadZ].type == RowValue::Type::Blob && values[PayloadDict].isInteger();
}

bool looksLikeUrl(const RowValue &value)
{
    return value.isText() &&
           (value.bytes.find("://") != std::string_view::npos || value.bytes.substr(0, 5) == "file:");
}

template<typename Places>
void sortByRow(Places &places)
{
    // Of copies of a row the later image stands last: it is the newer one.
    std::stable_sort(places.begin(), places.end(),
                     [](const auto &a, const auto &b) { return a.rid < b.rid; });
}

} // namespace

SalvageReader::SalvageReader(const std::string &path, std::int64_t now_ms)
    : m_file(path)
    , m_eventRows(m_file)
    , m_payloadRows(m_file)
    , m_now_ms(now_ms)
{
}

bool SalvageReader::scan(const std::function<bool(std::int64_t, std::int64_t)> &progress)
{
    PageRows rows(m_file);
    for (std::int64_t i = 0; i < m_file.images(); ++i) {
        if (i % progressEvery == 0 && progress && !progress(i, m_file.images()))
            return false;
        const bool isCurrent = m_file.isCurrent(i);
        if (!rows.forEach(i, [&](const PageRow &row) { note(row, isCurrent); }))
            ++m_unreadablePages;
    }
    sortByRow(m_events);
    sortByRow(m_payloads);
    sortByRow(m_seen);
    return true;
}

/// A row goes where its shape says; those of all our other tables have another.
void SalvageReader::note(const PageRow &row, bool isCurrent)
{
    const auto &values = row.values;
    if (!row.rowid) {
        noteIndexed(values, isCurrent);
    } else if (looksLikeEvent(values)) {
        m_events.push_back({*row.rowid, row.place});
    } else if (looksLikePayload(values)) {
        m_payloads.push_back({*row.rowid, row.place});
    } else if (values.size() == 2 && values[0].isNull() && values[1].isBlob(nostr::PublicKey::size)) {
        noteKey(*row.rowid, values[1].bytes);
    } else if (values.size() == 2 && values[0].isNull() && looksLikeUrl(values[1])) {
        m_relays[*row.rowid] = values[1].bytes;
    }
}

void SalvageReader::noteKey(std::int64_t pid, std::string_view bytes)
{
    const nostr::PublicKey key = *nostr::PublicKey::fromBytes(bytes);
    auto &known = m_keys[pid];
    if (std::find(known.begin(), known.end(), key) == known.end())
        known.push_back(key);
}

/// Indexes, which hold keys and relays once more, and tables that are kept as one. Rows of three numbers are
/// told apart by their size: only in `seen_again` are the last milliseconds, and only in `coverage` the last
/// two seconds.
void SalvageReader::noteIndexed(const std::vector<RowValue> &values, bool isCurrent)
{
    if (values.size() == 2 && values[1].isInteger()) {
        if (values[0].isBlob(nostr::PublicKey::size))
            noteKey(values[1].integer, values[0].bytes);
        else if (looksLikeUrl(values[0]))
            m_relays.emplace(values[1].integer, values[0].bytes);
        else if (values[0].isText() && isCurrent)
            m_meta[std::string(values[0].bytes)] = values[1].integer;
        return;
    }
    if (values.size() != 3 || !areIntegers(values, 0))
        return;
    const std::int64_t first = values[0].integer;
    const std::int64_t second = values[1].integer;
    const std::int64_t third = values[2].integer;
    if (first > 0 && second > 0 && second <= mostRelays && isPossibleMs(third))
        m_seen.push_back({first, {second, third}});
    else if (first > 0 && first <= mostRelays && second < third && isPossible(second) && isPossible(third))
        m_spans.push_back({first, second, third});
}

bool SalvageReader::isPossibleMs(std::int64_t ms) const
{
    return ms >= earliest_s * msPerSecond && ms <= m_now_ms;
}

bool SalvageReader::isPossible(std::int64_t seconds) const
{
    return seconds >= earliest_s && seconds <= m_now_ms / msPerSecond;
}

std::optional<std::int64_t> SalvageReader::countedEvents() const
{
    const auto at = m_meta.find("event_count");
    if (at == m_meta.end() || at->second < 0 || at->second > m_file.images() * mostEventsOnPage)
        return std::nullopt;
    return at->second;
}

std::int64_t SalvageReader::horizon() const
{
    const auto at = m_meta.find("horizon");
    return at != m_meta.end() && isPossible(at->second) ? at->second : 0;
}

std::vector<SalvagedSpan> SalvageReader::coverage() const
{
    std::vector<SalvagedSpan> spans;
    for (SalvagedSpan span : m_spans) {
        span.since = std::max(span.since, horizon());
        if (span.since < span.until && m_relays.contains(span.relay))
            spans.push_back(span);
    }
    return spans;
}

void SalvageReader::forEach(const std::function<bool(SalvagedEvent &&)> &take)
{
    const auto rangeOf = [](const Places &places, Places::const_iterator from) {
        const std::int64_t rid = from == places.end() ? 0 : from->rid;
        return Range{from,
                     std::find_if(from, places.end(), [rid](const Place &at) { return at.rid != rid; })};
    };
    m_incomplete = 0;
    auto event = m_events.cbegin();
    auto payload = m_payloads.cbegin();
    while (event != m_events.cend() || payload != m_payloads.cend()) {
        const bool hasEvent =
            event != m_events.cend() && (payload == m_payloads.cend() || event->rid <= payload->rid);
        const bool hasPayload =
            payload != m_payloads.cend() && (event == m_events.cend() || payload->rid <= event->rid);
        const Range events = hasEvent ? rangeOf(m_events, event) : Range{event, event};
        const Range payloads = hasPayload ? rangeOf(m_payloads, payload) : Range{payload, payload};
        event = events.second;
        payload = payloads.second;
        auto whole = joined(events, payloads);
        if (!whole)
            ++m_incomplete;
        else if (!take(std::move(*whole)))
            return;
    }
}

/// Of several copies of the parts of an event those that fit: the id is the hash of the rest. When none do,
/// any.
std::optional<SalvagedEvent> SalvageReader::joined(const Range &events, const Range &payloads)
{
    std::optional<SalvagedEvent> any;
    const auto newest = [](const Range &range) {
        return range.second - std::min(mostCopies, range.second - range.first);
    };
    for (auto event = events.second; event != newest(events);) {
        const auto eventRow = m_eventRows.at((--event)->row);
        for (auto payload = payloads.second; eventRow && payload != newest(payloads);) {
            const auto payloadRow = m_payloadRows.at((--payload)->row);
            auto whole = payloadRow ? eventFrom(*eventRow, *payloadRow) : std::nullopt;
            if (!whole)
                continue;
            const auto again = sightingsOf(event->rid);
            whole->sightings.insert(whole->sightings.end(), again.begin(), again.end());
            if (prove(*whole, eventRow->values[EventPid].integer))
                return whole;
            any = std::move(whole);
        }
    }
    return any;
}

/// Whether its id is that of its content, with any of the keys that may be its author's. A damaged id is made
/// anew where the signature says so.
bool SalvageReader::prove(SalvagedEvent &salvaged, std::int64_t pid)
{
    nostr::Event &event = salvaged.event;
    const auto &keys = m_keys.at(pid);
    for (const auto &key : keys) {
        event.pubkey = key;
        if (nostr::idMatches(event))
            return true;
    }
    const nostr::EventId id = event.id;
    for (const auto &key : keys) {
        event.pubkey = key;
        for (const auto escapes : {nostr::ControlEscapes::Unicode, nostr::ControlEscapes::Verbatim}) {
            event.id = nostr::computeId(event, escapes);
            if (!m_verifier.check(event))
                return true;
        }
    }
    event.id = id;
    return false;
}

std::optional<SalvagedEvent> SalvageReader::eventFrom(const PageRow &event, const PageRow &payload) const
{
    const auto &values = event.values;
    // A failing disk may give something else than before.
    if (!looksLikeEvent(values) || !looksLikePayload(payload.values))
        return std::nullopt;
    if (!m_keys.contains(values[EventPid].integer))
        return std::nullopt;
    SalvagedEvent salvaged;
    salvaged.event.id = joinId(values[EventId8].integer, values[EventId24].bytes);
    salvaged.event.kind = static_cast<int>(values[EventKind].integer);
    salvaged.event.created_at = values[EventCreated].integer;
    salvaged.event.sig = *nostr::Signature::fromBytes(payload.values[PayloadSig].bytes);
    try {
        decodePayload(static_cast<PayloadEncoding>(payload.values[PayloadDict].integer),
                      payload.values[PayloadZ].bytes, salvaged.event);
    } catch (const DamagedEvent &) {
        return std::nullopt;
    }
    salvaged.received_ms = values[EventReceived].integer;
    salvaged.live = values.size() > EventLive && values[EventLive].integer != 0;
    if (!isPossibleMs(salvaged.received_ms)) {
        salvaged.received_ms =
            std::clamp<std::int64_t>(salvaged.event.created_at, 0, m_now_ms / msPerSecond) * msPerSecond;
        salvaged.live = false;
    }
    if (values.size() > EventRelay && m_relays.contains(values[EventRelay].integer))
        salvaged.sightings.push_back({values[EventRelay].integer, salvaged.received_ms});
    return salvaged;
}

std::vector<SalvagedSighting> SalvageReader::sightingsOf(std::int64_t rid) const
{
    std::vector<SalvagedSighting> sightings;
    auto at = std::lower_bound(m_seen.begin(), m_seen.end(), rid,
                               [](const Seen &seen, std::int64_t row) { return seen.rid < row; });
    for (; at != m_seen.end() && at->rid == rid; ++at)
        if (m_relays.contains(at->sighting.relay))
            sightings.push_back(at->sighting);
    return sightings;
}

} // namespace dvmdash::store
