// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/scenario.h"
#include "nostr/event.h"

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

/// The real dvmdash-cli, run as a process.
namespace dvmdash::test
{

/// What a finished run left.
struct ProgramResult {
    int code = -1; ///< exit code; -1: did not start, crashed or was killed
    QByteArray out;
    QByteArray err;

    /// Standard output as JSON; null (and the test fails) when it is none.
    nlohmann::json json() const;
    QList<QByteArray> lines() const; ///< of standard output, without an empty last one
};

/// Path of dvmdash-cli: in $DVMDASH_BIN_DIR, else beside the test program.
QString programPath();

/// A folder of its own for each test, in which the program also finds its default file.
class ProgramFolder
{
public:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString database() const { return path(QStringLiteral("test.sqlite")); }

    /// Runs to the end. `arguments` are taken as they are.
    ProgramResult run(const QStringList &arguments, const QByteArray &input = {}) const;
    /// The same with --db database() at the end.
    ProgramResult withDatabase(QStringList arguments, const QByteArray &input = {}) const;

    /// Simulates a network, imports it into database(), and gives what is true of it.
    nlohmann::json importDemo(int jobs, int seed) const;

    /// Prepares a process that goes on while the test does something.
    void prepare(QProcess &process, const QStringList &arguments) const;

    /// Writes a file; gives its path.
    QString write(const QString &name, const QByteArray &content) const;

private:
    QTemporaryDir m_folder;
};

/// Waits for the end of a process; the rest of its output.
ProgramResult finished(QProcess &process);

/// The events as lines of NIP-01 JSON.
QByteArray toLines(const std::vector<nostr::Event> &events);

/// Events of a simulated network that lie in the last hours, without repetition, in the order of export:
/// by created_at, then id.
std::vector<nostr::Event> demoEvents(int jobs, std::uint64_t seed = 7);

/// Fails the test, showing both, when they differ. See COMPARE_JSON.
bool compareJson(const nlohmann::json &actual, const nlohmann::json &expected, const char *what,
                 const char *file, int line);

/// Sorts as export does.
void sortAsExported(std::vector<nostr::Event> &events);

} // namespace dvmdash::test

/// QCOMPARE for JSON: it converts to so much that QCOMPARE does not know what to do with it.
#define COMPARE_JSON(actual, expected)                                                                       \
    do {                                                                                                     \
        if (!dvmdash::test::compareJson(actual, expected, #actual, __FILE__, __LINE__))                      \
            return;                                                                                          \
    } while (false)
