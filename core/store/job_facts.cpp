// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/job_facts.h"

#include "store/split_id.h"

namespace dvmdash::store
{

JobFactsLoader::JobFactsLoader(Database &db, Interner &keys)
    : m_keys(keys)
    , m_job(db.prepare(
          "SELECT id8, id24, rid, kind, customer, created_at, received_ms, live, encrypted, nested, frozen "
          "FROM job WHERE jid = ?1"))
    , m_targets(db.prepare("SELECT pid FROM target WHERE jid = ?1 ORDER BY position"))
    , m_answers(db.prepare(
          "SELECT a.rid, e.id8, e.id24, a.pid, a.created_at, a.received_ms, a.live, a.kind, a.status, "
          "a.msat, a.payment_deadline, a.content_hash, a.empty, a.encrypted, a.note "
          "FROM answer a JOIN event e ON e.rid = a.rid WHERE a.jid = ?1"))
    , m_payments(db.prepare(
          "SELECT e.id8, e.id24, p.target, p.payer, p.payee, p.msat, p.created_at, p.tier, p.key, p.rid "
          "FROM payment p JOIN event e ON e.rid = p.rid WHERE p.jid = ?1 AND p.counted = 1"))
    , m_cancellations(db.prepare("SELECT e.id8, e.id24, e.pid, e.created_at "
                                 "FROM cancellation c JOIN event e ON e.rid = c.rid WHERE c.jid = ?1"))
{
}

LoadedFacts JobFactsLoader::load(std::int64_t jid)
{
    LoadedFacts loaded;
    loadRequest(jid, loaded);
    if (loaded.frozen)
        return loaded;
    loadAnswers(jid, loaded);
    loadPayments(jid, loaded);
    loadCancellations(jid, loaded.facts);
    return loaded;
}

void JobFactsLoader::loadRequest(std::int64_t jid, LoadedFacts &loaded)
{
    dvm::JobFacts &facts = loaded.facts;
    const ResetAtEnd reset(m_job);
    if (!m_job.bind(1, jid).step())
        throw Error("Job row " + std::to_string(jid) +
                    " is missing in the database. Make jobs and numbers anew: "
                    "dvmdash-cli rebuild");
    facts.id = joinId(m_job.integer(0), m_job.blob(1));
    loaded.frozen = m_job.integer(10) != 0;
    const bool seenOnlyInside = m_job.integer(9) != 0;
    if (m_job.isNull(2) && !seenOnlyInside)
        return;
    dvm::Request request;
    request.id = facts.id;
    request.kind = static_cast<int>(m_job.integer(3));
    request.customer = m_keys.key(m_job.integer(4));
    request.created_at = m_job.integer(5);
    request.received_ms = m_job.integer(6);
    request.live = m_job.integer(7) != 0;
    request.encrypted = m_job.integer(8) != 0;
    const ResetAtEnd resetTargets(m_targets);
    m_targets.bind(1, jid);
    while (m_targets.step())
        request.targets.push_back(m_keys.key(m_targets.integer(0)));
    facts.request = std::move(request);
}

void JobFactsLoader::loadAnswers(std::int64_t jid, LoadedFacts &loaded)
{
    const ResetAtEnd reset(m_answers);
    m_answers.bind(1, jid);
    while (m_answers.step()) {
        dvm::Answer answer;
        answer.id = joinId(m_answers.integer(1), m_answers.blob(2));
        answer.author = m_keys.key(m_answers.integer(3));
        answer.created_at = m_answers.integer(4);
        answer.received_ms = m_answers.integer(5);
        answer.live = m_answers.integer(6) != 0;
        answer.kind = static_cast<int>(m_answers.integer(7));
        answer.status = static_cast<dvm::Status>(m_answers.integer(8));
        answer.amount_msat = m_answers.optionalInteger(9);
        answer.payment_deadline = m_answers.optionalInteger(10);
        answer.content_hash = asUnsigned(m_answers.integer(11));
        answer.empty = m_answers.integer(12) != 0;
        answer.encrypted = m_answers.integer(13) != 0;
        loaded.rows.emplace(answer.id, m_answers.integer(0));
        if (m_answers.integer(14) != 0)
            loaded.notes.insert(m_answers.integer(0));
        loaded.facts.answers.push_back(answer);
    }
}

void JobFactsLoader::loadPayments(std::int64_t jid, LoadedFacts &loaded)
{
    const ResetAtEnd reset(m_payments);
    m_payments.bind(1, jid);
    while (m_payments.step()) {
        dvm::Payment payment;
        payment.receipt = joinId(m_payments.integer(0), m_payments.blob(1));
        payment.target = nostr::EventId::fromBytes(m_payments.blob(2));
        payment.from = m_keys.key(m_payments.integer(3));
        payment.to = m_keys.key(m_payments.integer(4));
        payment.msat = m_payments.integer(5);
        payment.created_at = m_payments.integer(6);
        payment.tier = static_cast<dvm::Tier>(m_payments.integer(7));
        payment.key = m_payments.text(8);
        loaded.payments.emplace(payment.receipt, m_payments.integer(9));
        loaded.facts.payments.push_back(std::move(payment));
    }
}

void JobFactsLoader::loadCancellations(std::int64_t jid, dvm::JobFacts &facts)
{
    const ResetAtEnd reset(m_cancellations);
    m_cancellations.bind(1, jid);
    while (m_cancellations.step()) {
        dvm::Cancellation cancellation;
        cancellation.event = joinId(m_cancellations.integer(0), m_cancellations.blob(1));
        cancellation.author = m_keys.key(m_cancellations.integer(2));
        cancellation.created_at = m_cancellations.integer(3);
        facts.cancellations.push_back(cancellation);
    }
}

} // namespace dvmdash::store
