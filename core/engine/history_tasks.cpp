// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history_tasks.h"

#include "engine/history_plan.h"

#include <algorithm>
#include <utility>

namespace dvmdash::engine
{

namespace
{

using State = relay::HistoryStatus::State;

/// How much of the way the jobs are: what comes after them is little.
constexpr double shareOfJobs = 0.9;

} // namespace

HistoryTasks::HistoryTasks(Send send, KnownDvms knownDvms, Clock clock)
    : m_send(std::move(send))
    , m_knownDvms(std::move(knownDvms))
    , m_clock(std::move(clock))
{
}

HistoryProgress HistoryTasks::start(const HistoryRequest &request, const store::IntervalSet &covered)
{
    Task &task = m_tasks[request.relay] = {};
    task.progress.request = request;
    task.began_ms = m_clock();
    begin(task, wishForJobs(*m_kinds, request, covered, m_knownDvms()));
    return task.progress;
}

void HistoryTasks::begin(Task &task, relay::HistoryWish wish)
{
    task.wish = std::move(wish);
    m_send(task.progress.request.relay, task.wish);
}

std::optional<HistoryProgress> HistoryTasks::stop(const QString &relay)
{
    const auto at = m_tasks.find(relay);
    if (at == m_tasks.end())
        return std::nullopt;
    HistoryProgress progress = at->second.progress;
    progress.state = State::Failed;
    progress.words = QStringLiteral("Stopped; asked for again it goes on from here");
    m_tasks.erase(at);
    m_send(relay, std::nullopt);
    return progress;
}

std::optional<HistoryProgress> HistoryTasks::pause(const QString &relay)
{
    const auto at = m_tasks.find(relay);
    if (at == m_tasks.end() || std::exchange(at->second.progress.paused, true))
        return std::nullopt;
    HistoryProgress &progress = at->second.progress;
    progress.state = State::Waiting;
    progress.events_per_second = 0;
    progress.remaining_s = -1;
    at->second.awaitsDvms = false;
    m_send(relay, std::nullopt);
    return progress;
}

HistoryProgress HistoryTasks::addPaused(const HistoryRequest &request)
{
    Task &task = m_tasks[request.relay] = {};
    task.progress.request = request;
    task.progress.paused = true;
    return task.progress;
}

std::vector<HistoryProgress> HistoryTasks::all() const
{
    std::vector<HistoryProgress> all;
    for (const auto &[url, task] : m_tasks)
        all.push_back(task.progress);
    return all;
}

/// By the time that the part behind it took: it is the relay that sets the pace.
void HistoryTasks::estimate(Task &task) const
{
    constexpr double tellsSomething = 0.01;
    HistoryProgress &progress = task.progress;
    const double seconds = static_cast<double>(m_clock() - task.began_ms) / 1000;
    progress.remaining_s = -1;
    if (seconds < 1)
        return;
    progress.events_per_second = static_cast<double>(progress.events) / seconds;
    if (progress.share >= tellsSomething)
        progress.remaining_s = static_cast<std::int64_t>(seconds * (1 - progress.share) / progress.share);
}

/// Of the time of all parts, that of those which are through.
double HistoryTasks::shareOf(const Task &task, const relay::HistoryStatus &status)
{
    std::int64_t all = 0;
    std::int64_t through = 0;
    for (std::size_t i = 0; i < task.wish.parts.size(); ++i) {
        const auto &part = task.wish.parts[i];
        const std::int64_t length = part.until - part.from;
        all += length;
        if (static_cast<int>(i) < status.part)
            through += length;
        else if (static_cast<int>(i) == status.part)
            through += std::clamp<std::int64_t>(part.until - 1 - status.position, 0, length);
    }
    const double share = all > 0 ? static_cast<double>(through) / static_cast<double>(all) : 1;
    return task.isOfJobs ? shareOfJobs * share : shareOfJobs + (1 - shareOfJobs) * share;
}

void HistoryTasks::tick(std::int64_t read, std::int64_t told)
{
    for (auto &[url, task] : m_tasks) {
        if (!task.awaitsDvms)
            continue;
        if (task.awaitedFrames == 0)
            task.awaitedFrames = std::max<std::int64_t>(1, read);
        if (told < task.awaitedFrames && read > 0)
            continue;
        task.awaitsDvms = false;
        begin(task, wishForTheRest(*m_kinds, task.progress.request, m_knownDvms()));
    }
}

std::optional<HistoryProgress> HistoryTasks::heard(const relay::HistoryStatus &status)
{
    const auto at = m_tasks.find(status.url);
    if (at == m_tasks.end() || at->second.progress.paused)
        return std::nullopt;
    Task &task = at->second;
    HistoryProgress &progress = task.progress;
    progress.state = status.state;
    progress.share = shareOf(task, status);
    progress.events = task.before.events + status.events;
    progress.pages = task.before.pages + status.pages;
    progress.unproven = task.before.unproven + (task.isOfJobs ? status.unproven : 0);
    progress.counted = task.before.counted + status.counted;
    progress.uncounted = task.before.uncounted + status.uncounted;
    if (!status.words.isEmpty() && task.isOfJobs)
        progress.words = status.words;
    estimate(task);
    if (!progress.isOver())
        return progress;
    if (progress.state == State::Failed && !task.isOfJobs)
        progress.state = State::Done; // the jobs came
    if (progress.state == State::Done && std::exchange(task.isOfJobs, false)) {
        task.before.events = progress.events;
        task.before.pages = progress.pages;
        task.before.unproven = progress.unproven;
        task.before.counted = progress.counted;
        task.before.uncounted = progress.uncounted;
        progress.state = State::Going;
        task.awaitsDvms = true;
        task.awaitedFrames = 0;
        return progress;
    }
    const HistoryProgress last = progress;
    m_tasks.erase(at);
    return last;
}

} // namespace dvmdash::engine
