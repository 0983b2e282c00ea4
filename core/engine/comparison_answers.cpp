// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace dvmdash::engine
{

namespace
{

/// Chains that are looked at, of the same customer and of anybody: some 100 us a job.
constexpr int mostOfCustomer = 20;
constexpr int mostOfKind = 40;
constexpr int aQuarter = 4;

/// Where both are in one chain, all of that would be the same on both sides.
void narrow(ChainAnswer &answer)
{
    answer.chain = dvm::upstreamOf(answer.chain, answer.job);
    answer.verdict = dvm::verdictOf(answer.chain, answer.job);
}

std::multiset<int> kindsUpstream(const ChainAnswer &answer)
{
    std::size_t job = answer.job;
    const dvm::Chain upstream = dvm::upstreamOf(answer.chain, job);
    std::multiset<int> kinds;
    for (const dvm::ChainNode &node : upstream.nodes)
        kinds.insert(node.kind);
    return kinds;
}

int unlike(const std::multiset<int> &a, const std::multiset<int> &b)
{
    std::vector<int> different;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(different));
    return static_cast<int>(different.size());
}

} // namespace

ChainsCompared answer(store::Reader &reader, const CompareChainsQuestion &question)
{
    const store::Transaction transaction(reader.database(), store::Transaction::Kind::Read);
    ChainsCompared compared;
    compared.left = answer(reader, ChainQuestion{question.left, question.judging});
    compared.right = answer(reader, ChainQuestion{question.right, question.judging});
    const nostr::EventId &right = compared.right.chain.nodes[compared.right.job].id;
    compared.is_one_chain = compared.left.chain.indexOf(right).has_value();
    if (compared.is_one_chain) {
        narrow(compared.left);
        narrow(compared.right);
    }
    compared.comparison = dvm::compareChains(compared.left.chain, compared.right.chain);
    return compared;
}

SimilarChains answer(store::Reader &reader, const SimilarChainsQuestion &question)
{
    const store::Transaction transaction(reader.database(), store::Transaction::Kind::Read);
    const ChainAnswer asked = answer(reader, ChainQuestion{question.id, {}});
    const dvm::ChainNode &job = asked.chain.nodes[asked.job];
    const std::multiset<int> kinds = kindsUpstream(asked);

    std::vector<nostr::EventId> candidates = reader.deliveredJobs(job.kind, std::nullopt, mostOfKind);
    if (job.customer) {
        const auto own = reader.deliveredJobs(job.kind, job.customer, mostOfCustomer);
        candidates.insert(candidates.end(), own.begin(), own.end());
    }
    std::set<nostr::EventId> known{job.id};
    SimilarChains similar;
    for (const nostr::EventId &id : candidates) {
        if (!known.insert(id).second)
            continue;
        const ChainAnswer found = answer(reader, ChainQuestion{id, {}});
        const dvm::ChainNode &node = found.chain.nodes[found.job];
        SimilarChain chain;
        chain.job = id;
        chain.created_at = node.created_at;
        chain.customer = node.customer;
        chain.same_customer = node.customer && node.customer == job.customer;
        chain.jobs = static_cast<int>(found.chain.nodes.size());
        chain.duration_s = dvm::durationOf(found.chain);
        chain.unlike = unlike(kinds, kindsUpstream(found));
        chain.alike = chain.unlike * aQuarter <= static_cast<int>(kinds.size());
        chain.failed = static_cast<int>(
            std::count_if(found.chain.nodes.begin(), found.chain.nodes.end(),
                          [](const dvm::ChainNode &other) { return dvm::isFailure(other.state); }));
        similar.chains.push_back(chain);
    }
    std::sort(similar.chains.begin(), similar.chains.end(), [](const SimilarChain &a, const SimilarChain &b) {
        const auto place = [](const SimilarChain &chain) {
            return std::tuple(!chain.alike, chain.failed > 0, chain.alike && !chain.same_customer,
                              chain.unlike, !chain.same_customer, -chain.created_at, chain.job);
        };
        return place(a) < place(b);
    });
    if (similar.chains.size() > static_cast<std::size_t>(std::max(0, question.limit)))
        similar.chains.resize(static_cast<std::size_t>(std::max(0, question.limit)));
    return similar;
}

} // namespace dvmdash::engine
