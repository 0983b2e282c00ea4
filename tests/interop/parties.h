// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../unit/cli/program.h"

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <set>
#include <string>

/// The processes of an interop test. Each ends with its object at the latest, whatever the test did. What
/// takes too long fails the test.
namespace dvmdash::test
{

/// How long anything may take that should be quick; a busy machine makes it slow, never wrong.
inline constexpr int deadlineMs = 60'000;

/// A script of this folder, run by Node. Its standard error goes to the test's own.
class NodeScript
{
public:
    explicit NodeScript(const QString &name, const QStringList &arguments = {}, const QByteArray &input = {});
    ~NodeScript();
    NodeScript(const NodeScript &) = delete;
    NodeScript &operator=(const NodeScript &) = delete;

    /// The next line of its standard output, as soon as there is one; empty when it ended before.
    QByteArray nextLine();
    void writeLine(const QByteArray &line) { m_process.write(line + '\n'); }
    /// Waits for the end; standard output is what nextLine() has not taken.
    ProgramResult result() { return finished(m_process); }

    void closeInput() { m_process.closeWriteChannel(); }
    void kill() { m_process.kill(); }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

private:
    QProcess m_process;
};

/// relay.mjs: relays from npm, of one software or the other; at each path below its URL another one.
class ThirdPartyRelay
{
public:
    enum class Software {
        NostrRelay, ///< @nostr-relay/core
        Welshman,   ///< @welshman/net
    };
    /// A row for each, with the column "software".
    static void addRows();

    explicit ThirdPartyRelay(Software software, const QStringList &arguments = {});
    /// ws://127.0.0.1:PORT; empty (and the test fails) when it did not start.
    const QString &url() const { return m_url; }

    /// Gives the relay at a path ("/7") the events of a file, and faults (faults.mjs). The ids that it has
    /// then: it may leave out what is deleted, expired or replaced.
    std::set<std::string> fill(const QString &path, const QString &file, unsigned seed);

    enum class Farewell {
        Polite, ///< a close frame to every client
        Abrupt, ///< the process is killed
    };
    /// True when it has gone.
    bool leave(Farewell farewell);

private:
    NodeScript m_script;
    QString m_url;
};

/// `dvmdash-cli collect`, which ends by itself in the end, should the test be killed.
class CollectorProcess
{
public:
    CollectorProcess(const ProgramFolder &folder, const QString &relay, const QStringList &further = {});
    ~CollectorProcess();
    CollectorProcess(const CollectorProcess &) = delete;
    CollectorProcess &operator=(const CollectorProcess &) = delete;

    /// Waits until it has told on standard error, as often as given, that something is so: " live\n".
    bool hasTold(const QByteArray &what, int times = 1);
    /// Waits until so many events are committed.
    bool hasStored(std::int64_t events);
    const QByteArray &told() const { return m_told; }

    /// Asks it to stop, as Ctrl+C does, and waits: the summary.
    ProgramResult stop();

private:
    bool hasEnded() const { return m_process.state() == QProcess::NotRunning; }

    const ProgramFolder &m_folder;
    QProcess m_process;
    QByteArray m_told;
};

/// `dvmdash-cli demo --listen 0`.
class DemoProcess
{
public:
    DemoProcess(const ProgramFolder &folder, const QStringList &further);
    ~DemoProcess();
    DemoProcess(const DemoProcess &) = delete;
    DemoProcess &operator=(const DemoProcess &) = delete;

    QString url;                    ///< empty (and the test fails) when it did not start
    std::int64_t historyEvents = 0; ///< stored from the start

private:
    QProcess m_process;
};

} // namespace dvmdash::test
