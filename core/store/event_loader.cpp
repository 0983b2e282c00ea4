// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/event_loader.h"

#include "dvm/answer.h"
#include "dvm/lifecycle.h"
#include "store/payload_codec.h"
#include "store/prepared.h"
#include "store/split_id.h"

namespace dvmdash::store
{

namespace
{

constexpr const char *columns = "SELECT e.id8, e.id24, k.pk, e.kind, e.created_at, p.sig, p.z, p.dict, "
                                "e.received_ms, e.role, e.flags, a.note, e.live "
                                "FROM event e JOIN pubkey k USING(pid) JOIN payload p USING(rid) "
                                "LEFT JOIN answer a ON e.role = 3 AND a.rid = e.rid WHERE e.rid = ?1";

nostr::Event eventFrom(const Statement &row)
{
    nostr::Event event;
    event.id = joinId(row.integer(0), row.blob(1));
    const auto key = nostr::PublicKey::fromBytes(row.blob(2));
    const auto sig = nostr::Signature::fromBytes(row.blob(5));
    if (!key || !sig)
        throw DamagedEvent("The stored form of event " + event.id.hex() + " is damaged: " + salvageAdvice());
    event.pubkey = *key;
    event.kind = static_cast<int>(row.integer(3));
    event.created_at = row.integer(4);
    event.sig = *sig;
    decodePayload(static_cast<PayloadEncoding>(row.integer(7)), row.blob(6), event);
    return event;
}

DamagedEvent missing(RowId rid)
{
    return DamagedEvent("Event row " + std::to_string(rid) +
                        " is missing in the database: " + salvageAdvice());
}

} // namespace

EventLoader::EventLoader(Database &db)
    : m_find(db.prepare("SELECT e.rid, e.id24 FROM id i CROSS JOIN event e ON e.rid = i.row "
                        "WHERE i.id8 = ?1 AND i.use = 0"))
    , m_load(db.prepare(columns))
    , m_row(db.prepare(columns))
{
}

std::optional<RowId> EventLoader::find(const nostr::EventId &id)
{
    const ResetAtEnd reset(m_find);
    m_find.bind(1, id8(id));
    while (m_find.step())
        if (m_find.blob(1) == id24(id))
            return m_find.integer(0);
    return std::nullopt;
}

nostr::Event EventLoader::load(RowId rid)
{
    const ResetAtEnd reset(m_load);
    if (!m_load.bind(1, rid).step())
        throw missing(rid);
    return eventFrom(m_load);
}

ingest::VerifiedEvent EventLoader::verified(RowId rid)
{
    const ResetAtEnd reset(m_row);
    if (!m_row.bind(1, rid).step())
        throw missing(rid);
    return {eventFrom(m_row), 0, m_row.integer(8), m_row.integer(12) != 0};
}

std::optional<EventRow> EventLoader::row(RowId rid)
{
    const ResetAtEnd reset(m_row);
    if (!m_row.bind(1, rid).step())
        return std::nullopt;
    const nostr::Event event = eventFrom(m_row);
    EventRow row;
    row.rid = rid;
    row.id = event.id;
    row.author = event.pubkey;
    row.kind = event.kind;
    row.created_at = event.created_at;
    row.received_ms = m_row.integer(8);
    row.role = m_row.integer(11) != 0 ? dvm::Role::CustomerNote : static_cast<dvm::Role>(m_row.integer(9));
    row.flags = static_cast<std::uint32_t>(m_row.integer(10));
    row.expires_at = dvm::expirationOf(event);
    row.summary = summaryOf(event, row.role);
    return row;
}

std::optional<nostr::Event> EventLoader::nestedRequest(const nostr::EventId &id,
                                                       const std::vector<RowId> &answers)
{
    for (const RowId row : answers) {
        dvm::Match match = dvm::matchRequest(load(row), [](const nostr::EventId &) { return false; });
        if (match.nested && match.nested->id == id)
            return std::move(match.nested);
    }
    return std::nullopt;
}

} // namespace dvmdash::store
