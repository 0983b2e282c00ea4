// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/kinds.h"

#include "dvm/kind_json.h"
#include "dvm/kinds_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace dvmdash::dvm
{

namespace
{

using namespace kind_json;

constexpr int feedbackKind = 7000;
/// What the user names comes before all that is named here.
constexpr double weightOfOwn = 1'000;
/// More are more than any relay can be asked for.
constexpr std::size_t mostRequests = 5'000;

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

/// Whose role no range of jobs can take.
constexpr std::array kindsWithRoles{0,    5,     feedbackKind, 7007,  7376,  9321, 9734,
                                    9735, 10002, 10019,        11998, 22242, 31990};

bool isBefore(const KindInfo &info, int kind)
{
    return info.request < kind;
}

template<std::size_t Size>
std::vector<int> setBits(const std::bitset<Size> &bits)
{
    std::vector<int> places;
    for (std::size_t place = 0; place < Size; ++place)
        if (bits.test(place))
            places.push_back(static_cast<int>(place));
    return places;
}

} // namespace

std::optional<KindTable> KindTable::parse(std::string_view json, std::string *error)
{
    return readStrictly<KindTable>(json, error, [](const Json &root) {
        const std::string top = "table";
        checkMembers(
            root, top,
            {"version", "request_range", "result_offset", "excluded", "timeouts", "kinds", "collisions"});
        integer(member(root, top, "version"), "version", 1, 1);
        KindTable table;

        const Json &range = list(member(root, top, "request_range"), "request_range");
        if (range.size() != 2)
            fail("request_range", "two kinds are expected");
        KindRange requests;
        requests.first = kindNumber(range[0], "request_range[0]");
        requests.last = kindNumber(range[1], "request_range[1]");
        requests.offset =
            static_cast<int>(integer(member(root, top, "result_offset"), "result_offset", 1, lastKind));
        table.m_ranges = {requests};

        table.m_excluded = readExcluded(member(root, top, "excluded"));
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
            if (info.request < requests.first || info.request > requests.last)
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
        table.classify();
        if (const std::string fault = table.fault(); !fault.empty())
            fail("request_range", fault.c_str());
        return table;
    });
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

KindTable::KindTable()
{
    classify();
}

void KindTable::classify()
{
    m_isRequest.reset();
    m_isResult.reset();
    const auto mark = [this](std::bitset<kindCount> &kinds, int first, int last) {
        for (int kind = std::max(0, first); kind <= std::min(last, lastKind); ++kind)
            kinds.set(static_cast<std::size_t>(kind), !isExcluded(kind));
    };
    for (const KindRange &range : m_ranges) {
        mark(m_isRequest, range.first, range.last);
        mark(m_isResult, range.first + range.offset, range.last + range.offset);
    }
}

bool KindTable::isExcluded(int kind) const
{
    return m_excluded.contains(kind);
}

bool KindTable::isRequest(int kind) const
{
    return kind >= 0 && kind <= lastKind && m_isRequest.test(static_cast<std::size_t>(kind));
}

bool KindTable::isResult(int kind) const
{
    return kind >= 0 && kind <= lastKind && m_isResult.test(static_cast<std::size_t>(kind));
}

const KindRange *KindTable::rangeOfRequest(int kind) const
{
    const auto found = std::find_if(m_ranges.begin(), m_ranges.end(), [kind](const KindRange &range) {
        return kind >= range.first && kind <= range.last;
    });
    return found == m_ranges.end() ? nullptr : &*found;
}

const KindRange *KindTable::rangeOfResult(int kind) const
{
    const auto found = std::find_if(m_ranges.begin(), m_ranges.end(), [kind](const KindRange &range) {
        return kind >= range.first + range.offset && kind <= range.last + range.offset;
    });
    return found == m_ranges.end() ? nullptr : &*found;
}

int KindTable::resultKind(int requestKind) const
{
    const KindRange *range = rangeOfRequest(requestKind);
    return requestKind + (range ? range->offset : m_ranges.front().offset);
}

int KindTable::requestKind(int resultKind) const
{
    const KindRange *range = rangeOfResult(resultKind);
    return resultKind - (range ? range->offset : m_ranges.front().offset);
}

std::vector<int> KindTable::requests() const
{
    return setBits(m_isRequest);
}

std::vector<int> KindTable::results() const
{
    return setBits(m_isResult);
}

void KindTable::setRanges(std::vector<KindRange> ranges)
{
    m_ranges = std::move(ranges);
    classify();
}

void KindTable::setExcluded(std::set<int> kinds)
{
    m_excluded = std::move(kinds);
    classify();
}

void KindTable::setTimeouts(const Timeouts &general)
{
    m_timeouts = general;
}

void KindTable::setName(int requestKind, const std::string &name)
{
    const auto found = std::lower_bound(m_kinds.begin(), m_kinds.end(), requestKind, isBefore);
    if (found != m_kinds.end() && found->request == requestKind)
        found->name = name;
    else
        m_kinds.insert(found, {requestKind, name, "yours", weightOfOwn, {}, {}});
}

std::string KindTable::fault() const
{
    if (m_ranges.empty())
        return "no range of requests";
    for (const KindRange &range : m_ranges) {
        const std::string words = std::to_string(range.first) + " to " + std::to_string(range.last);
        if (range.first < 0 || range.last > lastKind)
            return words + ": kinds go from 0 to 65535";
        if (range.first > range.last)
            return words + ": the first kind is above the last";
        if (range.offset < 1 || range.last + range.offset > lastKind)
            return words + ": results would be above kind 65535, or not above their requests";
    }
    // By kinds and not by ranges: what is excluded may lie in both.
    std::bitset<kindCount> results;
    std::bitset<kindCount> requests;
    for (const KindRange &range : m_ranges) {
        for (int kind = range.first; kind <= range.last; ++kind) {
            if (const auto place = static_cast<std::size_t>(kind); !isExcluded(kind)) {
                if (requests.test(place))
                    return "kind " + std::to_string(kind) + " stands in two ranges of requests";
                requests.set(place);
            }
            const int result = kind + range.offset;
            if (const auto place = static_cast<std::size_t>(result); !isExcluded(result)) {
                if (results.test(place))
                    return "kind " + std::to_string(result) + " would be the result of two kinds of requests";
                results.set(place);
            }
        }
    }
    if (const auto both = setBits(requests & results); !both.empty())
        return "kind " + std::to_string(both.front()) + " would be a request and a result";
    for (const int own : kindsWithRoles)
        if (const auto place = static_cast<std::size_t>(own); requests.test(place) || results.test(place))
            return "kind " + std::to_string(own) + " has a meaning of its own (" + genericName(own) +
                   "): leave it out";
    if (requests.none())
        return "no kind of requests is left";
    if (requests.count() > mostRequests)
        return "more than 5,000 kinds of requests: no relay can be asked for so many";
    return {};
}

const KindInfo *KindTable::find(int requestKind) const
{
    const auto found = std::lower_bound(m_kinds.begin(), m_kinds.end(), requestKind, isBefore);
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
