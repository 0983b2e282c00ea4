// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_options.h"

#include "arguments.h"

#include <CLI/CLI.hpp>

namespace dvmdash::cli
{

metrics::TimeWindow WindowOptions::meant() const
{
    const WindowArgument argument = windowFromArguments(window, since, until, unixNow());
    return argument.all ? metrics::TimeWindow::everything()
                        : metrics::TimeWindow{argument.since, argument.until};
}

void addWindowOptions(CLI::App &command, WindowOptions &options)
{
    command
        .add_option("--window", options.window, "The last 1h, 24h, 7d, ...; all for everything (the default)")
        ->type_name("DURATION");
    command.add_option("--since", options.since, "From this time on")->type_name("TIME");
    command.add_option("--until", options.until, "Until before this time (default: now)")->type_name("TIME");
}

} // namespace dvmdash::cli
