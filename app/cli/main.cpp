// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "console.h"
#include "engine/kinds_in_use.h"
#include "output.h"
#include "shared/default_paths.h"

#include <QCoreApplication>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace
{

using namespace dvmdash;

constexpr const char *description =
    "See what happens between a Nostr job request and its result: collects, keeps and shows NIP-90 events.";
constexpr const char *footer =
    "Exit codes: 0 done, 1 failed, 2 wrong usage. 'dvmdash-cli COMMAND --help' says more "
    "about a command.";

/// CLI11 takes the arguments from the last to the first, without the program's name. Qt's are taken because
/// they are Unicode on every platform.
std::vector<std::string> reversedArguments()
{
    std::vector<std::string> arguments;
    const QStringList list = QCoreApplication::arguments();
    for (int i = 1; i < list.size(); ++i)
        arguments.push_back(list.at(i).toStdString());
    std::reverse(arguments.begin(), arguments.end());
    return arguments;
}

int usageError(const std::string &command, std::string text)
{
    if (text.ends_with('.'))
        text.pop_back();
    const std::string help = command.empty() ? "dvmdash-cli --help" : "dvmdash-cli " + command + " --help";
    cli::complain(QString::fromStdString(text + ". See '" + help + "'."));
    return cli::BadUsage;
}

/// What CLI11 says, better said where it calls an unknown command a missing one.
std::string parseProblem(const CLI::App &app, const CLI::ParseError &error)
{
    const auto unknown = app.remaining();
    if (!app.get_subcommands().empty())
        return error.what();
    if (unknown.empty())
        return error.get_name() == "RequiredError" ? "name a command" : error.what();
    if (unknown.front().starts_with('-'))
        return "there is no option " + unknown.front();
    return "there is no command '" + unknown.front() + "'";
}

/// Name of the command in the arguments, for a message about a command whose arguments did not parse.
std::string calledCommand(const CLI::App &app)
{
    const auto called = app.get_subcommands();
    return called.empty() ? std::string() : called.front()->get_name();
}

int runProgram()
{
    CLI::App app(description, "dvmdash-cli");
    app.footer(footer);
    app.set_version_flag("--version", "dvmdash-cli " DVMDASH_VERSION, "Print the version and end");
    app.set_help_flag("-h,--help", "Print this and end");
    app.require_subcommand(1);
    cli::Invocation invocation;
    cli::addCommonOptions(app, invocation);
    cli::addImportCommand(app, invocation);
    cli::addExportCommand(app, invocation);
    cli::addCollectCommand(app, invocation);
    cli::addRecordCommand(app, invocation);
    cli::addReplayCommand(app, invocation);
    cli::addBackfillCommand(app, invocation);
    cli::addCoverageCommand(app, invocation);
    cli::addEventCommand(app, invocation);
    cli::addStatsCommand(app, invocation);
    cli::addSeriesCommand(app, invocation);
    cli::addBoardCommands(app, invocation);
    cli::addDvmCommand(app, invocation);
    cli::addKindCommand(app, invocation);
    cli::addKindTableCommand(app, invocation);
    cli::addJobCommands(app, invocation);
    cli::addBundleCommand(app, invocation);
    cli::addRebuildCommand(app, invocation);
    cli::addSalvageCommand(app, invocation);
    cli::addStorageCommand(app, invocation);
    cli::addPruneCommand(app, invocation);
    cli::addRelaysCommand(app, invocation);
    cli::addDemoCommand(app, invocation);

    try {
        app.parse(reversedArguments());
        engine::useKindsOfFile(invocation.databasePath());
        return invocation.run();
    } catch (const CLI::Success &wanted) { // --help, --version
        const int code = app.exit(wanted, std::cout, std::cerr);
        std::cout.flush();
        return code;
    } catch (const CLI::ParseError &error) {
        return usageError(calledCommand(app), parseProblem(app, error));
    } catch (const cli::UsageError &error) {
        return usageError(invocation.command, error.what());
    }
}

} // namespace

int main(int argc, char **argv)
{
    try {
        QCoreApplication application(argc, argv);
        app::setIdentity();
        cli::prepareConsole();
        return runProgram();
    } catch (const std::exception &error) {
        cli::complain(QString::fromUtf8(error.what()));
    } catch (...) {
        cli::complain(QStringLiteral("stopped by an error that has no description; please report this"));
    }
    return cli::Failed;
}
