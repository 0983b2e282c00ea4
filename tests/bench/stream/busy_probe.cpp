// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/busy_probe.h"

#include <QEvent>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace dvmdash::bench
{
namespace
{

/// A loop that waits for anything takes longer than this between two events.
constexpr std::int64_t betweenEvents_ns = 100'000;

std::int64_t wallNs()
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::int64_t threadCpuNs()
{
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
#else
    return wallNs();
#endif
}

double ms(std::int64_t ns)
{
    return static_cast<double>(ns) / 1e6;
}

std::string nameOf(const QObject *receiver, const QEvent *event)
{
    return std::string(receiver->metaObject()->className()) + ", event " + std::to_string(event->type());
}

} // namespace

ProbedApplication::ProbedApplication(int &argc, char **argv)
    : QApplication(argc, argv)
{
}

bool ProbedApplication::notify(QObject *receiver, QEvent *event)
{
    // Events of all threads come by here.
    if (QThread::currentThread() != thread() || !m_probing || m_depth > 0)
        return QApplication::notify(receiver, event);
    const std::int64_t began = wallNs();
    const std::int64_t beganCpu = threadCpuNs();
    if (began - m_ended_ns > betweenEvents_ns) {
        noteStretch();
        m_began_ns = began;
        m_beganCpu_ns = beganCpu;
    }
    const std::string name = nameOf(receiver, event); // it may delete itself
    ++m_depth;
    const bool taken = QApplication::notify(receiver, event);
    --m_depth;
    m_ended_ns = wallNs();
    m_endedCpu_ns = threadCpuNs();
    if (m_endedCpu_ns - beganCpu > m_longestEventCpu_ns) {
        m_longestEventCpu_ns = m_endedCpu_ns - beganCpu;
        m_longestEvent = name;
    }
    return taken;
}

void ProbedApplication::noteStretch()
{
    const Busy busy{ms(m_ended_ns - m_began_ns), ms(m_endedCpu_ns - m_beganCpu_ns), m_longestEvent};
    if (busy.wall_ms > m_longest.byWall.wall_ms)
        m_longest.byWall = busy;
    if (busy.cpu_ms > m_longest.byCpu.cpu_ms)
        m_longest.byCpu = busy;
    m_longest.singleEvent_ms = std::max(m_longest.singleEvent_ms, ms(m_longestEventCpu_ns));
    m_longestEvent.clear();
    m_longestEventCpu_ns = 0;
}

void ProbedApplication::startProbe()
{
    m_longest = {};
    m_longestEvent.clear();
    m_longestEventCpu_ns = 0;
    m_began_ns = m_ended_ns = wallNs();
    m_beganCpu_ns = m_endedCpu_ns = threadCpuNs();
    m_probing = true;
}

ProbedApplication::Longest ProbedApplication::stopProbe()
{
    noteStretch();
    m_probing = false;
    return m_longest;
}

} // namespace dvmdash::bench
