// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What differs between the consoles of the platforms: console_unix.cpp and console_windows.cpp.
namespace dvmdash::cli
{

/// Call once at the start. A reader that goes away shows as a failed write, not as a signal; text is UTF-8
/// and lines end in \n everywhere.
void prepareConsole();

bool stdoutIsTerminal();
bool stderrIsTerminal();

/// Does this errno say that the reader of our output went away?
bool meansReaderGone(int error);

} // namespace dvmdash::cli
