// SPDX-License-Identifier: GPL-3.0-or-later
#include "collector.h"

#include "dvm/payment.h"
#include "dvm/role.h"
#include "nostr/verifier.h"

#include <set>
#include <variant>
#include <vector>

namespace dvmdash::test
{

using demo::Scenario;
using demo::TimedEvent;

namespace
{

class Collector
{
public:
    explicit Collector(const Scenario &scenario)
        : m_scenario(scenario)
        , m_kinds(dvm::KindTable::standard())
    {
    }

    std::map<nostr::EventId, dvm::JobFacts> collect()
    {
        for (const TimedEvent &timed : m_scenario.events)
            if (roleOf(timed) == dvm::Role::Request)
                factsOf(timed.event.id).request = dvm::readRequest(timed.event, receivedMs(timed), true);
        for (const TimedEvent &timed : m_scenario.events)
            takeAnswer(timed);
        for (const TimedEvent &timed : m_scenario.events)
            if (roleOf(timed) == dvm::Role::Redemption)
                m_redemptions.push_back(dvm::readRedemption(timed.event));
        for (const TimedEvent &timed : m_scenario.events)
            takeOther(timed);
        return std::move(m_facts);
    }

private:
    std::int64_t receivedMs(const TimedEvent &timed) const
    {
        return m_scenario.truth.start * 1000 + timed.at_ms;
    }
    dvm::Role roleOf(const TimedEvent &timed) const
    {
        return dvm::classify(timed.event, m_kinds, receivedMs(timed)).role;
    }
    dvm::JobFacts &factsOf(const nostr::EventId &id)
    {
        dvm::JobFacts &facts = m_facts[id];
        facts.id = id;
        return facts;
    }

    void takeAnswer(const TimedEvent &timed)
    {
        const dvm::Role role = roleOf(timed);
        if (role != dvm::Role::Result && role != dvm::Role::Feedback)
            return;
        const dvm::Match match = dvm::matchRequest(timed.event, [this](const nostr::EventId &id) {
            const auto found = m_facts.find(id);
            return found != m_facts.end() && found->second.request.has_value();
        });
        if (match.rule == dvm::MatchRule::None)
            return;
        dvm::JobFacts &facts = factsOf(match.request);
        if (!facts.request && match.nested && m_kinds.isRequest(match.nested->kind) &&
            !m_verifier.check(*match.nested))
            facts.request = dvm::readRequest(*match.nested, receivedMs(timed), false);
        facts.answers.push_back(dvm::readAnswer(timed.event, receivedMs(timed), true));
        m_jobOfAnswer[timed.event.id] = match.request;
    }

    void takeOther(const TimedEvent &timed)
    {
        switch (roleOf(timed)) {
        case dvm::Role::ZapReceipt: {
            const auto read = dvm::readZapReceipt(timed.event, m_verifier);
            if (const auto *payment = std::get_if<dvm::Payment>(&read))
                attribute(*payment);
            break;
        }
        case dvm::Role::Nutzap: {
            auto read = dvm::readNutzap(timed.event);
            if (auto *payment = std::get_if<dvm::Payment>(&read)) {
                for (const dvm::Redemption &redemption : m_redemptions)
                    if (dvm::redeems(redemption, *payment))
                        payment->tier = dvm::Tier::Confirmed;
                attribute(*payment);
            }
            break;
        }
        case dvm::Role::Deletion:
            for (const nostr::Tag &tag : timed.event.tags) {
                if (tag.size() < 2 || tag[0] != "e")
                    continue;
                const auto id = nostr::EventId::fromHex(tag[1]);
                if (id && m_facts.contains(*id))
                    factsOf(*id).cancellations.push_back(
                        {timed.event.id, timed.event.pubkey, timed.event.created_at});
            }
            break;
        case dvm::Role::Other:
        case dvm::Role::Request:
        case dvm::Role::Result:
        case dvm::Role::Feedback:
        case dvm::Role::Announcement:
        case dvm::Role::Heartbeat:
        case dvm::Role::Redemption:
        case dvm::Role::CustomerNote:
        case dvm::Role::Pong:
            break;
        }
    }

    void attribute(const dvm::Payment &payment)
    {
        if (!payment.target)
            return;
        const auto job = m_jobOfAnswer.find(*payment.target);
        const nostr::EventId &id = job != m_jobOfAnswer.end() ? job->second : *payment.target;
        if (m_facts.contains(id))
            factsOf(id).payments.push_back(payment);
    }

    const Scenario &m_scenario;
    const dvm::KindTable &m_kinds;
    nostr::Verifier m_verifier;
    std::vector<dvm::Redemption> m_redemptions;
    std::map<nostr::EventId, dvm::JobFacts> m_facts;
    std::map<nostr::EventId, nostr::EventId> m_jobOfAnswer;
};

} // namespace

std::map<nostr::EventId, dvm::JobFacts> collectFacts(const Scenario &scenario)
{
    return Collector(scenario).collect();
}

dvm::Chain collectChain(const Scenario &scenario)
{
    const auto &kinds = dvm::KindTable::standard();
    const auto facts = collectFacts(scenario);
    std::map<nostr::EventId, nostr::EventId> jobOf; // by request or answer
    for (const auto &[id, job] : facts) {
        jobOf[id] = id;
        for (const auto &answer : job.answers)
            jobOf[answer.id] = id;
    }
    std::map<nostr::EventId, const nostr::Event *> requests;
    for (const TimedEvent &timed : scenario.events)
        requests[timed.event.id] = &timed.event;
    std::vector<dvm::ChainJob> jobs;
    for (const auto &[id, job] : facts) {
        const auto judgement = dvm::judge(
            job, kinds, [](std::int64_t, std::int64_t) { return true; }, scenario.truth.until);
        dvm::ChainJob made;
        made.node.id = id;
        made.node.state = judgement.state;
        made.node.attempts = judgement.attempts;
        made.node.answers = job.answers;
        if (job.request) {
            made.node.kind = job.request->kind;
            made.node.resultKind = kinds.resultKind(job.request->kind);
            made.node.encrypted = job.request->encrypted;
            made.node.created_at = job.request->created_at;
        }
        if (const auto request = requests.find(id); request != requests.end())
            for (const auto &input : dvm::readInputs(*request->second)) {
                const auto of = jobOf.find(input.id);
                made.inputs.push_back(
                    {input.id, input.type,
                     of == jobOf.end() ? std::nullopt : std::optional<nostr::EventId>(of->second)});
            }
        jobs.push_back(std::move(made));
    }
    return dvm::assembleChain(std::move(jobs));
}

} // namespace dvmdash::test
