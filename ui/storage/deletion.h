// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>

/// What another policy would delete, before it does. Pure functions; times are Unix seconds.
namespace dvmdash::ui
{

struct Deletion {
    std::int64_t events = 0;         ///< about how many; those of the day that is cut in proportion
    std::int64_t before = 0;         ///< raw events from before go. 0: none
    bool bySize = false;             ///< found from the mean size of an event, so it may be more
    std::int64_t minutes_before = 0; ///< numbers by the minute from before go. 0: none
    bool isNothing() const { return before == 0 && minutes_before == 0; }
};

/// Whether `next` keeps less of anything than `now`, so that it has to be reckoned what goes.
bool keepsLess(const engine::RetentionPolicy &next, const engine::RetentionPolicy &now);
/// What has to be known of the file for that, which stood so a moment ago.
engine::StorageQuestion questionFor(const engine::RetentionPolicy &next, const engine::Storage &storage);
/// What goes when `next` takes the place of the policy that holds: only by limits that become tighter, the
/// others delete without it too.
Deletion deletionBy(const engine::RetentionPolicy &next, const engine::Storage &storage, std::int64_t now);
/// What goes, what stays, and that it is gone for good.
QString deletionWords(const Deletion &deletion, const engine::Storage &storage,
                      const engine::RetentionPolicy &next);

} // namespace dvmdash::ui
