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

HistoryTasks::HistoryTasks(const dvm::KindTable &kinds, Send send, KnownDvms knownDvms)
    : m_kinds(kinds)
    , m_send(std::move(send))
    , m_knownDvms(std::move(knownDvms))
{
}

HistoryProgress HistoryTasks::start(const HistoryRequest &request, const store::IntervalSet &covered)
{
    Task &task = m_tasks[request.relay] = {};
    task.progress.request = request;
    begin(task, wishForJobs(m_kinds, request, covered));
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

QStringList HistoryTasks::relays() const
{
    QStringList urls;
    for (const auto &[url, task] : m_tasks)
        urls.append(url);
    return urls;
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
        begin(task, wishForTheRest(m_kinds, task.progress.request, m_knownDvms()));
    }
}

std::optional<HistoryProgress> HistoryTasks::heard(const relay::HistoryStatus &status)
{
    const auto at = m_tasks.find(status.url);
    if (at == m_tasks.end())
        return std::nullopt;
    Task &task = at->second;
    HistoryProgress &progress = task.progress;
    progress.state = status.state;
    progress.share = shareOf(task, status);
    progress.events = task.before.events + status.events;
    progress.pages = task.before.pages + status.pages;
    progress.unproven = task.before.unproven + (task.isOfJobs ? status.unproven : 0);
    if (!status.words.isEmpty() && task.isOfJobs)
        progress.words = status.words;
    if (!progress.isOver())
        return progress;
    if (progress.state == State::Failed && !task.isOfJobs)
        progress.state = State::Done; // the jobs came
    if (progress.state == State::Done && std::exchange(task.isOfJobs, false)) {
        task.before.events = progress.events;
        task.before.pages = progress.pages;
        task.before.unproven = progress.unproven;
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
