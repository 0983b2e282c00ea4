// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLockFile>

#include <memory>
#include <string>

namespace dvmdash::store
{

/// The lock of a database file, which its writer holds. Throws store::Error when another program has it, or
/// it cannot be made.
///
/// QLockFile takes a lock for abandoned when no process of its number and name runs. The number of one that
/// was killed may come back, in a container mostly does, and may then be that of the program that asks; so
/// one that still names this machine is asked of the system too, which knows whether anybody holds it. So is
/// one that names nobody: who made it died before it wrote its name, or the power failed before that was on
/// the disk. Takes a second for that.
std::unique_ptr<QLockFile> lockFor(const std::string &path);

} // namespace dvmdash::store
