// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/kind_changes.h"

#include "dvm/kind_json.h"

#include <utility>

namespace dvmdash::dvm
{

namespace
{

using namespace kind_json;

/// "version" of the text.
constexpr int changesVersion = 1;

std::vector<KindRange> readRanges(const Json &value)
{
    std::vector<KindRange> ranges;
    const Json &rows = list(value, "ranges");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string where = at("ranges", i);
        checkMembers(rows[i], where, {"first", "last", "result_offset"});
        ranges.push_back({kindNumber(member(rows[i], where, "first"), where + ".first"),
                          kindNumber(member(rows[i], where, "last"), where + ".last"),
                          static_cast<int>(integer(member(rows[i], where, "result_offset"),
                                                   where + ".result_offset", 1, lastKind))});
    }
    return ranges;
}

std::map<int, KindChanges::Row> readRows(const Json &value, const Timeouts &general)
{
    std::map<int, KindChanges::Row> rows;
    const Json &given = list(value, "kinds");
    for (std::size_t i = 0; i < given.size(); ++i) {
        const std::string where = at("kinds", i);
        checkMembers(given[i], where, {"kind", "name", "timeouts"});
        KindChanges::Row row;
        if (given[i].contains("name"))
            row.name = text(given[i]["name"], where + ".name");
        if (given[i].contains("timeouts"))
            row.timeouts = readTimeouts(given[i]["timeouts"], where + ".timeouts", general);
        const int kind = kindNumber(member(given[i], where, "kind"), where + ".kind");
        if (!rows.emplace(kind, std::move(row)).second)
            fail("kinds", ("kind " + std::to_string(kind) + " stands twice").c_str());
    }
    return rows;
}

} // namespace

std::string KindChanges::toJson() const
{
    Json json{{"version", changesVersion}};
    if (ranges) {
        json["ranges"] = Json::array();
        for (const KindRange &range : *ranges)
            json["ranges"].push_back(
                {{"first", range.first}, {"last", range.last}, {"result_offset", range.offset}});
    }
    if (excluded)
        json["excluded"] = *excluded;
    if (timeouts)
        json["timeouts"] = written(*timeouts);
    if (!kinds.empty()) {
        json["kinds"] = Json::array();
        for (const auto &[kind, row] : kinds) {
            Json one{{"kind", kind}};
            if (!row.name.empty())
                one["name"] = row.name;
            if (row.timeouts)
                one["timeouts"] = written(*row.timeouts);
            json["kinds"].push_back(std::move(one));
        }
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<KindChanges> KindChanges::parse(std::string_view json, std::string *error)
{
    return readStrictly<KindChanges>(json, error, [](const Json &root) {
        checkMembers(root, "table", {"version", "ranges", "excluded", "timeouts", "kinds"});
        integer(member(root, "table", "version"), "version", changesVersion, changesVersion);
        KindChanges changes;
        if (root.contains("ranges"))
            changes.ranges = readRanges(root["ranges"]);
        if (root.contains("excluded"))
            changes.excluded = readExcluded(root["excluded"]);
        const Timeouts standard = KindTable::standard().timeouts();
        if (root.contains("timeouts"))
            changes.timeouts = readTimeouts(root["timeouts"], "timeouts", standard);
        if (root.contains("kinds"))
            changes.kinds = readRows(root["kinds"], changes.timeouts.value_or(standard));
        return changes;
    });
}

std::optional<KindTable> changed(const KindTable &table, const KindChanges &changes, std::string *error)
{
    KindTable result = table;
    if (changes.ranges)
        result.setRanges(*changes.ranges);
    if (changes.excluded)
        result.setExcluded(*changes.excluded);
    if (changes.timeouts)
        result.setTimeouts(*changes.timeouts);
    for (const auto &[kind, row] : changes.kinds) {
        if (!row.name.empty())
            result.setName(kind, row.name);
        if (row.timeouts)
            result.setTimeouts(kind, *row.timeouts);
    }
    const std::string fault = result.fault();
    if (fault.empty())
        return result;
    if (error)
        *error = fault;
    return std::nullopt;
}

KindChanges rulesOf(const KindTable &table)
{
    KindChanges rules;
    rules.ranges = table.ranges();
    rules.excluded = table.excluded();
    rules.timeouts = table.timeouts();
    for (const auto &[kind, timeouts] : table.ownTimeouts())
        rules.kinds[kind].timeouts = timeouts;
    return rules;
}

KindChanges wholeRangeOfNip90()
{
    KindChanges changes;
    changes.ranges = std::vector{KindRange()};
    changes.excluded.emplace();
    return changes;
}

KindChanges namedKindsOnly(const KindTable &table)
{
    KindChanges changes;
    auto &ranges = changes.ranges.emplace();
    for (const KindInfo &info : table.kinds()) {
        if (!table.isRequest(info.request))
            continue;
        const int offset = table.resultKind(info.request) - info.request;
        if (!ranges.empty() && ranges.back().last + 1 == info.request && ranges.back().offset == offset)
            ranges.back().last = info.request;
        else
            ranges.push_back({info.request, info.request, offset});
    }
    return changes;
}

} // namespace dvmdash::dvm
