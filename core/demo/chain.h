// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/stage.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::demo
{

/// A chain in the making: plans its jobs and collects the verdict that it deserves.
class Chain
{
public:
    Chain(Stage &stage, std::string name);

    Stage &stage() { return m_stage; }
    Random &random() { return m_stage.random(); }
    /// The kind of the chain's n-th job: each chain follows one sensible order of work.
    int kind(std::size_t position) const;

    /// A job that takes the output of those before it, by `i` tags of type job.
    JobPlan plan(std::size_t position, std::int64_t at_ms, std::vector<const Dvm *> targets,
                 std::initializer_list<const JobTale *> inputs = {});
    /// Opens a job and makes it part of the chain.
    JobTale open(JobPlan plan);
    /// For a job of the chain that was never published.
    void addGhost(const nostr::EventId &id);

    /// Usual course: accepted, then delivered. Gives the moment of the result.
    std::int64_t deliver(JobTale &job, const Dvm &dvm);
    /// Accepted, and no more.
    void stall(JobTale &job, const Dvm &dvm);
    /// Accepted, then an error. Gives its moment.
    std::int64_t fail(JobTale &job, const Dvm &dvm);
    /// Plans, opens and delivers in one, at a reliable DVM.
    JobTale delivered(std::size_t position, std::int64_t &at_ms,
                      std::initializer_list<const JobTale *> inputs = {});

    /// One root cause more; no DVM: nobody is at fault.
    void blame(const nostr::EventId &job, const Dvm *dvm);
    /// The chain ends: `reason` is one of the words that ChainTruth::reason explains.
    void end(std::string_view reason);

    /// A little time for the customer to make the next request.
    std::int64_t pause();

private:
    Stage &m_stage;
    ChainTruth m_truth;
    std::size_t m_pipeline;
};

} // namespace dvmdash::demo
