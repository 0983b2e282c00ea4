// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <map>
#include <string>
#include <string_view>

namespace dvmdash::store
{

/// Something small that the program remembers with the file, such as what it was about to do (table meta).
/// Nothing that is counted rests on it.
struct KeptValue {
    std::string key;
    std::string value; ///< empty: it is forgotten
    bool operator==(const KeptValue &) const = default;
};

/// In the caller's transaction. Throws store::Error.
void writeKeptValue(Database &db, const KeptValue &value);
/// By key without the prefix. Throws store::Error.
std::map<std::string, std::string> keptValues(Database &db, std::string_view prefix);

} // namespace dvmdash::store
