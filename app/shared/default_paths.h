// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// What the desktop and the command line program have in common, so that both mean the same file.
namespace dvmdash::app
{

/// Names the application. Call once, after the QCoreApplication was made and before any path is asked for.
void setIdentity();

/// The database that is opened when none is named: dvmdash.sqlite in QStandardPaths::AppDataLocation. The
/// folder need not exist.
QString defaultDatabasePath();

/// The list of relays that both programs keep: relays.json beside the default database.
QString defaultRelayListPath();

/// The list that goes with settings of their own: relays.json in the folder of `file`.
QString relayListPathBeside(const QString &file);

/// Makes the folder of the default database. False when it cannot be made.
bool makeDefaultFolder();

} // namespace dvmdash::app
