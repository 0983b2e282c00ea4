// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <cerrno>
#include <cstdio>

namespace dvmdash::cli
{

void prepareConsole()
{
    SetConsoleOutputCP(CP_UTF8);
    _setmode(_fileno(stdout), _O_BINARY);
    _setmode(_fileno(stdin), _O_BINARY);
}

bool stdoutIsTerminal()
{
    return _isatty(_fileno(stdout)) != 0;
}

bool stderrIsTerminal()
{
    return _isatty(_fileno(stderr)) != 0;
}

bool meansReaderGone(int error)
{
    return error == EPIPE || error == EINVAL; // a closed pipe is EINVAL in the C runtime
}

} // namespace dvmdash::cli
