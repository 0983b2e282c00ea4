// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/payment_writer.h"

#include "store/split_id.h"

#include <tuple>

namespace dvmdash::store
{

PaymentWriter::PaymentWriter(Database &db, Interner &keys, TouchedJobs &touched, FactListener &listener)
    : m_keys(keys)
    , m_touched(touched)
    , m_listener(listener)
    , m_facts(db)
    , m_insert(db.prepare("INSERT INTO payment(rid, jid, target, payer, payee, msat, tier, created_at, key, "
                          "counted, warnings) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"))
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
{
}

void PaymentWriter::note(const dvm::Payment &payment, RowId rid, std::optional<std::int64_t> jid)
{
    const bool counts = takesTheCount(payment);
    m_insert.bind(1, rid).bind(2, jid);
    if (payment.target)
        m_insert.bindBlob(3, payment.target->view());
    else
        m_insert.bindNull(3);
    m_insert.bind(4, m_keys.pid(payment.from))
        .bind(5, m_keys.pid(payment.to))
        .bind(6, payment.msat)
        .bind(7, static_cast<int>(payment.tier))
        .bind(8, payment.created_at)
        .bindText(9, payment.key)
        .bind(10, counts ? 1 : 0)
        .bind(11, (payment.descriptionMismatch ? 1 : 0) | (payment.selfSigned ? 2 : 0))
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
bool PaymentWriter::takesTheCount(const dvm::Payment &payment)
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
        const auto rank = [](std::int64_t tier, std::int64_t created_at, const nostr::EventId &receipt) {
            return std::tuple(-tier, created_at, receipt);
        };
        const auto counted =
            rank(m_counted.integer(2), m_counted.integer(3), joinId(m_counted.integer(4), m_counted.blob(5)));
        if (counted < rank(static_cast<int>(payment.tier), payment.created_at, payment.receipt))
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
