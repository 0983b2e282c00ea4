// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

#include <cstdint>
#include <string>

namespace dvmdash::bench
{

/// How long a thread was at work without looking for new input.
struct Busy {
    double wall_ms = 0;
    double cpu_ms = 0; ///< of this thread alone; the same as wall_ms where that cannot be told
    std::string most;  ///< the event of it that took longest
};

/// An application that measures the busy stretches of its thread: events that are handled one right after
/// the other are one stretch, since whoever moves the pointer meanwhile waits for all of them.
class ProbedApplication : public QApplication
{
public:
    ProbedApplication(int &argc, char **argv);

    bool notify(QObject *receiver, QEvent *event) override;

    void startProbe();
    /// The longest stretches since the start, by either clock.
    struct Longest {
        Busy byWall;
        Busy byCpu;
        double singleEvent_ms = 0; ///< of this thread's processor
    };
    Longest stopProbe();

private:
    void noteStretch();

    bool m_probing = false;
    int m_depth = 0;
    std::int64_t m_began_ns = 0;
    std::int64_t m_beganCpu_ns = 0;
    std::int64_t m_ended_ns = 0;
    std::int64_t m_endedCpu_ns = 0;
    std::string m_longestEvent; ///< of this stretch
    std::int64_t m_longestEventCpu_ns = 0;
    Longest m_longest;
};

} // namespace dvmdash::bench
