// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

/// Chains put together by hand.
namespace dvmdash::test
{

inline constexpr std::int64_t chainStart = 1'700'000'000;

nostr::EventId madeJob(int number);
nostr::PublicKey madeDvm(int number);

/// An attempt of that DVM that came into its state `since` seconds after chainStart.
dvm::Attempt madeAttempt(int dvm, dvm::State state, std::int64_t since);

/// A job of a kind that has a name, asked for `at` seconds after chainStart.
dvm::ChainNode madeNode(int number, std::int64_t at, dvm::State state,
                        std::vector<dvm::Attempt> attempts = {});

/// Of these jobs; the last one is asked about.
engine::ChainAnswer madeAnswer(std::vector<dvm::ChainNode> nodes);

} // namespace dvmdash::test
