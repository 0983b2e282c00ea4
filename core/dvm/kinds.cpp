// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/kinds.h"

#include "dvm/kinds_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace dvmdash::dvm
{

namespace
{

using Json = nlohmann::json;

constexpr int lastKind = 65535;
constexpr int feedbackKind = 7000;
constexpr std::int64_t longestTimeout = std::int64_t{366} * 24 * 3600;

/// What is wrong with a table, with the member's place. Never leaves this file.
struct TableError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(const std::string &where, const char *what)
{
    throw TableError(where + ": " + what);
}

void checkMembers(const Json &object, const std::string &where, std::initializer_list<const char *> allowed)
{
    if (!object.is_object())
        fail(where, "an object is expected");
    for (const auto &[key, value] : object.items()) {
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
            fail(where + "." + key, "unknown member");
    }
}

const Json &member(const Json &object, const std::string &where, const char *name)
{
    const auto found = object.find(name);
    if (found == object.end())
        fail(where + "." + name, "missing");
    return *found;
}

std::int64_t integer(const Json &value, const std::string &where, std::int64_t low, std::int64_t high)
{
    const bool fits = value.is_number_unsigned()
                          ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(high)
                          : value.is_number_integer() && value.get<std::int64_t>() <= high;
    if (!fits || value.get<std::int64_t>() < low)
        fail(where, "an integer in range is expected");
    return value.get<std::int64_t>();
}

int kindNumber(const Json &value, const std::string &where)
{
    return static_cast<int>(integer(value, where, 0, lastKind));
}

std::string text(const Json &value, const std::string &where)
{
    if (!value.is_string() || value.get_ref<const std::string &>().empty())
        fail(where, "a text is expected");
    return value.get<std::string>();
}

const Json &list(const Json &value, const std::string &where)
{
    if (!value.is_array())
        fail(where, "a list is expected");
    return value;
}

std::string at(const std::string &where, std::size_t index)
{
    return where + "[" + std::to_string(index) + "]";
}

/// Members that are absent keep the value of `base`.
Timeouts readTimeouts(const Json &value, const std::string &where, Timeouts base)
{
    checkMembers(value, where, {"response", "result", "payment", "paid_to_result"});
    const auto read = [&](const char *name, std::int64_t &into) {
        if (value.contains(name))
            into = integer(value[name], where + "." + name, 1, longestTimeout);
    };
    read("response", base.response);
    read("result", base.result);
    read("payment", base.payment);
    read("paid_to_result", base.paidToResult);
    return base;
}

KindInfo readKind(const Json &value, const std::string &where, const Timeouts &general)
{
    checkMembers(value, where, {"kind", "name", "status", "weight", "collision", "timeouts"});
    KindInfo info;
    info.request = kindNumber(member(value, where, "kind"), where + ".kind");
    info.name = text(member(value, where, "name"), where + ".name");
    info.status = text(member(value, where, "status"), where + ".status");
    constexpr std::array known{"registry", "proposed", "observed", "code"};
    if (std::none_of(known.begin(), known.end(), [&](const char *name) { return info.status == name; }))
        fail(where + ".status", "one of registry, proposed, observed, code is expected");
    const Json &weight = member(value, where, "weight");
    if (!weight.is_number() || !(weight.get<double>() >= 0) || !std::isfinite(weight.get<double>()))
        fail(where + ".weight", "a number that is not negative is expected");
    info.weight = weight.get<double>();
    if (value.contains("collision"))
        info.collision = text(value["collision"], where + ".collision");
    if (value.contains("timeouts"))
        info.timeouts = readTimeouts(value["timeouts"], where + ".timeouts", general);
    return info;
}

/// Kinds beside requests and results that this program meets and shows.
const char *genericName(int kind)
{
    switch (kind) {
    case 0:
        return "Profile";
    case 1:
        return "Note";
    case 3:
        return "Follow list";
    case 4:
        return "Encrypted message";
    case 5:
        return "Deletion";
    case 6:
        return "Repost";
    case 7:
        return "Reaction";
    case 1059:
        return "Gift wrap";
    case feedbackKind:
        return "Feedback";
    case 7007:
        return "Ping";
    case 7375:
        return "Wallet proofs";
    case 7376:
        return "Wallet history";
    case 9321:
        return "Nutzap";
    case 9734:
        return "Zap request";
    case 9735:
        return "Zap receipt";
    case 10002:
        return "Relay list";
    case 10019:
        return "Nutzap settings";
    case 11998:
        return "Heartbeat";
    case 22242:
        return "Relay login";
    case 30023:
        return "Article";
    case 31990:
        return "Announcement";
    }
    return nullptr;
}

} // namespace

std::optional<KindTable> KindTable::parse(std::string_view json, std::string *error)
{
    const auto refuse = [&](const char *what) -> std::optional<KindTable> {
        if (error)
            *error = what;
        return std::nullopt;
    };
    const Json root = Json::parse(json, nullptr, false);
    if (root.is_discarded())
        return refuse("not valid JSON");
    try {
        const std::string top = "table";
        checkMembers(
            root, top,
            {"version", "request_range", "result_offset", "excluded", "timeouts", "kinds", "collisions"});
        integer(member(root, top, "version"), "version", 1, 1);
        KindTable table;

        const Json &range = list(member(root, top, "request_range"), "request_range");
        if (range.size() != 2)
            fail("request_range", "two kinds are expected");
        table.m_firstRequest = kindNumber(range[0], "request_range[0]");
        table.m_lastRequest = kindNumber(range[1], "request_range[1]");
        if (table.m_firstRequest > table.m_lastRequest)
            fail("request_range", "the first kind is above the last");
        table.m_offset = static_cast<int>(
            integer(member(root, top, "result_offset"), "result_offset", 1, lastKind - table.m_lastRequest));
        if (table.firstResult() <= table.m_lastRequest)
            fail("result_offset", "requests and results overlap");
        const auto holdsFeedback = [](int first, int last) {
            return first <= feedbackKind && feedbackKind <= last;
        };
        if (holdsFeedback(table.m_firstRequest, table.m_lastRequest) ||
            holdsFeedback(table.firstResult(), table.lastResult()))
            fail("request_range", "requests or results would include the kind of feedback, 7000");

        const Json &excluded = list(member(root, top, "excluded"), "excluded");
        for (std::size_t i = 0; i < excluded.size(); ++i)
            table.m_excluded.insert(kindNumber(excluded[i], at("excluded", i)));
        table.m_timeouts = readTimeouts(member(root, top, "timeouts"), "timeouts", Timeouts{});

        const Json &collisions = list(member(root, top, "collisions"), "collisions");
        for (std::size_t i = 0; i < collisions.size(); ++i) {
            const std::string where = at("collisions", i);
            checkMembers(collisions[i], where, {"kinds", "use"});
            const std::string use = text(member(collisions[i], where, "use"), where + ".use");
            const Json &numbers = list(member(collisions[i], where, "kinds"), where + ".kinds");
            for (std::size_t k = 0; k < numbers.size(); ++k)
                table.m_collisions.insert_or_assign(kindNumber(numbers[k], at(where + ".kinds", k)), use);
        }

        const Json &rows = list(member(root, top, "kinds"), "kinds");
        for (std::size_t i = 0; i < rows.size(); ++i) {
            KindInfo info = readKind(rows[i], at("kinds", i), table.m_timeouts);
            if (info.request < table.m_firstRequest || info.request > table.m_lastRequest)
                fail(at("kinds", i) + ".kind", "not in the range of requests");
            if (!info.collision.empty()) {
                table.m_collisions.insert_or_assign(info.request, info.collision);
                table.m_collisions.insert_or_assign(table.resultKind(info.request), info.collision);
            }
            if (info.timeouts)
                table.m_kindTimeouts.insert_or_assign(info.request, *info.timeouts);
            table.m_kinds.push_back(std::move(info));
        }
        const auto byKind = [](const KindInfo &a, const KindInfo &b) { return a.request < b.request; };
        std::sort(table.m_kinds.begin(), table.m_kinds.end(), byKind);
        const auto same = [](const KindInfo &a, const KindInfo &b) { return a.request == b.request; };
        if (const auto twice = std::adjacent_find(table.m_kinds.begin(), table.m_kinds.end(), same);
            twice != table.m_kinds.end())
            fail("kinds", ("kind " + std::to_string(twice->request) + " stands twice").c_str());
        return table;
    } catch (const TableError &wrong) {
        return refuse(wrong.what());
    }
}

const KindTable &KindTable::standard()
{
    static const KindTable table = [] {
        std::string error;
        std::optional<KindTable> parsed = parse(standardKindsJson, &error);
        if (!parsed) { // the tests parse the same text, so no build that passed them comes here
            std::fprintf(stderr, "resources/kinds.json as compiled in: %s\n", error.c_str());
            std::abort();
        }
        return *std::move(parsed);
    }();
    return table;
}

bool KindTable::isExcluded(int kind) const
{
    return m_excluded.contains(kind);
}

bool KindTable::isRequest(int kind) const
{
    return kind >= m_firstRequest && kind <= m_lastRequest && !isExcluded(kind);
}

bool KindTable::isResult(int kind) const
{
    return kind >= firstResult() && kind <= lastResult() && !isExcluded(kind);
}

const KindInfo *KindTable::find(int requestKind) const
{
    const auto found = std::lower_bound(m_kinds.begin(), m_kinds.end(), requestKind,
                                        [](const KindInfo &info, int kind) { return info.request < kind; });
    return found != m_kinds.end() && found->request == requestKind ? &*found : nullptr;
}

std::string KindTable::name(int kind) const
{
    if (isRequest(kind) || isResult(kind)) {
        const int request = isRequest(kind) ? kind : requestKind(kind);
        const KindInfo *info = find(request);
        return info ? info->name : "Job " + std::to_string(request);
    }
    const char *generic = genericName(kind);
    return generic ? generic : "Kind " + std::to_string(kind);
}

std::string_view KindTable::collision(int kind) const
{
    const auto found = m_collisions.find(kind);
    return found == m_collisions.end() ? std::string_view() : std::string_view(found->second);
}

Timeouts KindTable::timeouts(int requestKind) const
{
    const auto found = m_kindTimeouts.find(requestKind);
    return found == m_kindTimeouts.end() ? m_timeouts : found->second;
}

void KindTable::setTimeouts(int requestKind, const Timeouts &timeouts)
{
    m_kindTimeouts.insert_or_assign(requestKind, timeouts);
}

} // namespace dvmdash::dvm
