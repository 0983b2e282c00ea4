// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::dvm
{

/// What somebody changed of a table of kinds; the rest is as in the table, so that it follows newer ones. A
/// value.
struct KindChanges {
    struct Row {
        std::string name;                 ///< empty: as in the table
        std::optional<Timeouts> timeouts; ///< nothing: as in the table
        bool operator==(const Row &) const = default;
    };
    std::optional<std::vector<KindRange>> ranges;
    std::optional<std::set<int>> excluded;
    std::optional<Timeouts> timeouts; ///< of kinds that have none of their own
    std::map<int, Row> kinds;         ///< by request kind
    bool operator==(const KindChanges &) const = default;

    bool isEmpty() const { return *this == KindChanges(); }
    /// Canonical: equal changes give equal text.
    std::string toJson() const;
    /// Strict as KindTable::parse.
    static std::optional<KindChanges> parse(std::string_view json, std::string *error = nullptr);
};

/// The table with the changes. Nothing where they do not go together; `error` says which and why.
std::optional<KindTable> changed(const KindTable &table, const KindChanges &changes,
                                 std::string *error = nullptr);

/// All of the table by which events are classified and jobs are judged, without names: what is stored
/// rests on this. changed(KindTable(), rulesOf(table)) has the same rules.
KindChanges rulesOf(const KindTable &table);

/// The range of NIP-90 with nothing left out.
KindChanges wholeRangeOfNip90();
/// Only the kinds that have a name in the table: for relays that take no long filters, and less noise.
KindChanges namedKindsOnly(const KindTable &table);

} // namespace dvmdash::dvm
