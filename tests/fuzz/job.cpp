// SPDX-License-Identifier: GPL-3.0-or-later
// A story (story.h) as a whole: its jobs are judged, put into a chain, blamed and compared.
#include "dvm/job.h"

#include "../support/mirrored_difference.h"
#include "dvm/answer.h"
#include "dvm/chain.h"
#include "dvm/chain_comparison.h"
#include "dvm/role.h"
#include "dvm/verdict.h"
#include "fuzz.h"
#include "nostr/verifier.h"
#include "story.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace dvmdash::fuzz
{

namespace
{

using namespace dvm;
using nostr::EventId;

const KindTable &kinds()
{
    return KindTable::standard();
}

/// The facts of all jobs of a story, found without a database.
class Facts
{
public:
    explicit Facts(const Story &story)
    {
        for (const StoryEvent &one : story.events)
            if (kinds().isRequest(one.event.kind))
                m_requests.insert(one.event.id);
        for (const StoryEvent &one : story.events)
            take(one);
    }

    const std::map<EventId, JobFacts> &jobs() const { return m_jobs; }
    const std::vector<InputReference> &inputsOf(const EventId &job) { return m_inputs[job]; }
    /// The job that an id belongs to.
    std::optional<EventId> jobOf(const EventId &id) const
    {
        const auto at = m_places.find(id);
        return at == m_places.end() ? std::nullopt : std::optional(at->second);
    }

private:
    JobFacts &job(const EventId &id)
    {
        JobFacts &facts = m_jobs[id];
        facts.id = id;
        return facts;
    }
    void take(const StoryEvent &one)
    {
        const auto role = classify(one.event, kinds(), one.received_ms).role;
        if (role == Role::Request) {
            job(one.event.id).request = readRequest(one.event, one.received_ms, one.live);
            m_places[one.event.id] = one.event.id;
            m_inputs[one.event.id] = readInputs(one.event);
        } else if (role == Role::Result || role == Role::Feedback) {
            const auto match =
                matchRequest(one.event, [&](const EventId &id) { return m_requests.contains(id); });
            if (match.rule == MatchRule::None)
                return;
            job(match.request).answers.push_back(readAnswer(one.event, one.received_ms, one.live));
            m_places[one.event.id] = match.request;
        } else if (role == Role::ZapReceipt || role == Role::Nutzap) {
            const auto read =
                role == Role::Nutzap ? readNutzap(one.event) : readZapReceipt(one.event, m_verifier);
            const auto *payment = std::get_if<Payment>(&read);
            if (payment && payment->target)
                if (const auto at = jobOf(*payment->target))
                    job(*at).payments.push_back(*payment);
        } else if (role == Role::Deletion) {
            if (const auto id = EventId::fromHex(one.event.tagValue("e")))
                if (const auto at = jobOf(*id))
                    job(*at).cancellations.push_back({one.event.id, one.event.pubkey, one.event.created_at});
        }
    }

    nostr::Verifier m_verifier{16};
    std::set<EventId> m_requests;
    std::map<EventId, JobFacts> m_jobs;
    std::map<EventId, EventId> m_places;
    std::map<EventId, std::vector<InputReference>> m_inputs;
};

template<typename T>
void mix(std::vector<T> &list, std::mt19937 &random)
{
    const std::size_t size = list.size();
    for (std::size_t i = 0; i < size; ++i)
        if (random() % 3 == 0)
            list.push_back(T(list[i]));
    std::shuffle(list.begin(), list.end(), random);
}

JobFacts mixed(JobFacts facts, unsigned seed)
{
    std::mt19937 random(seed);
    mix(facts.answers, random);
    mix(facts.payments, random);
    mix(facts.cancellations, random);
    return facts;
}

void examineAttempt(const Attempt &attempt)
{
    promise(attempt.state != State::Unserved && attempt.state != State::Missing,
            "only a job is unserved or missing");
    promise(attempt.claimed_msat >= 0 && attempt.confirmed_msat >= 0 && attempt.refunded_msat >= 0,
            "sums are not negative");
    promise((attempt.state == State::Delivered) <= attempt.result.has_value(), "what is delivered is there");
    promise(!attempt.delivered_at || attempt.result, "who delivered has a result");
    promise(!attempt.response_ms || *attempt.response_ms >= 0, "nobody answers before being asked");
    promise(!attempt.requested_msat || *attempt.requested_msat > 0, "what is asked for is above zero");
    promise((attempt.payment == PaymentState::Refunded) == (attempt.refunded_msat > 0),
            "money comes back or not");
}

JobJudgement examineJob(const JobFacts &facts, const Story &story)
{
    std::int64_t now = story.now;
    const Listening listening = [&](std::int64_t from, std::int64_t until) {
        promise(from < until && until <= now, "listening is asked of the past, and of no empty time");
        return from >= story.heardFrom && until <= story.heardUntil;
    };
    JobJudgement judgement = judge(facts, kinds(), listening, now);
    for (unsigned seed = 1; seed <= 3; ++seed)
        promise(judge(mixed(facts, seed), kinds(), listening, now) == judgement,
                "order and repetition of the facts do not matter");
    promise(!judgement.deadline || *judgement.deadline > now, "a deadline is ahead");
    promise((judgement.state == State::Missing) == !facts.request, "missing is what was never seen");
    for (const Attempt &attempt : judgement.attempts) {
        examineAttempt(attempt);
        promise(!facts.request || !isBetter(attempt.state, judgement.state),
                "the best attempt is the state of the job");
        promise(!facts.request || attempt.state != State::Delivered || judgement.state == State::Delivered,
                "a job is delivered when anybody delivered it");
        promise(judgement.last_change >= attempt.since, "no attempt changed after its job");
    }
    std::set<EventId> paid;
    for (const PaymentCredit &credit : judgement.credits)
        promise(paid.insert(credit.receipt).second, "a payment is credited once");

    if (judgement.deadline && *judgement.deadline - 1 > now) {
        now = *judgement.deadline - 1;
        promise(judge(facts, kinds(), listening, now) == judgement, "before the deadline nothing changes");
    }
    return judgement;
}

ChainJob nodeOf(const JobFacts &facts, const JobJudgement &judgement, Facts &all)
{
    ChainJob job;
    job.node.id = facts.id;
    if (facts.request) {
        job.node.kind = facts.request->kind;
        job.node.resultKind = kinds().resultKind(facts.request->kind);
        job.node.customer = facts.request->customer;
        job.node.encrypted = facts.request->encrypted;
        job.node.created_at = facts.request->created_at;
        if (facts.request->live)
            job.node.received_ms = facts.request->received_ms;
    }
    job.node.state = judgement.state;
    job.node.attempts = judgement.attempts;
    job.node.answers = facts.answers;
    std::sort(job.node.answers.begin(), job.node.answers.end(), [](const Answer &a, const Answer &b) {
        return std::tie(a.created_at, a.received_ms, a.id) < std::tie(b.created_at, b.received_ms, b.id);
    });
    job.node.payments = facts.payments;
    std::sort(job.node.payments.begin(), job.node.payments.end(), [](const Payment &a, const Payment &b) {
        return std::tie(a.created_at, a.receipt) < std::tie(b.created_at, b.receipt);
    });
    for (const InputReference &input : all.inputsOf(facts.id))
        job.inputs.push_back({input.id, input.type, all.jobOf(input.id)});
    return job;
}

void examineVerdicts(const Chain &chain)
{
    for (std::size_t i = 0; i < chain.nodes.size(); ++i) {
        const Verdict verdict = verdictOf(chain, i);
        const State state = chain.nodes[i].state;
        promise(verdict.root_causes.empty() ||
                    (state != State::Delivered && state != State::Cancelled && state != State::Unserved),
                "nobody broke what is not broken");
        for (const RootCause &cause : verdict.root_causes) {
            const auto at = chain.indexOf(cause.job);
            promise(at.has_value(), "a cause is a job of the chain");
            const auto &attempts = chain.nodes[*at].attempts;
            const auto &answers = chain.nodes[*at].answers;
            promise(!cause.dvm ||
                        std::any_of(attempts.begin(), attempts.end(),
                                    [&](const Attempt &attempt) { return attempt.dvm == *cause.dvm; }) ||
                        std::any_of(answers.begin(), answers.end(),
                                    [&](const Answer &answer) { return answer.author == *cause.dvm; }),
                    "who is blamed was there");
            const bool gaveBadly = cause.reason == Reason::BadResult ||
                                   cause.reason == Reason::UnauthorisedInput ||
                                   cause.reason == Reason::KindMismatch;
            promise(!cause.dvm || gaveBadly ||
                        std::any_of(attempts.begin(), attempts.end(),
                                    [&](const Attempt &attempt) {
                                        return attempt.dvm == *cause.dvm && isFailure(attempt.state);
                                    }),
                    "who is blamed has failed");
        }
        std::size_t at = i;
        const Chain rest = upstreamOf(chain, at);
        promise(at < rest.nodes.size() && rest.nodes[at].id == chain.nodes[i].id,
                "a job rests on itself first");
        promise(verdictOf(rest, at) == verdict, "a verdict looks upstream only");
    }
}

void examineComparison(const Chain &chain)
{
    const ChainComparison self = compareChains(chain, chain);
    promise(self.same == static_cast<int>(self.jobs.size()) && self.jobs.size() == chain.nodes.size(),
            "a chain differs in nothing from itself");
    if (chain.nodes.empty())
        return;
    std::size_t last = chain.nodes.size() - 1;
    const Chain part = upstreamOf(chain, last);
    const ChainComparison one = compareChains(chain, part);
    const ChainComparison other = compareChains(part, chain);
    promise(one.jobs.size() == other.jobs.size() && one.same == other.same, "both sides see as much");
    for (std::size_t i = 0; i < differenceCount; ++i) {
        const auto difference = static_cast<Difference>(i);
        promise(one.total(difference) == other.total(test::mirrored(difference)), "sides can be swapped");
    }
    promise(one.total(Difference::Missing) == static_cast<int>(chain.nodes.size() - part.nodes.size()),
            "what a chain lacks is missing");
}

} // namespace

void examine(std::string_view input)
{
    const Story story = readStory(input);
    Facts facts(story);
    std::vector<ChainJob> jobs;
    for (const auto &[id, its] : facts.jobs())
        jobs.push_back(nodeOf(its, examineJob(its, story), facts));
    const Chain chain = assembleChain(jobs);
    std::reverse(jobs.begin(), jobs.end());
    const Chain again = assembleChain(std::move(jobs));
    promise(again.edges == chain.edges && again.groups == chain.groups && again.more == chain.more,
            "the order of the jobs does not matter");
    for (const ChainEdge &edge : chain.edges)
        promise(edge.from < chain.nodes.size() && edge.to < chain.nodes.size(), "an edge has two ends");
    examineVerdicts(chain);
    examineComparison(chain);
}

} // namespace dvmdash::fuzz
