// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/material.h"
#include "store/reader.h"
#include "store/split_id.h"

namespace dvmdash::store
{

std::optional<JobMaterial> Reader::jobMaterial(const nostr::EventId &id)
{
    const Transaction transaction(m_db, Transaction::Kind::Read);
    const auto jid = jobRowId(id);
    if (!jid)
        return std::nullopt;
    JobMaterial material;
    std::vector<RowId> answers;
    Statement rows =
        m_db.prepare("SELECT a.rid, a.note FROM answer a JOIN event e USING(rid) WHERE a.jid = ?1 "
                     "ORDER BY e.created_at, e.received_ms, a.rid LIMIT ?2");
    rows.bind(1, *jid).bind(2, mostAnswersRead + 1);
    while (rows.step()) {
        if (answers.size() == mostAnswersRead) {
            material.more = true;
            break;
        }
        answers.push_back(rows.integer(0));
        if (rows.integer(1) == 0) // a customer's note is no answer
            material.answers.push_back(dvm::readAnswerMaterial(m_events.load(answers.back())));
    }

    Statement job = m_db.prepare("SELECT id8, id24, rid FROM job WHERE jid = ?1");
    job.bind(1, *jid).step();
    const nostr::EventId request = joinId(job.integer(0), job.blob(1));
    // The event may have been deleted since.
    const auto row = job.isNull(2) ? std::nullopt : m_events.find(request);
    if (const auto event =
            row ? std::optional(m_events.load(*row)) : m_events.nestedRequest(request, answers))
        material.request = dvm::readMaterial(*event);
    material.payments = payments(*jid);
    return material;
}

std::vector<JobPayment> Reader::payments(std::int64_t jid)
{
    std::vector<JobPayment> found;
    Statement rows = m_db.prepare("SELECT e.id8, e.id24, p.target, f.pk, t.pk, p.created_at, p.key, p.rid "
                                  "FROM payment p JOIN event e USING(rid) "
                                  "JOIN pubkey f ON f.pid = p.payer JOIN pubkey t ON t.pid = p.payee "
                                  "WHERE p.jid = ?1 ORDER BY p.created_at, p.rid");
    rows.bind(1, jid);
    while (rows.step()) {
        JobPayment &row = found.emplace_back();
        row.standing = paymentRow(rows.integer(7)).value();
        dvm::Payment &payment = row.payment;
        payment.receipt = joinId(rows.integer(0), rows.blob(1));
        if (!rows.isNull(2))
            payment.target = nostr::EventId::fromBytes(rows.blob(2));
        payment.from = nostr::PublicKey::fromBytes(rows.blob(3)).value_or(nostr::PublicKey{});
        payment.to = nostr::PublicKey::fromBytes(rows.blob(4)).value_or(nostr::PublicKey{});
        payment.created_at = rows.integer(5);
        payment.key = rows.text(6);
        payment.msat = row.standing.msat;
        payment.tier = row.standing.tier;
        payment.descriptionMismatch = row.standing.description_mismatch;
        payment.selfSigned = row.standing.self_signed;
    }
    return found;
}

} // namespace dvmdash::store
