// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/chain_walk.h"

#include "dvm/answer.h"
#include "store/split_id.h"
#include "store/stored_kinds.h"

#include <algorithm>
#include <tuple>

namespace dvmdash::store
{

namespace
{

/// Of those who name one id; a result that thousands go on from is no chain to look at.
constexpr std::size_t mostNaming = 600;
/// Jobs kept for the next walk.
constexpr std::size_t mostKept = 4'096;

} // namespace

ChainWalk::ChainWalk(Reader &reader, const Judging &judging)
    : m_reader(reader)
    , m_judging(judging)
    , m_keys(reader.m_db)
    , m_facts(reader.m_db, m_keys)
    , m_attempts(reader.m_db)
    , m_kinds(kindsOf(reader.m_db))
    , m_job(reader.m_db.prepare("SELECT id8, id24, state, kind, created_at, rid FROM job WHERE jid = ?1"))
    , m_jobOfAnswer(reader.m_db.prepare("SELECT jid FROM answer WHERE rid = ?1"))
    , m_finder(reader.m_db)
    // All relations but NestedRequest, as one range: a list costs a look-up for each. A request's job is
    // found by the id, for which there is an index.
    , m_naming(reader.m_db.prepare("SELECT j.jid FROM ref r CROSS JOIN event e ON e.rid = r.src "
                                   "CROSS JOIN job j ON j.rid = e.rid AND j.jid IN "
                                   "(SELECT row FROM id WHERE id8 = e.id8 AND use = 16) "
                                   "WHERE r.dst8 = ?1 AND r.rel BETWEEN 1 AND 4 AND e.role = 1"))
{
    if (!judging.now || judging.all_heard)
        return;
    m_heard = Heard(reader.m_db);
}

dvm::Chain ChainWalk::around(std::int64_t jid)
{
    std::vector<dvm::ChainJob> jobs;
    m_queue.clear();
    m_known.clear();
    m_more = false;
    enqueue({jid}, 0);
    while (!m_queue.empty() && jobs.size() < dvm::mostChainNodes) {
        const auto [next, depth] = m_queue.front();
        m_queue.pop_front();
        const Loaded &found = loaded(next);
        m_more = m_more || found.more;
        enqueue(found.inputs, depth + 1);
        enqueue(found.users, depth + 1);
        jobs.push_back(found.job);
    }
    dvm::Chain chain = dvm::assembleChain(std::move(jobs));
    chain.more = chain.more || m_more || !m_queue.empty();
    return chain;
}

void ChainWalk::enqueue(const std::vector<std::int64_t> &jobs, int depth)
{
    for (const std::int64_t jid : jobs) {
        if (depth > dvm::mostChainDepth)
            m_more = m_more || !m_known.contains(jid);
        else if (m_known.insert(jid).second)
            m_queue.emplace_back(jid, depth);
    }
}

const ChainWalk::Loaded &ChainWalk::loaded(std::int64_t jid)
{
    if (const auto known = m_loaded.find(jid); known != m_loaded.end())
        return known->second;
    if (m_loaded.size() >= mostKept)
        m_loaded.clear();
    return m_loaded.emplace(jid, load(jid)).first->second;
}

ChainWalk::Loaded ChainWalk::load(std::int64_t jid)
{
    const LoadedFacts loaded = m_facts.load(jid);
    const dvm::JobFacts &facts = loaded.facts;
    Loaded found;
    dvm::ChainNode &node = found.job.node;
    node.id = facts.id;
    std::optional<RowId> request;
    {
        const ResetAtEnd reset(m_job);
        m_job.bind(1, jid).step();
        node.state = static_cast<dvm::State>(m_job.integer(2));
        node.kind = static_cast<int>(m_job.integer(3));
        node.created_at = m_job.integer(4);
        request = m_job.optionalInteger(5);
    }
    if (facts.request) {
        node.customer = facts.request->customer;
        node.encrypted = facts.request->encrypted;
        if (facts.request->live)
            node.received_ms = facts.request->received_ms;
        node.resultKind = m_kinds.resultKind(node.kind);
    }
    for (const auto &answer : facts.answers)
        if (!loaded.notes.contains(loaded.rows.at(answer.id)))
            node.answers.push_back(answer);
    std::sort(node.answers.begin(), node.answers.end(), [](const dvm::Answer &a, const dvm::Answer &b) {
        return std::tie(a.created_at, a.received_ms, a.id) < std::tie(b.created_at, b.received_ms, b.id);
    });
    node.payments = facts.payments;
    std::sort(node.payments.begin(), node.payments.end(), [](const dvm::Payment &a, const dvm::Payment &b) {
        return std::tie(a.created_at, a.receipt) < std::tie(b.created_at, b.receipt);
    });
    if (m_judging.now && !loaded.frozen) {
        const dvm::Listening listening = [&](std::int64_t from, std::int64_t until) {
            return m_judging.all_heard || m_heard.covers(node.kind, from, until);
        };
        dvm::JobJudgement judgement = dvm::judge(facts, m_kinds, listening, *m_judging.now);
        node.state = judgement.state;
        node.attempts = std::move(judgement.attempts);
    } else {
        node.attempts = m_attempts.of(jid);
    }
    for (const auto &reference : inputsOf(request, loaded)) {
        dvm::NamedInput input{reference.id, reference.type, std::nullopt};
        if (const auto used = jobOf(reference.id)) {
            input.job = idOf(*used);
            found.inputs.push_back(*used);
        }
        found.job.inputs.push_back(std::move(input));
    }
    addUsers(node.id, found);
    for (const auto &answer : node.answers)
        addUsers(answer.id, found);
    return found;
}

std::vector<dvm::InputReference> ChainWalk::inputsOf(std::optional<RowId> request, const LoadedFacts &loaded)
{
    std::vector<RowId> answers;
    for (const auto &[id, row] : loaded.rows)
        answers.push_back(row);
    // The event may have been deleted since.
    const bool isStored = request && m_reader.m_events.find(loaded.facts.id);
    if (!isStored && !loaded.facts.request)
        return {};
    const auto event = isStored ? std::optional(m_reader.m_events.load(*request))
                                : m_reader.m_events.nestedRequest(loaded.facts.id, answers);
    return event ? dvm::readInputs(*event) : std::vector<dvm::InputReference>();
}

nostr::EventId ChainWalk::idOf(std::int64_t jid)
{
    const ResetAtEnd reset(m_job);
    m_job.bind(1, jid).step();
    return joinId(m_job.integer(0), m_job.blob(1));
}

std::optional<std::int64_t> ChainWalk::jobOf(const nostr::EventId &id)
{
    if (const auto rid = m_reader.m_events.find(id)) {
        const ResetAtEnd reset(m_jobOfAnswer);
        if (m_jobOfAnswer.bind(1, *rid).step())
            return m_jobOfAnswer.integer(0);
    }
    const auto found = m_finder.find(id);
    return found ? std::optional(found->jid) : std::nullopt;
}

void ChainWalk::addUsers(const nostr::EventId &id, Loaded &loaded)
{
    std::vector<std::int64_t> users;
    const ResetAtEnd reset(m_naming);
    m_naming.bind(1, id8(id));
    // One that names it in several ways comes up as often. DISTINCT costs more than to look.
    while (users.size() <= mostNaming && m_naming.step()) {
        const std::int64_t jid = m_naming.integer(0);
        if (std::find(users.begin(), users.end(), jid) == users.end())
            users.push_back(jid);
    }
    if (users.size() > mostNaming) {
        loaded.more = true;
        users.resize(mostNaming);
    }
    loaded.users.insert(loaded.users.end(), users.begin(), users.end());
}

std::optional<ChainAround> Reader::chain(const nostr::EventId &id, const Judging &judging)
{
    std::optional<Transaction> transaction;
    if (!m_db.inTransaction())
        transaction.emplace(m_db, Transaction::Kind::Read);
    const auto jid = jobRowId(id);
    if (!jid)
        return std::nullopt;
    ChainWalk walk(*this, judging);
    ChainAround around;
    around.chain = walk.around(*jid);
    around.job = around.chain.indexOf(walk.idOf(*jid)).value();
    return around;
}

} // namespace dvmdash::store
