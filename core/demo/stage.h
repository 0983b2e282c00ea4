// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/tale.h"

#include <span>
#include <string_view>
#include <vector>

namespace dvmdash::demo
{

/// Where one job or chain is about to be told: the moment, the customer, and who is there to answer.
class Stage
{
public:
    Stage(Story &story, Random &random, std::int64_t at_ms);

    Story &story() { return m_story; }
    Random &random() { return m_random; }
    std::int64_t at() const { return m_at_ms; }
    const Customer &customer() const { return *m_customer; }

    /// One DVM that serves the kind, is up, and was not picked before on this stage; mostly a reliable one.
    const Dvm &dvm(int kind) { return pick(kind, Mood::Reliable); }
    /// The same, mostly an unreliable one: for the part in which something goes wrong.
    const Dvm &unreliable(int kind) { return pick(kind, Mood::Unreliable); }
    /// For the part of saying nothing: one that is down when there is one.
    const Dvm &silent(int kind) { return pick(kind, Mood::Silent); }

    /// A job of this stage's customer, at its moment.
    JobPlan plan(int kind, std::vector<const Dvm *> targets = {}) const;

private:
    enum class Mood { Reliable, Unreliable, Silent };
    const Dvm &pick(int kind, Mood mood);
    std::int64_t weightOf(const Dvm &dvm, int kind, Mood mood) const;

    Story &m_story;
    Random &m_random;
    std::int64_t m_at_ms;
    const Customer *m_customer;
    std::vector<const Dvm *> m_picked;
};

/// A job of its own: its name in the ground truth, how often it is told, and the telling.
struct Scene {
    std::string_view name;
    std::int64_t weight = 0;
    void (*tell)(Stage &stage, std::string_view name, int kind) = nullptr;
    bool own_kind = false; ///< tells of kinds of its own choice, whatever kind it is given
};

// The parts of the table, by what they are about. scenes_*.cpp
std::span<const Scene> deliveryScenes();
std::span<const Scene> paymentScenes();
std::span<const Scene> failureScenes();
std::span<const Scene> oddityScenes();

/// Several jobs that feed each other.
struct ChainScene {
    std::string_view name;
    std::int64_t weight = 0;
    int jobs = 0; ///< two to six
    void (*tell)(Stage &stage, const std::string &name) = nullptr;
};
std::span<const ChainScene> chainScenes();
std::span<const ChainScene> brokenChainScenes();

/// Events that belong to no job: pings, pongs, notes, spontaneous results, other protocols in the same range
/// of kinds. `number` walks through all the sorts.
void tellNoise(Stage &stage, std::uint64_t number);

/// Profiles and announcements within the first `within_ms`.
void introduce(Story &story, std::int64_t within_ms);
/// Heartbeats from the start to after Story::until().
void beatHearts(Story &story);

} // namespace dvmdash::demo
