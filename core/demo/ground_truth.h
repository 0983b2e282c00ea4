// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/job.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace dvmdash::demo
{

/// What one attempt must be judged to be once every deadline has passed.
struct AttemptTruth {
    nostr::PublicKey dvm;
    bool targeted = false;
    dvm::State state = dvm::State::Waiting;
    dvm::PaymentState payment = dvm::PaymentState::None;
    std::uint32_t flags = 0; ///< dvm::AttemptFlag
};

struct JobTruth {
    nostr::EventId request;
    int kind = 0;
    nostr::PublicKey customer;
    std::string scenario;               ///< one of scenarioNames(); in chains also "ghost" and "opaque-only"
    std::string chain;                  ///< name of its chain, "fan-in/7"; empty for a single job
    std::vector<nostr::EventId> inputs; ///< requests whose output it consumes
    dvm::State state = dvm::State::Waiting;
    std::vector<AttemptTruth> attempts;
};

/// The verdict that a chain deserves, by the rules' table of root causes.
struct ChainTruth {
    std::string name;
    std::vector<nostr::EventId> jobs;
    std::vector<nostr::EventId> root_jobs;   ///< root causes; several when several are to be listed
    std::vector<nostr::PublicKey> root_dvms; ///< one for each root job; zero when no DVM is at fault
    /// none (all delivered), error, ignored, paid-undelivered, premature, awaiting-payment, empty-input,
    /// wrong-kind-input, unauthorised-input, several (roots of different reasons, earliest deadline first),
    /// beyond-observed (a ghost), not-observable (encrypted all along), cycle (see makeScenario).
    std::string reason;
};

struct GroundTruth {
    std::uint64_t seed = 0;
    std::int64_t start = 0;
    std::int64_t until = 0; ///< judge at or after this time
    std::vector<JobTruth> jobs;
    std::vector<ChainTruth> chains;
};

/// {"seed","start","until","jobs":[{"request","kind","customer","scenario","chain","inputs","state",
/// "attempts":[{"dvm","targeted","state","payment","flags"}]}],"chains":[...]} with hex ids and the names of
/// dvm::stateName and friends.
nlohmann::json toJson(const GroundTruth &truth);

} // namespace dvmdash::demo
