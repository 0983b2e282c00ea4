// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "arguments.h"
#include "shared/default_paths.h"

#include <CLI/CLI.hpp>

namespace dvmdash::cli
{

QString Invocation::databasePath() const
{
    return database.empty() ? app::defaultDatabasePath() : QString::fromStdString(database);
}

QString Invocation::databasePathForWriting() const
{
    if (database.empty())
        app::makeDefaultFolder(); // when this fails, opening the file says why
    return databasePath();
}

void addCommonOptions(CLI::App &app, Invocation &invocation)
{
    app.add_option("--db", invocation.database, "Database file (default: the desktop's own)")
        ->type_name("FILE");
    app.add_flag("--json", invocation.json, "Print the result as JSON");
}

CLI::App &addCommand(CLI::App &app, Invocation &invocation, const std::string &name,
                     const std::string &description, std::function<int()> run)
{
    CLI::App *command = app.add_subcommand(name, description);
    addCommonOptions(*command, invocation);
    command->callback([&invocation, name, run = std::move(run)] {
        invocation.command = name;
        invocation.run = run;
    });
    return *command;
}

void addKeyOption(CLI::App &command, std::string &file)
{
    command
        .add_option("--key-file", file,
                    "File with the secret key (nsec or hex) to log in with at relays that give nothing to "
                    "strangers (NIP-42)")
        ->type_name("FILE");
}

void addConnectionOptions(CLI::App &command, ConnectionArguments &arguments)
{
    command
        .add_option("--proxy", arguments.proxy,
                    "Go through this proxy: socks5://host:port, http://host:port, none, or system (default)")
        ->type_name("PROXY");
    command
        .add_option("--tor", arguments.tor,
                    "Where Tor listens, for relays with .onion addresses, such as 127.0.0.1:9050")
        ->type_name("HOST:PORT");
}

} // namespace dvmdash::cli
