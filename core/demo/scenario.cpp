// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"

#include "demo/stage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace dvmdash::demo
{

namespace
{

constexpr int everythingFrom = 300; ///< with so many jobs every kind and every scene is told once
constexpr int chainPercent = 18;    ///< of the jobs
constexpr int jobsPerNoise = 20;
constexpr std::int64_t earliestStart = 86'400; ///< leaves room for clocks that are behind
constexpr std::int64_t longestIntroduction = 60;

std::vector<Scene> allScenes()
{
    std::vector<Scene> list;
    for (const auto part : {deliveryScenes(), paymentScenes(), failureScenes(), oddityScenes()})
        list.insert(list.end(), part.begin(), part.end());
    return list;
}

std::vector<ChainScene> allChains()
{
    std::vector<ChainScene> list;
    for (const auto part : {chainScenes(), brokenChainScenes()})
        list.insert(list.end(), part.begin(), part.end());
    return list;
}

template<typename List>
std::vector<std::int64_t> weightsOf(const List &list)
{
    std::vector<std::int64_t> weights;
    for (const auto &entry : list)
        weights.push_back(entry.weight);
    return weights;
}

/// `count` entries of a list by their weights; all of them once first when that is asked for.
template<typename Entry>
std::vector<Entry> draw(const std::vector<Entry> &list, const std::vector<std::int64_t> &weights, int count,
                        bool everyone, Random &random)
{
    std::vector<Entry> drawn;
    if (everyone)
        drawn = list;
    while (drawn.size() < static_cast<std::size_t>(std::max(count, 0)))
        drawn.push_back(list[random.weighted(weights)]);
    random.shuffle(drawn);
    return drawn;
}

std::vector<ChainScene> drawChains(int jobs, bool everyone, Random &random)
{
    const std::vector<ChainScene> list = allChains();
    const std::vector<std::int64_t> weights = weightsOf(list);
    std::vector<ChainScene> drawn;
    int left = jobs * chainPercent / 100;
    if (everyone) {
        drawn = list;
        for (const ChainScene &scene : list)
            left -= scene.jobs;
    }
    while (left >= 2) {
        const ChainScene &scene = list[random.weighted(weights)];
        if (scene.jobs > left)
            continue;
        drawn.push_back(scene);
        left -= scene.jobs;
    }
    random.shuffle(drawn);
    return drawn;
}

/// The kinds of the single jobs, in the proportions of the table.
std::vector<int> drawKinds(const dvm::KindTable &table, int count, bool everyone, Random &random)
{
    constexpr double weightScale = 1000;
    std::vector<int> kinds;
    std::vector<std::int64_t> weights;
    for (const dvm::KindInfo &info : table.kinds()) {
        kinds.push_back(info.request);
        weights.push_back(std::max<std::int64_t>(1, std::llround(info.weight * weightScale)));
    }
    return draw(kinds, weights, count, everyone, random);
}

/// Moments of the span, ascending.
std::vector<std::int64_t> drawMoments(std::size_t count, std::int64_t from_ms, std::int64_t to_ms,
                                      Random &random)
{
    std::vector<std::int64_t> moments;
    for (std::size_t i = 0; i < count; ++i)
        moments.push_back(random.between(from_ms, std::max(from_ms, to_ms)));
    std::ranges::sort(moments);
    return moments;
}

class Director
{
public:
    Director(const ScenarioSettings &settings, const dvm::KindTable &kinds)
        : m_settings(settings)
        , m_cast(makeCast(settings.cast_seed != 0 ? settings.cast_seed : settings.seed, kinds))
        , m_story(settings, m_cast, kinds)
        , m_introduction_ms(settings.introductions ? std::min(longestIntroduction, settings.span / 10) * 1000
                                                   : 0)
    {
    }

    /// False when it was cancelled.
    bool tell(const std::atomic_bool *cancelled)
    {
        m_cancelled = cancelled;
        if (m_settings.introductions)
            introduce(m_story, m_introduction_ms);
        const bool told = tellChains() && tellJobs() && tellNoises();
        m_story.closeTruth();
        if (told && m_settings.heartbeats)
            beatHearts(m_story);
        return told;
    }

    Scenario finish() { return m_story.finish(); }

private:
    bool everyone() const { return m_settings.jobs >= everythingFrom; }
    bool isCancelled() const { return m_cancelled && m_cancelled->load(std::memory_order_relaxed); }
    std::vector<std::int64_t> moments(std::size_t count, std::string_view purpose) const
    {
        Random random(m_settings.seed, purpose, 0);
        return drawMoments(count, m_introduction_ms, m_settings.span * 1000, random);
    }

    bool tellChains()
    {
        Random draws(m_settings.seed, "chains", 0);
        const std::vector<ChainScene> scenes = drawChains(m_settings.jobs, everyone(), draws);
        const std::vector<std::int64_t> at = moments(scenes.size(), "chain moments");
        for (std::size_t i = 0; i < scenes.size(); ++i) {
            if (isCancelled())
                return false;
            Random random(m_settings.seed, "chain", i);
            Stage stage(m_story, random, at[i]);
            scenes[i].tell(stage, std::string(scenes[i].name) + "/" + std::to_string(i + 1));
            m_inChains += scenes[i].jobs;
        }
        return true;
    }

    bool tellJobs()
    {
        Random draws(m_settings.seed, "scenes", 0);
        const int count = std::max(0, m_settings.jobs - m_inChains);
        const std::vector<Scene> list = allScenes();
        const std::vector<Scene> scenes = draw(list, weightsOf(list), count, everyone(), draws);
        const auto ordinary = std::ranges::count(scenes, false, &Scene::own_kind);
        const std::vector<int> kinds =
            drawKinds(m_story.kinds(), static_cast<int>(ordinary), everyone(), draws);
        const std::vector<std::int64_t> at = moments(scenes.size(), "job moments");
        std::size_t nextKind = 0;
        for (std::size_t i = 0; i < scenes.size(); ++i) {
            if (isCancelled())
                return false;
            Random random(m_settings.seed, "job", i);
            Stage stage(m_story, random, at[i]);
            scenes[i].tell(stage, scenes[i].name, scenes[i].own_kind ? 0 : kinds[nextKind++]);
        }
        return true;
    }

    bool tellNoises()
    {
        const std::vector<std::int64_t> at =
            moments(static_cast<std::size_t>(m_settings.jobs / jobsPerNoise), "noise moments");
        for (std::size_t i = 0; i < at.size(); ++i) {
            if (isCancelled())
                return false;
            Random random(m_settings.seed, "noise", i);
            Stage stage(m_story, random, at[i]);
            tellNoise(stage, i);
        }
        return true;
    }

    const ScenarioSettings &m_settings;
    Cast m_cast;
    Story m_story;
    std::int64_t m_introduction_ms;
    int m_inChains = 0;
    const std::atomic_bool *m_cancelled = nullptr;
};

} // namespace

Scenario makeScenario(const ScenarioSettings &settings, const std::atomic_bool *cancelled)
{
    ScenarioSettings sane = settings;
    sane.start = std::max(sane.start, earliestStart);
    sane.span = std::max<std::int64_t>(sane.span, 1);
    Director director(sane, dvm::KindTable::standard());
    if (!director.tell(cancelled))
        return {};
    return director.finish();
}

std::vector<std::string_view> scenarioNames()
{
    std::vector<std::string_view> names;
    for (const Scene &scene : allScenes())
        names.push_back(scene.name);
    return names;
}

std::vector<std::string_view> chainNames()
{
    std::vector<std::string_view> names;
    for (const ChainScene &scene : allChains())
        names.push_back(scene.name);
    return names;
}

} // namespace dvmdash::demo
