// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kind_changes.h"
#include "store/sqlite.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

namespace dvmdash::store
{

// Which kinds are jobs belongs to a file, for all that is stored follows from it: roles of events, what
// was listened to, jobs, numbers. The file has what its owner changed of the standard table, and the rules by
// which the former two and the latter two were made. All throw store::Error.

/// The table of the file. It lives as long as the program.
const dvm::KindTable &kindsOf(Database &db);

/// What its owner changed.
dvm::KindChanges kindChanges(Database &db);
/// The rules of the file for somebody else, whose standard table may be another one; empty where they are the
/// standard ones.
dvm::KindChanges ownRules(Database &db);
/// In the caller's transaction; applyKinds() and a rebuild make it true. They fit the standard table (see
/// dvm::changed).
void writeKindChanges(Database &db, const dvm::KindChanges &changes);

/// Of a file that holds nothing yet. A transaction of its own.
void beginWithKinds(Database &db, const dvm::KindChanges &changes);

/// Roles and coverage, jobs and numbers follow the table of the file. True of a file that never said.
bool areKindsApplied(Database &db);

/// Called with how many events of how many were looked at.
using OnKindsApplied = std::function<void(std::int64_t done, std::int64_t all)>;
/// Gives events the roles that they have by the table. Where more is asked for than before, what was
/// covered becomes former coverage; where no more than once was, former coverage counts again. A transaction
/// of its own. A rebuild has to follow.
void applyKinds(Database &db, const OnKindsApplied &progress = {});
/// A rebuild has followed, by the table of the file. In the caller's transaction.
void noteKindsRebuilt(Database &db);

/// What was asked for while coverage was gathered that is a former one now.
struct FormerKinds {
    std::int64_t row = 0; ///< former_coverage.asked
    dvm::KindTable kinds; ///< without names
};
std::vector<FormerKinds> formerKinds(Database &db);
/// Whoever heard all of `wide` heard all of `narrow`.
bool asksForAllOf(const dvm::KindTable &wide, const dvm::KindTable &narrow);

} // namespace dvmdash::store
