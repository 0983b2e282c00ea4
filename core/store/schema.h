// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

namespace dvmdash::store
{

/// Version of the schema that this program writes. Raised by every migration.
inline constexpr int schemaVersion = 9;

/// "DVMD" in SQLite's application_id: tells our files from others.
inline constexpr int applicationId = 0x44564d44;

/// Makes the tables of a new file, or carries an older file forward, a transaction for each version. Throws
/// store::Error when the file is of a newer program or is no DVMDash database.
void migrate(Database &db);

/// For readers: checks that the file can be read by this program. Throws like migrate().
void checkSchema(Database &db);

} // namespace dvmdash::store
