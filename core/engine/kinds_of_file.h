// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kind_changes.h"
#include "engine/background_rebuild.h"
#include "engine/questions.h"

#include <QString>

#include <atomic>
#include <optional>

namespace dvmdash::engine
{

/// What the owner of a file changed of the standard table of kinds.
Result<dvm::KindChanges> kindChangesOf(const QString &database);

/// Gives the file this table and makes all that follows from it anew: see store/stored_kinds.h. Blocks, some
/// 40 us an event when anything but names is changed. Nobody else may write to the file meanwhile. Changes
/// that do not go together are refused, and nothing is changed. When it is stopped after it began, the file
/// has the table, and bringKindsUpToDate() goes on.
RebuildReport changeKinds(const QString &database, const dvm::KindChanges &changes,
                          const OnRebuildProgress &progress = {}, const std::atomic<bool> *stop = nullptr);

/// Makes anew what does not follow the table of the file, because it was stopped or because the standard
/// table is another one now. Makes the file when missing, and carries an older schema forward. Nothing to do:
/// at once. Before anything else writes to the file.
RebuildReport bringKindsUpToDate(const QString &database, const OnRebuildProgress &progress = {},
                                 const std::atomic<bool> *stop = nullptr);

/// Of these two the one that is due, told as a repair that is under way. False when it was broken off.
/// Throws store::Error.
bool makeReady(const QString &database, const std::optional<dvm::KindChanges> &wanted,
               const BackgroundRebuild::Told &told, const std::atomic<bool> &breakOff);

} // namespace dvmdash::engine
