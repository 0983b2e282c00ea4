// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>

/// What relays gave in a window, in words: the same in the table and the details.
namespace dvmdash::ui
{

/// "312 of 1,200 (26.0 %)"; "none yet" of nothing.
QString partWords(const metrics::Rate &rate);
/// Hundredths of a percent, rounded down, as CellKind::Rate; nothing of nothing.
std::optional<qint64> hundredths(const metrics::Rate &rate);

QString givenMeaning();
QString onlyMeaning();
QString duplicatesMeaning();
QString firstMeaning();

/// On what the shares of an answer rest.
struct GivenBasis {
    bool isKnown = false; ///< there is an answer
    bool isWhole = true;  ///< every event of the window was looked at
    qint64 events = 0;    ///< that were looked at
    qint64 since = 0;     ///< the first of them, Unix seconds

    GivenBasis() = default;
    explicit GivenBasis(const engine::RelaysGiven &given);
    /// "all 1,200 events", "the newest 50,000 events"
    QString words() const;
    /// Since when that is; empty when it is the whole window.
    QString meaning() const;
};

} // namespace dvmdash::ui
