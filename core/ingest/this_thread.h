// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dvmdash::ingest
{

/// As which the system's tools show this thread; at most 15 characters. Only on Linux.
void nameThisThread(const char *name);

/// For good: when more threads are at work than there are cores, those that somebody waits for go before this
/// one. It still gets all that they leave.
void letOthersGoFirst();

} // namespace dvmdash::ingest
