// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/stage.h"

#include <algorithm>
#include <utility>

namespace dvmdash::demo
{

namespace
{

const Customer &pickCustomer(const Cast &cast, Random &random)
{
    std::vector<std::int64_t> weights;
    for (const Customer &customer : cast.customers)
        weights.push_back(customer.weight);
    return cast.customers[random.weighted(weights)];
}

} // namespace

Stage::Stage(Story &story, Random &random, std::int64_t at_ms)
    : m_story(story)
    , m_random(random)
    , m_at_ms(at_ms)
    , m_customer(&pickCustomer(story.cast(), random))
{
}

std::int64_t Stage::weightOf(const Dvm &dvm, int kind, Mood mood) const
{
    if (std::ranges::find(m_picked, &dvm) != m_picked.end())
        return 0;
    // A DVM that does not serve the kind steps in only when nobody who does is left.
    constexpr std::int64_t preferred = 1'000'000;
    const std::int64_t base = dvm.serves(kind) ? preferred : 1;
    const bool up = dvm.isUp(m_story.unixAt(m_at_ms));
    switch (mood) {
    case Mood::Reliable:
        return up ? base * dvm.reliability * dvm.reliability : 0;
    case Mood::Unreliable:
        return up ? base * (101 - dvm.reliability) : 0;
    case Mood::Silent:
        return up ? base * (101 - dvm.reliability) : base * 200;
    }
    return 0;
}

const Dvm &Stage::pick(int kind, Mood mood)
{
    std::vector<std::int64_t> weights;
    for (const Dvm &dvm : m_story.cast().dvms)
        weights.push_back(weightOf(dvm, kind, mood));
    const Dvm &dvm = m_story.cast().dvms[m_random.weighted(weights)];
    m_picked.push_back(&dvm);
    return dvm;
}

JobPlan Stage::plan(int kind, std::vector<const Dvm *> targets) const
{
    return {.kind = kind, .customer = m_customer, .targets = std::move(targets), .at_ms = m_at_ms};
}

} // namespace dvmdash::demo
