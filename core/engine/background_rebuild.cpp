// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/background_rebuild.h"

#include "store/writer_thread.h"

#include <chrono>
#include <utility>

namespace dvmdash::engine
{

namespace
{

constexpr auto betweenNotices = std::chrono::milliseconds(100);

} // namespace

BackgroundRebuild::BackgroundRebuild(QString database, store::WriterThread &writer, Told told)
    : m_database(std::move(database))
    , m_writer(writer)
    , m_told(std::move(told))
{
}

BackgroundRebuild::~BackgroundRebuild()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

bool BackgroundRebuild::start(RebuildTask task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.running)
            return false;
    }
    if (m_thread.joinable())
        m_thread.join();
    m_stop = false;
    change([task](RebuildStatus &status) {
        status.running = true;
        status.stopping = false;
        status.task = task;
        status.progress = {};
        status.report.reset();
    });
    m_thread = std::thread([this, task] { run(task); });
    return true;
}

void BackgroundRebuild::stop()
{
    m_stop = true;
    change([](RebuildStatus &status) { status.stopping = status.running; });
}

void BackgroundRebuild::run(RebuildTask task)
{
    auto told = std::chrono::steady_clock::now();
    const OnRebuildProgress progress = [&](const RebuildProgress &now) {
        const auto time = std::chrono::steady_clock::now();
        if (time - told >= betweenNotices) {
            told = time;
            change([&](RebuildStatus &status) { status.progress = now; });
        }
        return !m_stop;
    };
    RebuildReport report =
        task == RebuildTask::Check ? checkDatabase(m_database, progress, &m_stop) : repair(progress);
    change([&](RebuildStatus &status) {
        status.running = false;
        status.stopping = false;
        status.report = std::move(report);
    });
}

RebuildReport BackgroundRebuild::repair(const OnRebuildProgress &progress)
{
    // An event that is deleted while a rebuild runs would be missed in what it makes.
    m_writer.holdDeletions(true);
    RebuildReport report = rebuildBesideWriter(
        m_database, [this](const auto &work) { m_writer.whileResting(work); }, progress, &m_stop);
    m_writer.holdDeletions(false);
    return report;
}

void BackgroundRebuild::change(const std::function<void(RebuildStatus &)> &how)
{
    RebuildStatus status;
    {
        const std::lock_guard lock(m_mutex);
        how(m_status);
        status = m_status;
    }
    m_told(status);
}

} // namespace dvmdash::engine
