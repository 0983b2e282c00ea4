// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/payment_writer.h"

#include "store/split_id.h"

#include <limits>
#include <set>
#include <tuple>

namespace dvmdash::store
{

namespace
{

constexpr int nutzapKind = 9321;
constexpr int zapReceiptKind = 9735;

constexpr const char *rowColumns =
    "SELECT p.rid, p.jid, p.tier, p.refused, p.key, p.counted, p.created_at, e.pid, p.payee "
    "FROM payment p CROSS JOIN event e ON e.rid = p.rid ";

constexpr const char *candidateColumns =
    "SELECT p.rid, p.jid, p.tier, p.created_at, e.id8, e.id24, p.counted "
    "FROM payment p CROSS JOIN event e ON e.rid = p.rid WHERE p.key = ?1 AND ";

/// Less is better.
auto rankOf(std::int64_t tier, std::int64_t created_at, const nostr::EventId &receipt)
{
    return std::tuple(-tier, created_at, receipt);
}

int refusalOf(const dvm::Standing &standing)
{
    return standing.refused ? static_cast<int>(*standing.refused) : 0;
}

} // namespace

PaymentWriter::PaymentWriter(Database &db, Interner &keys, EventLoader &events, TouchedJobs &touched,
                             FactListener &listener)
    : m_keys(keys)
    , m_events(events)
    , m_touched(touched)
    , m_listener(listener)
    , m_facts(db)
    , m_knowledge(db, keys, events)
    , m_insert(db.prepare("INSERT INTO payment(rid, jid, target, payer, payee, msat, tier, created_at, key, "
                          "counted, warnings, refused) "
                          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"))
    , m_counted(
          db.prepare("SELECT p.rid, p.jid, p.tier, p.created_at, e.id8, e.id24 "
                     "FROM payment p LEFT JOIN event e ON e.rid = p.rid WHERE p.key = ?1 AND p.counted = 1"))
    , m_countNoMore(db.prepare("UPDATE payment SET counted = 0 WHERE rid = ?1"))
    , m_placeOf(db.prepare("SELECT jid FROM payment WHERE target = ?1 LIMIT 1"))
    , m_place(db.prepare("UPDATE payment SET jid = ?2 WHERE target = ?1"))
    , m_release(db.prepare("UPDATE payment SET jid = NULL WHERE jid = ?1"))
    , m_countedNaming(db.prepare("SELECT rid FROM payment WHERE target = ?1 AND counted = 1"))
    , m_countedIn(db.prepare("SELECT rid FROM payment WHERE jid = ?1 AND counted = 1"))
    , m_neverCredited(db.prepare("SELECT rid FROM payment WHERE jid = ?1 AND counted = 1 AND purpose = 0"))
    , m_setCredit(db.prepare("UPDATE payment SET purpose = ?2, kind = ?3 WHERE rid = ?1"))
    , m_rowsOf(
          db.prepare(std::string(rowColumns) + "WHERE p.payee = ?1 AND p.created_at >= ?2 AND e.kind = ?3"))
    , m_rowById(db.prepare(std::string(rowColumns) + "WHERE p.rid = ?1"))
    , m_setStanding(db.prepare("UPDATE payment SET tier = ?2, refused = ?3 WHERE rid = ?1"))
    , m_isHeld(db.prepare("SELECT 1 FROM payment p WHERE p.key = ?1 AND p.counted = 1 "
                          "AND NOT EXISTS(SELECT 1 FROM event e WHERE e.rid = p.rid)"))
    , m_candidates(db.prepare(std::string(candidateColumns) + "p.counted = 1 UNION ALL " + candidateColumns +
                              "p.counted = 0 AND p.refused = 0"))
    , m_count(db.prepare("UPDATE payment SET counted = 1 WHERE rid = ?1"))
    , m_withSigners(db.prepare("SELECT DISTINCT pid FROM signer"))
{
}

void PaymentWriter::note(const dvm::Payment &payment, const nostr::Event &event, RowId rid,
                         std::optional<std::int64_t> jid)
{
    const std::int64_t payee = m_keys.pid(payment.to);
    const dvm::Standing standing = m_knowledge.standingOf(event, payee);
    const bool counts = !standing.refused && takesTheCount(payment, standing.tier);
    m_insert.bind(1, rid).bind(2, jid);
    if (payment.target)
        m_insert.bindBlob(3, payment.target->view());
    else
        m_insert.bindNull(3);
    m_insert.bind(4, m_keys.pid(payment.from))
        .bind(5, payee)
        .bind(6, payment.msat)
        .bind(7, static_cast<int>(standing.tier))
        .bind(8, payment.created_at)
        .bindText(9, payment.key)
        .bind(10, counts ? 1 : 0)
        .bind(11, (payment.descriptionMismatch ? 1 : 0) | (payment.selfSigned ? 2 : 0))
        .bind(12, refusalOf(standing))
        .run();
    if (jid)
        m_touched.touch(*jid);
    else if (counts)
        credit(rid, dvm::Purpose::Unattributed, 0);
}

void PaymentWriter::credit(RowId rid, dvm::Purpose purpose, int kind)
{
    const auto former = m_facts.payment(rid);
    if (!former)
        return;
    PaymentFact fact = *former;
    if (fact.purpose == purpose && fact.kind == kind)
        return;
    m_listener.payment(fact, -1);
    fact.purpose = purpose;
    fact.kind = kind;
    m_listener.payment(fact, +1);
    m_setCredit.bind(1, rid).bind(2, static_cast<int>(purpose)).bind(3, kind).run();
}

/// They are of no job that is known.
void PaymentWriter::wait(const std::vector<RowId> &rids)
{
    for (const RowId rid : rids)
        credit(rid, dvm::Purpose::Unattributed, 0);
}

void PaymentWriter::leaveUnattributed(std::int64_t jid)
{
    wait(countedOf(m_neverCredited.bind(1, jid)));
}

std::vector<RowId> PaymentWriter::countedOf(Statement &select)
{
    const ResetAtEnd reset(select);
    std::vector<RowId> rids;
    while (select.step())
        rids.push_back(select.integer(0));
    return rids;
}

/// Whether this receipt counts in place of the one with its key that counted so far, if any; that one then
/// counts no more.
bool PaymentWriter::takesTheCount(const dvm::Payment &payment, dvm::Tier tier)
{
    RowId former = 0;
    std::optional<std::int64_t> formerJob;
    {
        const ResetAtEnd reset(m_counted);
        if (!m_counted.bindText(1, payment.key).step())
            return true;
        // Its event was deleted with all from before the horizon: what was counted of it stands.
        if (m_counted.isNull(4))
            return false;
        const auto counted = rankOf(m_counted.integer(2), m_counted.integer(3),
                                    joinId(m_counted.integer(4), m_counted.blob(5)));
        if (counted < rankOf(static_cast<int>(tier), payment.created_at, payment.receipt))
            return false;
        former = m_counted.integer(0);
        formerJob = m_counted.optionalInteger(1);
    }
    credit(former, dvm::Purpose::None, 0);
    m_countNoMore.bind(1, former).run();
    if (formerJob)
        m_touched.touch(*formerJob);
    return true;
}

void PaymentWriter::noteRedemption(const nostr::Event &event, RowId rid)
{
    m_knowledge.noteRedemption(event, rid);
    const std::int64_t payee = m_keys.pid(event.pubkey);
    for (const auto &nutzap : dvm::readRedemption(event).nutzaps) {
        const auto paid = m_events.find(nutzap);
        const auto row = paid ? rowAt(*paid) : std::nullopt;
        if (row)
            reconsider({*row}, [&](const Row &one) {
                return one.payee == payee ? m_knowledge.standingOf(m_events.load(one.rid), payee)
                                          : one.standing;
            });
    }
}

void PaymentWriter::noteNutzapInfo(const nostr::Event &event)
{
    const std::int64_t payee = m_keys.pid(event.pubkey);
    const auto rows = rowsOf(payee, nutzapKind, event.created_at);
    if (rows.empty())
        return;
    const auto infos = m_knowledge.infosOf(payee);
    reconsider(rows, [&](const Row &row) {
        const nostr::Event nutzap = m_events.load(row.rid);
        return dvm::standingOfNutzap(nutzap, infos, m_knowledge.isRedeemed(nutzap.id, payee));
    });
}

void PaymentWriter::reconsiderReceipts(std::int64_t payee)
{
    const auto signers = m_knowledge.signersOf(payee);
    reconsider(rowsOf(payee, zapReceiptKind, std::numeric_limits<std::int64_t>::min()), [&](const Row &row) {
        return dvm::standingOfReceipt(m_keys.key(row.author), row.created_at, signers);
    });
}

void PaymentWriter::reconsiderReceipts()
{
    std::vector<std::int64_t> payees;
    {
        const ResetAtEnd reset(m_withSigners);
        while (m_withSigners.step())
            payees.push_back(m_withSigners.integer(0));
    }
    for (const std::int64_t payee : payees)
        reconsiderReceipts(payee);
}

PaymentWriter::Row PaymentWriter::rowFrom(const Statement &found)
{
    Row row;
    row.rid = found.integer(0);
    row.jid = found.optionalInteger(1);
    row.standing.tier = static_cast<dvm::Tier>(found.integer(2));
    if (found.integer(3) != 0)
        row.standing.refused = static_cast<dvm::PaymentReject>(found.integer(3));
    row.key = found.text(4);
    row.counted = found.integer(5) != 0;
    row.created_at = found.integer(6);
    row.author = found.integer(7);
    row.payee = found.integer(8);
    return row;
}

std::optional<PaymentWriter::Row> PaymentWriter::rowAt(RowId rid)
{
    const ResetAtEnd reset(m_rowById);
    return m_rowById.bind(1, rid).step() ? std::optional(rowFrom(m_rowById)) : std::nullopt;
}

std::vector<PaymentWriter::Row> PaymentWriter::rowsOf(std::int64_t payee, int kind, std::int64_t since)
{
    std::vector<Row> rows;
    const ResetAtEnd reset(m_rowsOf);
    m_rowsOf.bind(1, payee).bind(2, since).bind(3, kind);
    while (m_rowsOf.step())
        rows.push_back(rowFrom(m_rowsOf));
    return rows;
}

/// Writes how each stands now. Which one of a payment's receipts counts is settled once all are written.
void PaymentWriter::reconsider(const std::vector<Row> &rows,
                               const std::function<dvm::Standing(const Row &)> &standingOf)
{
    Credits credits;
    std::set<std::string> keys;
    for (const Row &row : rows) {
        const dvm::Standing now = standingOf(row);
        if (now == row.standing)
            continue;
        if (row.counted)
            countNoMore(row.rid, row.jid, credits);
        m_setStanding.bind(1, row.rid).bind(2, static_cast<int>(now.tier)).bind(3, refusalOf(now)).run();
        keys.insert(row.key);
    }
    for (const std::string &key : keys)
        elect(key, credits);
}

void PaymentWriter::countNoMore(RowId rid, std::optional<std::int64_t> jid, Credits &credits)
{
    if (const auto fact = m_facts.payment(rid))
        credits.emplace(rid, *fact);
    credit(rid, dvm::Purpose::None, 0);
    m_countNoMore.bind(1, rid).run();
    if (jid)
        m_touched.touch(*jid);
}

/// Lets the best of those that are not refused count. One that counted before keeps what it was credited
/// with: its job, when it is judged no more, could not tell again.
void PaymentWriter::elect(const std::string &key, const Credits &credits)
{
    {
        const ResetAtEnd reset(m_isHeld);
        if (m_isHeld.bindText(1, key).step())
            return;
    }
    struct Candidate {
        RowId rid;
        std::optional<std::int64_t> jid;
        std::tuple<std::int64_t, std::int64_t, nostr::EventId> rank;
    };
    std::optional<Candidate> best;
    std::optional<Candidate> counted;
    {
        const ResetAtEnd reset(m_candidates);
        m_candidates.bindText(1, key);
        while (m_candidates.step()) {
            const Candidate one{m_candidates.integer(0), m_candidates.optionalInteger(1),
                                rankOf(m_candidates.integer(2), m_candidates.integer(3),
                                       joinId(m_candidates.integer(4), m_candidates.blob(5)))};
            if (!best || one.rank < best->rank)
                best = one;
            if (m_candidates.integer(6) != 0)
                counted = one;
        }
    }
    if (!best || (counted && counted->rid == best->rid))
        return;
    Credits dropped;
    if (counted)
        countNoMore(counted->rid, counted->jid, dropped);
    m_count.bind(1, best->rid).run();
    if (best->jid)
        m_touched.touch(*best->jid);
    if (const auto former = credits.find(best->rid); former != credits.end())
        credit(best->rid, former->second.purpose, former->second.kind);
    else if (!best->jid)
        credit(best->rid, dvm::Purpose::Unattributed, 0);
}

bool PaymentWriter::anyNames(const nostr::EventId &target)
{
    const ResetAtEnd reset(m_placeOf);
    return m_placeOf.bindBlob(1, target.view()).step();
}

void PaymentWriter::place(const nostr::EventId &target, std::optional<std::int64_t> jid)
{
    std::optional<std::int64_t> from;
    {
        const ResetAtEnd reset(m_placeOf);
        if (!m_placeOf.bindBlob(1, target.view()).step())
            return;
        from = m_placeOf.optionalInteger(0);
    }
    if (from == jid)
        return;
    m_place.bindBlob(1, target.view()).bind(2, jid).run();
    for (const auto &changed : {from, jid})
        if (changed)
            m_touched.touch(*changed);
    if (!jid)
        wait(countedOf(m_countedNaming.bindBlob(1, target.view())));
}

void PaymentWriter::release(std::int64_t jid)
{
    const auto rids = countedOf(m_countedIn.bind(1, jid));
    m_release.bind(1, jid).run();
    wait(rids);
}

} // namespace dvmdash::store
