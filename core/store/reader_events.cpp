// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/answer.h"
#include "store/coverage.h"
#include "store/prepared.h"
#include "store/reader.h"
#include "store/split_id.h"
#include "store/stored_kinds.h"

#include <algorithm>

namespace dvmdash::store
{

namespace
{

constexpr int mostReferrers = 500;

/// "column IN (?,?,?)" for so many parameters.
std::string inClause(const char *column, std::size_t count)
{
    std::string sql = column;
    sql += " IN (";
    for (std::size_t i = 0; i < count; ++i)
        sql += i == 0 ? "?" : ",?";
    sql += ")";
    return sql;
}

bool selects(const std::vector<nostr::EventId> &ids, const nostr::EventId &id)
{
    return ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
}

} // namespace

std::vector<EventRow> Reader::recentEvents(int limit)
{
    std::vector<RowId> rids;
    Statement newest = m_db.prepare("SELECT rid FROM event ORDER BY rid DESC LIMIT ?1");
    newest.bind(1, limit);
    while (newest.step())
        rids.push_back(newest.integer(0));
    std::vector<EventRow> rows;
    rows.reserve(rids.size());
    for (const RowId rid : rids)
        if (auto row = m_events.row(rid))
            rows.push_back(std::move(*row));
    return rows;
}

EventDetail Reader::eventDetail(const nostr::EventId &id)
{
    const Transaction transaction(m_db, Transaction::Kind::Read);
    EventDetail detail;
    detail.event.id = id;
    detail.row.id = id;
    if (const auto rid = m_events.find(id)) {
        detail.known = true;
        detail.event = m_events.load(*rid);
        detail.intact = nostr::idMatches(detail.event);
        detail.row = *m_events.row(*rid);
        detail.sightings = sightings(*rid);
        detail.payment = paymentRow(*rid);
        detail.refers_to = references(detail.event);
    }
    detail.referred_by = referrers(id, &detail.more_references);
    if (const auto jid = jobRowId(id)) {
        Statement job = m_db.prepare("SELECT id8, id24 FROM job WHERE jid = ?1");
        if (job.bind(1, *jid).step())
            detail.job = joinId(job.integer(0), job.blob(1));
    }
    return detail;
}

std::optional<PaymentRow> Reader::paymentRow(RowId rid)
{
    Statement row =
        m_db.prepare("SELECT msat, tier, refused, counted, purpose, warnings FROM payment WHERE rid = ?1");
    if (!row.bind(1, rid).step())
        return std::nullopt;
    PaymentRow payment;
    payment.msat = row.integer(0);
    payment.tier = static_cast<dvm::Tier>(row.integer(1));
    if (row.integer(2) != 0)
        payment.refused = static_cast<dvm::PaymentReject>(row.integer(2));
    payment.counted = row.integer(3) != 0;
    payment.purpose = static_cast<dvm::Purpose>(row.integer(4));
    payment.description_mismatch = (row.integer(5) & 1) != 0;
    payment.self_signed = (row.integer(5) & 2) != 0;
    return payment;
}

std::optional<StoredEvent> Reader::storedEvent(const nostr::EventId &id)
{
    const Transaction transaction(m_db, Transaction::Kind::Read);
    const auto rid = m_events.find(id);
    if (!rid)
        return std::nullopt;
    ingest::VerifiedEvent received = m_events.verified(*rid);
    return StoredEvent{std::move(received.event), received.received_ms, received.live, sightings(*rid)};
}

std::vector<std::pair<std::int64_t, std::int64_t>> Reader::heard(std::int64_t from, std::int64_t until)
{
    IntervalSet spans;
    Statement find =
        m_db.prepare("SELECT max(since, ?1), min(until, ?2) FROM coverage WHERE since < ?2 AND until > ?1");
    find.bind(1, from).bind(2, until);
    while (find.step())
        spans.add(find.integer(0), find.integer(1));
    return {spans.intervals().begin(), spans.intervals().end()};
}

std::vector<Sighting> Reader::sightings(RowId rid)
{
    std::vector<Sighting> found;
    Statement seen = m_db.prepare("SELECT r.url, s.first_ms FROM seen s JOIN relay r USING(relay) "
                                  "WHERE s.rid = ?1 ORDER BY s.first_ms, r.url");
    seen.bind(1, rid);
    while (seen.step())
        found.push_back({std::string(seen.text(0)), seen.integer(1)});
    return found;
}

std::vector<Reference> Reader::references(const nostr::Event &event)
{
    const bool answers = event.firstTag("request") != nullptr;
    const auto match = dvm::matchRequest(event, [](const nostr::EventId &) { return false; });
    std::vector<Reference> found;
    for (const auto &[id, relation] :
         referencesOf(event, answers ? &match : nullptr, kindsOf(m_db).isRequest(event.kind))) {
        Reference reference{id, relation, std::nullopt};
        if (const auto rid = m_events.find(id))
            reference.row = m_events.row(*rid);
        found.push_back(std::move(reference));
    }
    return found;
}

/// The index knows only the first 8 bytes of what is referred to: each candidate is read and compared whole.
std::vector<Reference> Reader::referrers(const nostr::EventId &id, bool *more)
{
    std::vector<std::pair<RowId, Relation>> candidates;
    Statement find =
        m_db.prepare("SELECT r.src, r.rel FROM ref r CROSS JOIN event e ON e.rid = r.src WHERE r.dst8 = ?1 "
                     "ORDER BY e.created_at, e.rid LIMIT ?2");
    find.bind(1, id8(id)).bind(2, mostReferrers + 1);
    while (find.step())
        candidates.emplace_back(find.integer(0), static_cast<Relation>(find.integer(1)));
    *more = candidates.size() > mostReferrers;
    if (*more)
        candidates.resize(mostReferrers);
    const dvm::KindTable &kinds = kindsOf(m_db);
    std::vector<Reference> found;
    for (const auto &[rid, relation] : candidates) {
        const nostr::Event source = m_events.load(rid);
        const bool nested = relation == Relation::NestedRequest;
        const auto match =
            nested ? dvm::matchRequest(source, [](const nostr::EventId &) { return false; }) : dvm::Match();
        const auto named = referencesOf(source, nested ? &match : nullptr, kinds.isRequest(source.kind));
        if (std::find(named.begin(), named.end(), std::pair(id, relation)) == named.end())
            continue;
        found.push_back({source.id, relation, m_events.row(rid)});
    }
    return found;
}

std::int64_t Reader::selectEvents(const EventSelection &selection,
                                  const std::function<bool(const nostr::Event &)> &sink)
{
    const Transaction transaction(m_db, Transaction::Kind::Read);
    std::vector<std::int64_t> pids;
    for (const auto &author : selection.authors)
        if (const auto pid = pidOf(author))
            pids.push_back(*pid);
    if (!selection.authors.empty() && pids.empty())
        return 0;

    std::vector<std::string> clauses;
    if (!selection.ids.empty())
        clauses.push_back("rid IN (SELECT row FROM id WHERE use = 0 AND " +
                          inClause("id8", selection.ids.size()) + ")");
    if (!pids.empty())
        clauses.push_back(inClause("pid", pids.size()));
    if (!selection.kinds.empty())
        clauses.push_back(inClause("kind", selection.kinds.size()));
    if (selection.since)
        clauses.emplace_back("created_at >= ?");
    if (selection.until)
        clauses.emplace_back("created_at < ?");
    std::string sql = "SELECT rid FROM event";
    for (std::size_t i = 0; i < clauses.size(); ++i)
        sql += (i == 0 ? " WHERE " : " AND ") + clauses[i];
    // SQLite's numbers are signed, the bytes of an id are not: the negative ones come last.
    sql += " ORDER BY created_at, id8 < 0, id8, id24";

    Statement statement = m_db.prepare(sql);
    int index = 0;
    for (const auto &id : selection.ids)
        statement.bind(++index, id8(id));
    for (const std::int64_t pid : pids)
        statement.bind(++index, pid);
    for (const int kind : selection.kinds)
        statement.bind(++index, kind);
    if (selection.since)
        statement.bind(++index, *selection.since);
    if (selection.until)
        statement.bind(++index, *selection.until);

    std::int64_t count = 0;
    while (statement.step()) {
        const nostr::Event event = m_events.load(statement.integer(0));
        if (!selects(selection.ids, event.id))
            continue;
        ++count;
        if (!sink(event))
            break;
    }
    return count;
}

} // namespace dvmdash::store
