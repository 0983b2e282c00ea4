// SPDX-License-Identifier: GPL-3.0-or-later
#include "made_answer.h"

namespace dvmdash::test
{

nostr::EventId madeJob(int number)
{
    nostr::EventId id;
    id.data[0] = static_cast<unsigned char>(number);
    id.data[31] = 7;
    return id;
}

nostr::PublicKey madeDvm(int number)
{
    nostr::PublicKey key;
    key.data[0] = static_cast<unsigned char>(number);
    key.data[31] = 9;
    return key;
}

dvm::Attempt madeAttempt(int dvm, dvm::State state, std::int64_t since)
{
    dvm::Attempt attempt;
    attempt.dvm = madeDvm(dvm);
    attempt.targeted = true;
    attempt.state = state;
    attempt.since = chainStart + since;
    return attempt;
}

dvm::ChainNode madeNode(int number, std::int64_t at, dvm::State state, std::vector<dvm::Attempt> attempts)
{
    dvm::ChainNode node;
    node.id = madeJob(number);
    node.kind = 5001;
    node.resultKind = 6001;
    node.created_at = chainStart + at;
    node.state = state;
    node.attempts = std::move(attempts);
    return node;
}

engine::ChainAnswer madeAnswer(std::vector<dvm::ChainNode> nodes)
{
    engine::ChainAnswer answer;
    answer.chain.nodes = std::move(nodes);
    answer.job = answer.chain.nodes.size() - 1;
    return answer;
}

} // namespace dvmdash::test
