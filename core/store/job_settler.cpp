// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/job_settler.h"

#include <algorithm>
#include <tuple>

namespace dvmdash::store
{

JobSettler::JobSettler(Database &db, Interner &keys, EventLoader &events, const dvm::KindTable &kinds,
                       FactListener &listener, PaymentWriter &payments, JobRows &rows)
    : m_keys(keys)
    , m_events(events)
    , m_kinds(kinds)
    , m_listener(listener)
    , m_payments(payments)
    , m_rows(rows)
    , m_facts(db)
    , m_loader(db, keys)
    , m_deleteAttempts(db.prepare("DELETE FROM attempt WHERE jid = ?1"))
    , m_insertAttempt(
          db,
          "INSERT OR FAIL INTO attempt(jid, pid, position, targeted, state, payment, flags, since, "
          "evidence, first_answer_at, delivered_at, result, response_s, response_ms, requested_msat, "
          "claimed_msat, confirmed_msat, refunded_msat)",
          18)
    , m_setNote(db.prepare("UPDATE answer SET note = ?2 WHERE rid = ?1"))
{
}

void JobSettler::settle(std::int64_t jid, TouchedJob job, const Listening &listening, std::int64_t now)
{
    if (!job.facts)
        m_rows.write(jid);
    const LoadedFacts loaded = job.facts ? std::move(*job.facts) : m_loader.load(jid);
    if (loaded.frozen) {
        m_payments.leaveUnattributed(jid);
        return;
    }
    // Whatever could not be inferred for want of somebody who listened may be once coverage grows.
    std::int64_t darkUntil = 0;
    const int kind = traitsOf(loaded.facts).kind;
    const dvm::Listening noting = [&](std::int64_t from, std::int64_t until) {
        const bool heard = listening(kind, from, until);
        if (!heard)
            darkUntil = std::max(darkUntil, until);
        return heard;
    };
    const dvm::JobJudgement judgement = dvm::judge(loaded.facts, m_kinds, noting, now);
    writeJob(jid, loaded.facts, judgement, darkUntil);
    gatherAttempts(jid, job.isNew, loaded, judgement);
    creditPayments(loaded, judgement);
    markCustomerNotes(loaded);
    const JobFact fact = factOf(loaded.facts, judgement);
    if (job.former == fact)
        return;
    if (job.former)
        m_listener.job(*job.former, -1);
    m_listener.job(fact, +1);
}

/// What FactReader::job() reads back.
JobFact JobSettler::factOf(const dvm::JobFacts &facts, const dvm::JobJudgement &judgement)
{
    const RequestTraits traits = traitsOf(facts);
    JobFact fact;
    fact.kind = traits.kind;
    fact.created_at = traits.created_at;
    fact.state = judgement.state;
    if (facts.request)
        fact.customer = m_keys.pid(facts.request->customer);
    for (const auto &attempt : judgement.attempts)
        fact.attempts.push_back({m_keys.pid(attempt.dvm), attempt.targeted, attempt.state, attempt.payment,
                                 attempt.response_s, attempt.response_ms, attempt.requested_msat});
    std::sort(fact.attempts.begin(), fact.attempts.end(),
              [](const AttemptFact &a, const AttemptFact &b) { return a.pid < b.pid; });
    return fact;
}

void JobSettler::creditPayments(const LoadedFacts &loaded, const dvm::JobJudgement &judgement)
{
    if (judgement.credits.empty())
        return;
    const int kind = traitsOf(loaded.facts).kind;
    for (const auto &credit : judgement.credits)
        m_payments.credit(loaded.payments.at(credit.receipt), credit.purpose, kind);
}

/// Of a request that was never seen the answers tell the kind, and the first of them stands for its time.
JobSettler::RequestTraits JobSettler::traitsOf(const dvm::JobFacts &facts) const
{
    if (facts.request)
        return {facts.request->kind, facts.request->created_at};
    const dvm::Answer *first = nullptr;
    const dvm::Answer *firstResult = nullptr;
    const auto keepFirst = [](const dvm::Answer *&kept, const dvm::Answer &answer) {
        const auto order = [](const dvm::Answer &a) { return std::tuple(a.created_at, a.received_ms, a.id); };
        if (!kept || order(answer) < order(*kept))
            kept = &answer;
    };
    for (const auto &answer : facts.answers) {
        keepFirst(first, answer);
        if (answer.isResult())
            keepFirst(firstResult, answer);
    }
    return {firstResult ? m_kinds.requestKind(firstResult->kind) : 0, first ? first->created_at : 0};
}

void JobSettler::writeJob(std::int64_t jid, const dvm::JobFacts &facts, const dvm::JobJudgement &judgement,
                          std::int64_t darkUntil)
{
    JudgedColumns judged;
    judged.state = judgement.state;
    for (const auto &attempt : judgement.attempts) {
        judged.payment = std::max(judged.payment, attempt.payment);
        judged.targeted += attempt.targeted ? 1 : 0;
    }
    judged.attempts = static_cast<std::int64_t>(judgement.attempts.size());
    judged.unobserved = darkUntil;
    judged.deadline = judgement.deadline;
    judged.response_s = judgement.response_s;
    judged.response_ms = judgement.response_ms;
    judged.last_change = judgement.last_change;
    m_rows.setJudged(jid, judged);
    if (facts.request) // its row has them from it
        return;
    const RequestTraits traits = traitsOf(facts);
    m_rows.setUnseen(jid, traits.kind, traits.created_at);
}

void JobSettler::gatherAttempts(std::int64_t jid, bool isNew, const LoadedFacts &loaded,
                                const dvm::JobJudgement &judgement)
{
    const auto rowOf = [&](const std::optional<nostr::EventId> &id) -> std::optional<RowId> {
        if (!id)
            return std::nullopt;
        const auto at = loaded.rows.find(*id);
        return at == loaded.rows.end() ? m_events.find(*id) : std::optional(at->second);
    };
    if (!isNew)
        m_deleteAttempts.bind(1, jid).run();
    int position = 0;
    for (const auto &attempt : judgement.attempts)
        m_attempts.push_back({jid, m_keys.pid(attempt.dvm), position++, rowOf(attempt.evidence),
                              rowOf(attempt.result), attempt});
}

void JobSettler::writeAttempts()
{
    m_insertAttempt.run(m_attempts.size(), [this](BulkInsert::Row row, std::size_t i) {
        const AttemptRow &one = m_attempts[i];
        row.bind(1, one.jid)
            .bind(2, one.pid)
            .bind(3, one.position)
            .bind(4, one.attempt.targeted ? 1 : 0)
            .bind(5, static_cast<int>(one.attempt.state))
            .bind(6, static_cast<int>(one.attempt.payment))
            .bind(7, static_cast<std::int64_t>(one.attempt.flags))
            .bind(8, one.attempt.since)
            .bind(9, one.evidence)
            .bind(10, one.attempt.first_answer_at)
            .bind(11, one.attempt.delivered_at)
            .bind(12, one.result)
            .bind(13, one.attempt.response_s)
            .bind(14, one.attempt.response_ms)
            .bind(15, one.attempt.requested_msat)
            .bind(16, one.attempt.claimed_msat)
            .bind(17, one.attempt.confirmed_msat)
            .bind(18, one.attempt.refunded_msat);
    });
    m_attempts.clear();
}

/// A kind 7000 by the customer, who is not also a target, is a note and no DVM's feedback: it must not count
/// as one.
void JobSettler::markCustomerNotes(const LoadedFacts &loaded)
{
    for (const auto &answer : loaded.facts.answers) {
        const bool note = loaded.facts.request && dvm::isCustomerNote(answer, *loaded.facts.request);
        const RowId rid = loaded.rows.at(answer.id);
        if (note == (loaded.notes.find(rid) != loaded.notes.end()))
            continue;
        if (const auto fact = m_facts.event(rid)) {
            const int sign = note ? -1 : +1;
            m_listener.event(*fact, sign);
            for (const std::int64_t relay : m_facts.relaysOf(rid))
                m_listener.sighting(*fact, relay, sign);
        }
        m_setNote.bind(1, rid).bind(2, note ? 1 : 0).run();
        m_changedNotes.push_back(answer.id);
    }
}

} // namespace dvmdash::store
