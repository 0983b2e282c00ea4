// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/event_writer.h"

#include "store/split_id.h"

namespace dvmdash::store
{

EventWriter::EventWriter(Database &db, Interner &keys, IdTable &ids)
    : m_db(db)
    , m_keys(keys)
    , m_ids(ids)
    , m_indexer(db, ids)
    , m_lastRow(db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'"))
    , m_insertEvent(db,
                    "INSERT OR FAIL INTO event(rid, id8, id24, pid, kind, created_at, received_ms, role, "
                    "flags, live, relay)",
                    11)
    , m_insertPayload(db, "INSERT OR FAIL INTO payload(rid, sig, z, dict)", 4)
    , m_findRelay(db.prepare("SELECT relay FROM relay WHERE url = ?1"))
    , m_insertRelay(db.prepare("INSERT INTO relay(url) VALUES(?1)"))
{
}

void EventWriter::nameRelay(relay::RelayNumber number, const std::string &url)
{
    m_relayUrls[number] = url;
    m_relayRows.erase(number);
}

std::int64_t EventWriter::relayRow(relay::RelayNumber number)
{
    if (const auto at = m_relayRows.find(number); at != m_relayRows.end())
        return at->second;
    const auto url = m_relayUrls.find(number);
    if (url == m_relayUrls.end())
        throw Error("Relay number " + std::to_string(number) + " was never named");
    const ResetAtEnd reset(m_findRelay);
    std::int64_t row = 0;
    if (m_findRelay.bindText(1, url->second).step()) {
        row = m_findRelay.integer(0);
    } else {
        m_insertRelay.bindText(1, url->second).run();
        row = m_db.lastRowId();
    }
    m_relayRows.emplace(number, row);
    return row;
}

std::vector<RowId> EventWriter::store(const std::vector<const Prepared *> &events)
{
    std::vector<NumberedEvent> numbered;
    numbered.reserve(events.size());
    RowId last = lastRow();
    for (const Prepared *prepared : events)
        numbered.push_back({prepared, ++last, m_keys.pid(prepared->event.pubkey)});
    m_insertEvent.run(numbered.size(), [&](BulkInsert::Row row, std::size_t i) {
        const auto &[prepared, rid, pid] = numbered[i];
        const nostr::Event &event = prepared->event;
        row.bind(1, rid)
            .bind(2, id8(event.id))
            .bindBlob(3, id24(event.id))
            .bind(4, pid)
            .bind(5, event.kind)
            .bind(6, event.created_at)
            .bind(7, prepared->received_ms)
            .bind(8, static_cast<int>(prepared->role))
            .bind(9, static_cast<std::int64_t>(prepared->flags))
            .bind(10, prepared->live ? 1 : 0)
            .bind(11, relayRow(prepared->relay));
    });
    m_insertPayload.run(numbered.size(), [&](BulkInsert::Row row, std::size_t i) {
        const Prepared &prepared = *numbered[i].event;
        row.bind(1, numbered[i].rid)
            .bindBlob(2, prepared.event.sig.view())
            .bindBlob(3, prepared.payload.bytes)
            .bind(4, static_cast<int>(prepared.payload.encoding));
    });
    m_indexer.index(numbered);
    m_ids.write();
    std::vector<RowId> rids;
    rids.reserve(numbered.size());
    for (const NumberedEvent &one : numbered)
        rids.push_back(one.rid);
    return rids;
}

/// The highest row that was ever given away: none is given twice.
RowId EventWriter::lastRow()
{
    const ResetAtEnd reset(m_lastRow);
    return m_lastRow.step() ? m_lastRow.integer(0) : 0;
}

} // namespace dvmdash::store
