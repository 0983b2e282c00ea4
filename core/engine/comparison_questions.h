// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain_comparison.h"
#include "dvm/chain_matching.h"
#include "engine/questions.h"

#include <cstdint>
#include <optional>
#include <vector>

/// Two chains side by side, and which ones are worth it.
namespace dvmdash::engine
{

/// What is different about the right chain, the left one being the reference. Accepts the ids of requests or
/// of any answers.
struct CompareChainsQuestion {
    nostr::EventId left;
    nostr::EventId right;
    store::Judging judging;
    bool operator==(const CompareChainsQuestion &) const = default;
};
struct ChainsCompared {
    ChainAnswer left;
    ChainAnswer right;
    dvm::ChainComparison comparison;
    /// Both jobs hang together in one chain: each side is then the job with all that it rests on.
    bool is_one_chain = false;
};

/// Delivered jobs like this one: of the same kind, those first whose chain is alike, among them those in
/// whose chain nothing failed, then those of the same customer; then the more alike, then the newest. Of the
/// newest jobs of that kind only; states are as they stand in the file.
struct SimilarChainsQuestion {
    nostr::EventId id;
    int limit = 20;
    bool operator==(const SimilarChainsQuestion &) const = default;
};
struct SimilarChain {
    nostr::EventId job;
    std::int64_t created_at = 0; ///< Unix seconds, author's clock
    std::optional<nostr::PublicKey> customer;
    bool same_customer = false;
    int jobs = 0;                           ///< of the chain around it, as far as that was taken in
    std::optional<std::int64_t> duration_s; ///< see dvm::ChainComparison::left_s
    int unlike = 0;     ///< jobs upstream of it, itself included, that have no job of their kind there, both
                        ///< ways
    bool alike = false; ///< unlike is at most a quarter of what lies upstream of the job that was asked about
    int failed = 0;     ///< jobs of its chain, as isFailure()
    bool operator==(const SimilarChain &) const = default;
};
struct SimilarChains {
    std::vector<SimilarChain> chains;
};

template<>
struct AnswerTo<CompareChainsQuestion> {
    using Type = ChainsCompared;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<SimilarChainsQuestion> {
    using Type = SimilarChains;
    static constexpr bool restsOnSequence = false;
};

} // namespace dvmdash::engine
