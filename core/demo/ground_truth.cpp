// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/ground_truth.h"

#include <nlohmann/json.hpp>

namespace dvmdash::demo
{

namespace
{

template<typename List>
nlohmann::json hexList(const List &list)
{
    nlohmann::json json = nlohmann::json::array();
    for (const auto &value : list)
        json.push_back(value.hex());
    return json;
}

nlohmann::json toJson(const AttemptTruth &attempt)
{
    nlohmann::json flags = nlohmann::json::array();
    for (const std::string_view name : dvm::attemptFlagNames(attempt.flags))
        flags.push_back(std::string(name));
    return {{"dvm", attempt.dvm.hex()},
            {"targeted", attempt.targeted},
            {"state", std::string(dvm::stateName(attempt.state))},
            {"payment", std::string(dvm::paymentStateName(attempt.payment))},
            {"flags", std::move(flags)}};
}

nlohmann::json toJson(const JobTruth &job)
{
    nlohmann::json attempts = nlohmann::json::array();
    for (const AttemptTruth &attempt : job.attempts)
        attempts.push_back(toJson(attempt));
    return {{"request", job.request.hex()},
            {"kind", job.kind},
            {"customer", job.customer.hex()},
            {"scenario", job.scenario},
            {"chain", job.chain},
            {"inputs", hexList(job.inputs)},
            {"state", std::string(dvm::stateName(job.state))},
            {"attempts", std::move(attempts)}};
}

nlohmann::json toJson(const ChainTruth &chain)
{
    return {{"name", chain.name},
            {"jobs", hexList(chain.jobs)},
            {"root_jobs", hexList(chain.root_jobs)},
            {"root_dvms", hexList(chain.root_dvms)},
            {"reason", chain.reason}};
}

} // namespace

nlohmann::json toJson(const GroundTruth &truth)
{
    nlohmann::json jobs = nlohmann::json::array();
    for (const JobTruth &job : truth.jobs)
        jobs.push_back(toJson(job));
    nlohmann::json chains = nlohmann::json::array();
    for (const ChainTruth &chain : truth.chains)
        chains.push_back(toJson(chain));
    return {{"seed", truth.seed},
            {"start", truth.start},
            {"until", truth.until},
            {"jobs", std::move(jobs)},
            {"chains", std::move(chains)}};
}

} // namespace dvmdash::demo
