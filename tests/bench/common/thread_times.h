// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

namespace dvmdash::bench
{

/// Seconds of processor time of the threads of this process that are alive, together by name. A thread that
/// was given no name has that of the program. Empty where the system does not tell.
std::map<std::string, double> threadTimes();

} // namespace dvmdash::bench
