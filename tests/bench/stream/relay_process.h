// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <utility>
#include <vector>

namespace dvmdash::bench
{

/// A RawRelay in a process of its own, so that what serving costs is not counted as ours. Ends with it.
class RelayProcess
{
public:
    explicit RelayProcess(const QString &eventsPath);
    ~RelayProcess();
    RelayProcess(const RelayProcess &) = delete;
    RelayProcess &operator=(const RelayProcess &) = delete;

    QString url() const;
    /// Waits until this subscription was asked for and nothing more has been for a while.
    void waitUntilAsked(const QString &subscription);
    /// How many frames there are to be sent now.
    std::int64_t prepare();
    void flood();
    void pace(int perSecond, std::int64_t from, std::int64_t count);
    bool hasSent() const { return m_sent; }
    /// Of its processor, for what was sent last.
    double sentCpuSeconds() const { return m_sentCpu; }
    /// Of paced frames: line of the file, and the steady clock in nanoseconds.
    const std::vector<std::pair<std::size_t, std::int64_t>> &sendTimes() const { return m_times; }

private:
    void order(const QString &line);
    void readLines();

    QProcess m_process;
    int m_port = 0;
    std::int64_t m_ready = -1;
    QStringList m_asked;
    QElapsedTimer m_sinceAsked;
    bool m_sent = false;
    double m_sentCpu = 0;
    std::vector<std::pair<std::size_t, std::int64_t>> m_times;
};

} // namespace dvmdash::bench
