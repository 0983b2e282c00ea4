// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/kept_values.h"

namespace dvmdash::store
{

namespace
{

/// Keys of the program's own have no blank in them.
constexpr std::string_view place = "kept ";

std::string keyOf(std::string_view key)
{
    return std::string(place).append(key);
}

} // namespace

void writeKeptValue(Database &db, const KeptValue &value)
{
    const std::string key = keyOf(value.key);
    if (value.value.empty())
        db.prepare("DELETE FROM meta WHERE key = ?1").bindText(1, key).run();
    else
        db.prepare("INSERT OR REPLACE INTO meta VALUES(?1, ?2)")
            .bindText(1, key)
            .bindText(2, value.value)
            .run();
}

std::map<std::string, std::string> keptValues(Database &db, std::string_view prefix)
{
    const std::string start = keyOf(prefix);
    std::map<std::string, std::string> values;
    Statement rows = db.prepare("SELECT key, value FROM meta WHERE substr(key, 1, length(?1)) = ?1");
    rows.bindText(1, start);
    while (rows.step())
        values.emplace(std::string(rows.text(0)).substr(start.size()), std::string(rows.text(1)));
    return values;
}

} // namespace dvmdash::store
