// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <stdexcept>
#include <string>

namespace CLI
{
class App;
}

/// The command line program. Each command is a function that declares its options and, when it is the one
/// that was called, leaves what is to be done in Invocation::run.
namespace dvmdash::cli
{

/// What the program ends with.
enum ExitCode : int { Done = 0, Failed = 1, BadUsage = 2 };

/// The arguments make no sense: ends the program with BadUsage. The text says what is wrong and what to
/// write.
class UsageError : public std::runtime_error
{
public:
    explicit UsageError(const QString &text)
        : std::runtime_error(text.toStdString())
    {
    }
};

struct Invocation {
    std::string database; ///< as given; empty: the desktop's own file
    bool json = false;
    std::string command;      ///< name of the command that was called
    std::function<int()> run; ///< gives the exit code; may throw UsageError

    /// Path of the database that is meant.
    QString databasePath() const;
    /// The same for a command that writes: the folder of the default file is made.
    QString databasePathForWriting() const;
};

/// Adds --db and --json, which may stand before and after the command's name.
void addCommonOptions(CLI::App &app, Invocation &invocation);

/// A command with the common options. `run` may refer to anything that lives as long as `app`.
CLI::App &addCommand(CLI::App &app, Invocation &invocation, const std::string &name,
                     const std::string &description, std::function<int()> run);

/// --key-file, see secretKeyFromFile().
void addKeyOption(CLI::App &command, std::string &file);
struct ConnectionArguments;
/// --proxy and --tor, see proxiesFromArguments().
void addConnectionOptions(CLI::App &command, ConnectionArguments &arguments);

void addImportCommand(CLI::App &app, Invocation &invocation);
void addExportCommand(CLI::App &app, Invocation &invocation);
void addBackfillCommand(CLI::App &app, Invocation &invocation);
void addCollectCommand(CLI::App &app, Invocation &invocation);
void addCoverageCommand(CLI::App &app, Invocation &invocation);
void addEventCommand(CLI::App &app, Invocation &invocation);
void addStatsCommand(CLI::App &app, Invocation &invocation);
void addSeriesCommand(CLI::App &app, Invocation &invocation);
/// dvms, kinds, users
void addBoardCommands(CLI::App &app, Invocation &invocation);
void addDvmCommand(CLI::App &app, Invocation &invocation);
void addKindCommand(CLI::App &app, Invocation &invocation);
void addKindTableCommand(CLI::App &app, Invocation &invocation);
/// jobs and job.
void addJobCommands(CLI::App &app, Invocation &invocation);
/// Checks a bundle.
void addBundleCommand(CLI::App &app, Invocation &invocation);
void addRebuildCommand(CLI::App &app, Invocation &invocation);
void addSalvageCommand(CLI::App &app, Invocation &invocation);
void addStorageCommand(CLI::App &app, Invocation &invocation);
void addPruneCommand(CLI::App &app, Invocation &invocation);
void addRecordCommand(CLI::App &app, Invocation &invocation);
void addReplayCommand(CLI::App &app, Invocation &invocation);
void addRelaysCommand(CLI::App &app, Invocation &invocation);
void addDemoCommand(CLI::App &app, Invocation &invocation);

} // namespace dvmdash::cli
