// SPDX-License-Identifier: GPL-3.0-or-later
#include "made_facts.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace dvmdash::bench
{

namespace
{

constexpr int firstKind = 5000;
constexpr std::int64_t secondsAhead = 1'000;

} // namespace

MadeFacts::MadeFacts(store::Database &db, store::FactListener &listener, std::int64_t since,
                     std::int64_t until, std::int64_t jobs)
    : m_listener(listener)
    , m_since(since)
    , m_until(until)
    , m_jobs(jobs)
    , m_dvmsOfKind(kinds)
    , m_db(db)
    , m_insertEvent(
          db.prepare("INSERT INTO event(id8, id24, pid, kind, created_at, received_ms, role, flags, relay) "
                     "VALUES(?1, zeroblob(24), ?2, ?3, ?4, ?5, ?6, 0, 1)"))
    , m_insertAnswer(db.prepare("INSERT INTO answer(rid, jid, pid, created_at, received_ms, live, kind, "
                                "status, rule, content_hash, empty, "
                                "encrypted) VALUES(?1, ?2, ?3, ?4, ?4 * 1000, 0, ?5, ?6, 2, 0, 0, 0)"))
    , m_insertSeen(db.prepare("INSERT INTO seen_again(rid, relay, first_ms) VALUES(?1, ?2, ?3)"))
    , m_insertJob(db.prepare("INSERT INTO job(id8, id24, rid, kind, customer, created_at, state, attempts) "
                             "VALUES(?1, zeroblob(24), ?2, ?3, ?4, ?5, ?6, 1)"))
    , m_insertAttempt(db.prepare("INSERT OR IGNORE INTO attempt(jid, pid, position, targeted, state, "
                                 "payment, flags, since, delivered_at, "
                                 "response_s, requested_msat, claimed_msat, confirmed_msat, refunded_msat) "
                                 "VALUES(?1, ?2, 0, 1, ?3, ?4, 0, ?5, ?6, ?7, ?8, 0, 0, 0)"))
    , m_insertPayment(db.prepare("INSERT INTO payment(rid, jid, payer, payee, msat, tier, created_at, key, "
                                 "counted, warnings, purpose, kind) "
                                 "VALUES(?1, ?2, 1, ?3, ?4, 3, ?5, ?6, 1, 0, 1, ?7)"))
{
    store::Transaction transaction(db, store::Transaction::Kind::Write);
    store::Statement key = db.prepare("INSERT INTO pubkey(pid, pk) VALUES(?1, randomblob(32))");
    for (int pid = 1; pid <= dvms + users; ++pid)
        key.bind(1, pid).run();
    for (int relay = 1; relay <= relays; ++relay)
        db.execute(("INSERT INTO relay VALUES(" + std::to_string(relay) + ", 'wss://relay" +
                    std::to_string(relay) + ".example')")
                       .c_str());
    db.execute(
        ("UPDATE meta SET value = " + std::to_string(until + secondsAhead) + " WHERE key = 'counted_until'")
            .c_str());
    transaction.commit();
    for (int i = 0; i < dvms; ++i) {
        m_dvms.push_back(
            {i + 1, 1 + static_cast<std::int64_t>(m_random() % 40), static_cast<int>(m_random() % 30)});
        for (std::uint64_t n = 0; n <= m_random() % 3; ++n)
            m_dvmsOfKind[skewed(kinds)].push_back(static_cast<std::size_t>(i));
    }
    for (auto &list : m_dvmsOfKind)
        if (list.empty())
            list.push_back(skewed(dvms));
}

/// Small numbers are much more frequent than large ones.
std::size_t MadeFacts::skewed(std::size_t count)
{
    const double share = static_cast<double>(m_random() % 1'000'000) / 1'000'000.0;
    // From 1 to count + 1, and never quite that.
    const double value = std::pow(static_cast<double>(count) + 1.0, share);
    return std::min(static_cast<std::size_t>(value) - 1, count - 1);
}

std::int64_t MadeFacts::make(std::int64_t jobs)
{
    store::Transaction transaction(m_db, store::Transaction::Kind::Write);
    for (std::int64_t i = 0; i < jobs && m_made < m_jobs; ++i, ++m_made)
        makeJob(m_since + (m_until - m_since) * m_made / m_jobs);
    m_listener.beforeCommit();
    transaction.commit();
    return m_facts;
}

std::int64_t MadeFacts::addEvent(const store::EventFact &fact)
{
    m_insertEvent.bind(1, static_cast<std::int64_t>(m_random()))
        .bind(2, fact.pid)
        .bind(3, fact.kind)
        .bind(4, fact.created_at)
        .bind(5, fact.created_at * 1000)
        .bind(6, static_cast<int>(fact.role))
        .run();
    m_listener.event(fact, +1);
    ++m_facts;
    const std::int64_t rid = m_db.lastRowId();
    m_listener.sighting(fact, 1, +1);
    // The first gives it first, the last nearly never.
    for (int relay = 2; relay <= relays; ++relay) {
        if (m_givers() % static_cast<std::uint64_t>(relays) < static_cast<std::uint64_t>(relay - 1))
            continue;
        m_insertSeen.bind(1, rid)
            .bind(2, relay)
            .bind(3, fact.created_at * 1000 + static_cast<std::int64_t>(m_givers() % 900))
            .run();
        m_listener.sighting(fact, relay, +1);
    }
    return rid;
}

void MadeFacts::makeJob(std::int64_t at)
{
    const std::size_t kind = skewed(kinds);
    const int requestKind = firstKind + static_cast<int>(kind);
    const std::int64_t customer = dvms + 1 + static_cast<std::int64_t>(skewed(users));
    const std::int64_t rid =
        addEvent({dvm::Role::Request, dvm::Status::None, requestKind, customer, at, at * 1000});
    m_insertJob.bind(1, static_cast<std::int64_t>(m_random()))
        .bind(2, rid)
        .bind(3, requestKind)
        .bind(4, customer)
        .bind(5, at);
    store::JobFact job;
    job.kind = requestKind;
    job.customer = customer;
    job.created_at = at;
    const std::int64_t jid = m_made + 1;
    const auto &able = m_dvmsOfKind[kind];
    for (std::uint64_t n = 0; n < 1 + m_random() % 2; ++n) {
        const Dvm &dvm = m_dvms[able[skewed(able.size())]];
        const bool isNew = std::none_of(job.attempts.begin(), job.attempts.end(),
                                        [&](const auto &attempt) { return attempt.pid == dvm.pid; });
        if (isNew)
            job.attempts.push_back(makeAttempt(dvm, requestKind, jid, at));
    }
    job.state = job.attempts.front().state;
    for (const auto &attempt : job.attempts)
        if (dvm::isBetter(attempt.state, job.state))
            job.state = attempt.state;
    m_insertJob.bind(6, static_cast<int>(job.state)).run();
    m_listener.job(job, +1);
}

store::AttemptFact MadeFacts::makeAttempt(const Dvm &dvm, int kind, std::int64_t jid, std::int64_t at)
{
    const auto answer = [&](std::int64_t rid, int answerKind, dvm::Status status, std::int64_t when) {
        m_insertAnswer.bind(1, rid)
            .bind(2, jid)
            .bind(3, dvm.pid)
            .bind(4, when)
            .bind(5, answerKind)
            .bind(6, static_cast<int>(status))
            .run();
    };
    store::AttemptFact attempt;
    attempt.pid = dvm.pid;
    attempt.targeted = true;
    const bool fails = m_random() % 100 < static_cast<std::uint64_t>(dvm.failing_percent);
    const std::int64_t took =
        1 + static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(2 * dvm.typical_s));
    const auto said = fails ? dvm::Status::Error : dvm::Status::Processing;
    answer(addEvent({dvm::Role::Feedback, said, 7000, dvm.pid, at + 1, (at + 1) * 1000}), 7000, said, at + 1);
    attempt.state = fails ? dvm::State::Failed : dvm::State::Delivered;
    if (!fails) {
        attempt.response_s = took;
        const std::int64_t rid = addEvent(
            {dvm::Role::Result, dvm::Status::None, kind + 1000, dvm.pid, at + took, (at + took) * 1000});
        answer(rid, kind + 1000, dvm::Status::None, at + took);
    }
    if (!fails && m_random() % 8 == 0) {
        attempt.payment = dvm::PaymentState::Claimed;
        attempt.requested_msat = 1'000 * (1 + static_cast<std::int64_t>(m_random() % 500));
        store::PaymentFact payment;
        payment.payee = dvm.pid;
        payment.payer = 1;
        payment.msat = *attempt.requested_msat;
        payment.created_at = at + took;
        payment.purpose = dvm::Purpose::Work;
        payment.kind = kind;
        m_insertPayment.bind(1, m_facts + 1'000'000'000)
            .bind(2, jid)
            .bind(3, dvm.pid)
            .bind(4, payment.msat)
            .bind(5, payment.created_at);
        const std::string key = std::to_string(m_facts);
        m_insertPayment.bindText(6, key).bind(7, kind).run();
        m_listener.payment(payment, +1);
        ++m_facts;
    }
    m_insertAttempt.bind(1, jid)
        .bind(2, dvm.pid)
        .bind(3, static_cast<int>(attempt.state))
        .bind(4, static_cast<int>(attempt.payment))
        .bind(5, at + took)
        .bind(6, fails ? std::optional<std::int64_t>() : std::optional(at + took))
        .bind(7, attempt.response_s)
        .bind(8, attempt.requested_msat)
        .run();
    ++m_facts;
    return attempt;
}

} // namespace dvmdash::bench
