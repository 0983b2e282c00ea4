// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "store/fact_listener.h"
#include "store/sqlite.h"

#include <functional>
#include <memory>

namespace dvmdash::metrics
{

/// The rules by which rollups are made. Raised when a contribution changes: files are then filled anew when
/// they are opened for writing.
inline constexpr int rollupVersion = 1;

/// Makes the rollups again from the facts that are stored, in the caller's transaction. Where raw events were
/// deleted the numbers of before that horizon are left as they are: a day or month that it cuts is their sum
/// and what the facts after it give. `progress` is given the time reached (Unix seconds) and returns false to
/// stop: then nothing is finished, and the caller must roll back. Whether it finished.
bool fillRollups(store::Database &db, const dvm::KindTable &kinds,
                 const std::function<bool(std::int64_t at)> &progress = {});

/// The listener that keeps the rollups of this file. Fills them first when they are missing or of older
/// rules.
std::unique_ptr<store::FactListener> openRollups(store::Database &db, const dvm::KindTable &kinds);

} // namespace dvmdash::metrics
