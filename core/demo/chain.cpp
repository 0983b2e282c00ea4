// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/chain.h"

#include <array>
#include <utility>

namespace dvmdash::demo
{

namespace
{

/// Work that people really string together; a chain that is longer starts over.
constexpr std::array<std::array<int, 4>, 6> pipelines{{
    {5000, 5001, 5002, 5250}, // a recording: text, summary, translation, read aloud
    {5100, 5101, 5102, 5202}, // a picture: cut out, framed, moving
    {5302, 5001, 5050, 5250}, // a search: summary, commentary, read aloud
    {5300, 5001, 5002, 5100}, // a feed: summary, translation, illustration
    {5200, 5201, 5205, 5206}, // a film: other words, archived, mirrored
    {5050, 5251, 5100, 5202}, // a text: music to it, a picture, a film
}};

} // namespace

Chain::Chain(Stage &stage, std::string name)
    : m_stage(stage)
    , m_truth{.name = std::move(name), .jobs = {}, .root_jobs = {}, .root_dvms = {}, .reason = {}}
    , m_pipeline(static_cast<std::size_t>(stage.random().below(pipelines.size())))
{
}

int Chain::kind(std::size_t position) const
{
    return pipelines[m_pipeline][position % pipelines[m_pipeline].size()];
}

JobPlan Chain::plan(std::size_t position, std::int64_t at_ms, std::vector<const Dvm *> targets,
                    std::initializer_list<const JobTale *> inputs)
{
    JobPlan plan = m_stage.plan(kind(position), std::move(targets));
    plan.at_ms = at_ms;
    for (const JobTale *input : inputs) {
        nostr::Tag tag{"i", input->id().hex(), "job"};
        if (const std::string &relay = m_stage.story().settings().relay; !relay.empty())
            tag.push_back(relay);
        plan.inputs.push_back(std::move(tag));
        plan.consumes.push_back(input->id());
    }
    return plan;
}

JobTale Chain::open(JobPlan plan)
{
    plan.chain = m_truth.name;
    JobTale job(m_stage.story(), m_stage.random(), std::move(plan));
    m_truth.jobs.push_back(job.id());
    return job;
}

void Chain::addGhost(const nostr::EventId &id)
{
    m_truth.jobs.push_back(id);
    m_stage.story().add(JobTruth{.request = id,
                                 .customer = {},
                                 .scenario = "ghost",
                                 .chain = m_truth.name,
                                 .inputs = {},
                                 .state = dvm::State::Missing,
                                 .attempts = {}});
}

std::int64_t Chain::deliver(JobTale &job, const Dvm &dvm)
{
    const std::int64_t accepted = job.acceptAt(dvm);
    job.processing(dvm, accepted);
    const std::int64_t done = accepted + job.workFor(dvm);
    job.result(dvm, done);
    job.end("delivered", dvm::State::Delivered);
    return done;
}

void Chain::stall(JobTale &job, const Dvm &dvm)
{
    job.processing(dvm, job.acceptAt(dvm));
    job.stalled(dvm);
    job.end("stalled", dvm::State::Stalled);
}

std::int64_t Chain::fail(JobTale &job, const Dvm &dvm)
{
    const std::int64_t accepted = job.acceptAt(dvm);
    job.processing(dvm, accepted);
    const std::int64_t done = accepted + job.workFor(dvm);
    job.error(dvm, done);
    job.end("error", dvm::State::Failed);
    return done;
}

JobTale Chain::delivered(std::size_t position, std::int64_t &at_ms,
                         std::initializer_list<const JobTale *> inputs)
{
    const Dvm &dvm = m_stage.dvm(kind(position));
    JobTale job = open(plan(position, at_ms, {&dvm}, inputs));
    at_ms = deliver(job, dvm);
    at_ms += pause();
    return job;
}

void Chain::blame(const nostr::EventId &job, const Dvm *dvm)
{
    m_truth.root_jobs.push_back(job);
    m_truth.root_dvms.push_back(dvm ? dvm->key() : nostr::PublicKey{});
}

void Chain::end(std::string_view reason)
{
    m_truth.reason = std::string(reason);
    m_stage.story().add(std::move(m_truth));
}

std::int64_t Chain::pause()
{
    return random().between(1'500, 9'000);
}

} // namespace dvmdash::demo
