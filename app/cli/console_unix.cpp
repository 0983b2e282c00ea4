// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace dvmdash::cli
{

void prepareConsole()
{
    std::signal(SIGPIPE, SIG_IGN);
}

bool stdoutIsTerminal()
{
    return isatty(STDOUT_FILENO) == 1;
}

bool stderrIsTerminal()
{
    return isatty(STDERR_FILENO) == 1;
}

bool meansReaderGone(int error)
{
    return error == EPIPE;
}

} // namespace dvmdash::cli
