// SPDX-License-Identifier: GPL-3.0-or-later
#include "file_rig.h"

#include "dvm/kinds.h"
#include "engine/answers.h"

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <chrono>
#include <thread>

namespace dvmdash::test
{

namespace
{

constexpr int longestWaitMs = 20'000;

} // namespace

FileRig::FileRig(const QString &database)
{
    store::WriterSettings settings;
    settings.commit_interval_ms = 0;
    settings.deadline_interval_ms = 3'600'000;
    settings.retry_interval_ms = 2;
    settings.makeListener = engine::countInRollups;
    settings.now_ms = [] { return afterCapture * 1000; };
    m_writer = std::make_unique<store::WriterThread>(
        store::StoreFile(database.toStdString()), dvm::KindTable::standard(), m_counters, settings,
        [this](const store::CommitNotice &notice) {
            const std::lock_guard lock(m_mutex);
            for (const auto &row : notice.events)
                m_acknowledged.insert(row.id.hex());
        },
        [this](const std::string &text) {
            const std::lock_guard lock(m_mutex);
            m_problem = text;
            if (!text.empty())
                m_lastProblem = text;
        });
    nameRelays(*m_writer);
}

FileRig::~FileRig()
{
    close();
}

bool FileRig::give(const std::vector<nostr::Event> &events, std::size_t from, std::size_t count)
{
    count = std::min(count, events.size() - from);
    m_given += count;
    m_writer->deliver(batchOf(*m_writer, events, from, count));
    waitFor([this] { return isCommitted() || !problem().isEmpty(); });
    return isCommitted();
}

bool FileRig::waitUntilWell()
{
    return waitFor([this] { return isCommitted() && problem().isEmpty(); });
}

bool FileRig::waitForProblem()
{
    return waitFor([this] { return !problem().isEmpty(); });
}

std::int64_t FileRig::close()
{
    if (!m_writer)
        return 0;
    const std::int64_t lost = m_writer->finish();
    m_writer.reset();
    return lost;
}

std::set<std::string> FileRig::acknowledged() const
{
    const std::lock_guard lock(m_mutex);
    return m_acknowledged;
}

QString FileRig::problem() const
{
    const std::lock_guard lock(m_mutex);
    return QString::fromStdString(m_problem);
}

QString FileRig::lastProblem() const
{
    const std::lock_guard lock(m_mutex);
    return QString::fromStdString(m_lastProblem);
}

bool FileRig::isCommitted() const
{
    const std::lock_guard lock(m_mutex);
    return m_acknowledged.size() == m_given;
}

bool FileRig::waitFor(const std::function<bool()> &isSo) const
{
    QElapsedTimer timer;
    timer.start();
    while (!isSo()) {
        if (timer.elapsed() > longestWaitMs)
            return false;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return true;
}

bool copyAsItStands(const QString &database, const QString &copy)
{
    const QString wal = QStringLiteral("-wal");
    QFile::remove(copy);
    QFile::remove(copy + wal);
    return QFile::copy(database, copy) &&
           (!QFile::exists(database + wal) || QFile::copy(database + wal, copy + wal));
}

} // namespace dvmdash::test
