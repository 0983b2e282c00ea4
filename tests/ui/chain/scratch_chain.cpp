// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch_chain.h"

#include "../pages/page_fixture.h"

#include <numeric>

namespace dvmdash::test
{

namespace
{

constexpr int secondsApart = 60;
constexpr int answerNumbers = 1'000'000; ///< ids of answers lie above those of jobs

nostr::PublicKey dvmKey(int number)
{
    nostr::PublicKey key;
    key.data[0] = static_cast<unsigned char>(number);
    key.data[31] = 7;
    return key;
}

} // namespace

ScratchChain &ScratchChain::job(int number, dvm::State state, const std::vector<int> &inputs)
{
    return job(number, state, inputs, More());
}

ScratchChain &ScratchChain::job(int number, dvm::State state, const std::vector<int> &inputs,
                                const More &more)
{
    dvm::ChainJob made;
    dvm::ChainNode &node = made.node;
    node.id = idOf(number);
    node.kind = more.kind;
    node.resultKind = more.kind + 1000;
    node.customer = dvmKey(200);
    node.created_at = scratchStart + number * secondsApart;
    node.state = state;
    for (int i = 0; i < more.attempts; ++i) {
        dvm::Attempt attempt;
        attempt.dvm = dvmKey(more.dvm + i);
        attempt.targeted = true;
        attempt.state = state;
        attempt.since = node.created_at + more.seconds;
        dvm::Answer answer;
        answer.id = idOf(answerNumbers + number * 100 + i);
        answer.author = attempt.dvm;
        answer.created_at = attempt.since;
        if (state == dvm::State::Delivered) {
            answer.kind = node.resultKind;
            attempt.delivered_at = attempt.since;
            attempt.first_answer_at = attempt.since;
            attempt.result = answer.id;
            attempt.response_ms = more.seconds * 1000 + 250;
        } else {
            answer.kind = 7000;
            answer.status = state == dvm::State::Failed ? dvm::Status::Error : dvm::Status::Processing;
        }
        attempt.evidence = answer.id;
        if (state != dvm::State::Ignored && state != dvm::State::Waiting)
            node.answers.push_back(answer);
        node.attempts.push_back(attempt);
    }
    for (const int input : inputs)
        made.inputs.push_back({idOf(input), more.type, std::nullopt});
    m_jobs[number] = std::move(made);
    return *this;
}

engine::ChainAnswer ScratchChain::ask(int number) const
{
    std::vector<dvm::ChainJob> jobs;
    for (const auto &[at, job] : m_jobs) {
        jobs.push_back(job);
        for (dvm::NamedInput &input : jobs.back().inputs)
            for (const auto &[other, known] : m_jobs)
                if (known.node.id == input.id)
                    input.job = input.id;
    }
    engine::ChainAnswer answer;
    answer.chain = dvm::assembleChain(std::move(jobs));
    answer.job = answer.chain.indexOf(idOf(number)).value();
    answer.verdict = dvm::verdictOf(answer.chain, answer.job);
    return answer;
}

ScratchChain brokenLine()
{
    using dvm::State;
    ScratchChain chain;
    chain.job(1, State::Delivered, {}, {.kind = 5000, .dvm = 1})
        .job(2, State::Failed, {1}, {.kind = 5001, .dvm = 2})
        .job(3, State::Stalled, {2}, {.kind = 5002, .dvm = 3})
        .job(4, State::Ignored, {3}, {.kind = 5250, .dvm = 4})
        .job(5, State::Ignored, {4}, {.kind = 5200, .dvm = 5});
    return chain;
}

ScratchChain fanOut()
{
    ScratchChain chain;
    chain.job(1, dvm::State::Delivered, {}, {.kind = 5001});
    std::vector<int> all(20);
    std::iota(all.begin(), all.end(), 2);
    for (const int number : all)
        chain.job(number, number == 9 ? dvm::State::Failed : dvm::State::Delivered, {1},
                  {.kind = 5002, .dvm = number, .seconds = number});
    chain.job(30, dvm::State::Ignored, all, {.kind = 5250, .dvm = 40});
    return chain;
}

} // namespace dvmdash::test
