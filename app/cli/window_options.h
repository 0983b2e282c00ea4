// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <string>

namespace CLI
{
class App;
}

namespace dvmdash::cli
{

/// --window, --since and --until as every command takes them that counts.
struct WindowOptions {
    std::string window;
    std::string since;
    std::string until;

    /// What they mean by the clock of now; everything when none is given. Throws UsageError.
    metrics::TimeWindow meant() const;
};

/// Adds them. `options` must live as long as the command.
void addWindowOptions(CLI::App &command, WindowOptions &options);

/// What the footer of such a command says of them.
inline constexpr const char *windowFooter =
    "Counts events with since <= created_at < until; jobs and attempts count at the time of their request. "
    "TIME is 2024-05-01, 2024-05-01T12:30:00Z (UTC), Unix seconds, or 2h, 3d (ago).";

} // namespace dvmdash::cli
