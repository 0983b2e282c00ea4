// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/overview.h"

#include "dvm/kinds.h"
#include "dvm/role.h"
#include "store/reader.h"
#include "store/sqlite.h"

#include <algorithm>
#include <string>

namespace dvmdash::metrics
{

namespace
{

// Every query reads the partial index event_activity(role, created_at, kind, pid), which holds exactly the
// events that count, so a window costs what happened in it and no more. Roles are dvm::Role.
constexpr const char *counted =
    "role IN (1, 2, 3) AND (flags & 1) = 0 AND created_at >= ?1 AND created_at < ?2";

std::string select(const char *columns, const char *roleCondition, const char *tail = "")
{
    return std::string("SELECT ") + columns + " FROM event WHERE " + counted + " AND " + roleCondition + " " +
           tail;
}

store::Statement prepare(store::Reader &reader, const std::string &sql, const TimeWindow &window)
{
    store::Statement statement = reader.database().prepare(sql);
    statement.bind(1, window.since).bind(2, window.until);
    return statement;
}

std::int64_t count(store::Reader &reader, const std::string &sql, const TimeWindow &window)
{
    store::Statement statement = prepare(reader, sql, window);
    return statement.step() ? statement.integer(0) : 0;
}

Totals readTotals(store::Reader &reader, const TimeWindow &window)
{
    Totals totals;
    totals.requests = count(reader, select("count(*)", "role = 1"), window);
    totals.results = count(reader, select("count(*)", "role = 2"), window);
    totals.feedback = count(reader, select("count(*)", "role = 3"), window);
    totals.users = count(reader, select("count(DISTINCT pid)", "role = 1"), window);
    totals.dvms = count(reader, select("count(DISTINCT pid)", "role IN (2, 3)"), window);
    totals.kinds = count(reader, select("count(DISTINCT kind)", "role = 1"), window);

    auto dvm = prepare(reader,
                       "SELECT k.pk, c.n FROM (" + select("pid, count(*) AS n", "role = 2", "GROUP BY pid") +
                           ") c JOIN pubkey k USING(pid) ORDER BY c.n DESC, k.pk LIMIT 1",
                       window);
    if (dvm.step()) {
        totals.popular_dvm = nostr::PublicKey::fromBytes(dvm.blob(0));
        totals.popular_dvm_results = dvm.integer(1);
    }
    auto kind = prepare(
        reader, select("kind, count(*) AS n", "role = 1", "GROUP BY kind ORDER BY n DESC, kind LIMIT 1"),
        window);
    if (kind.step()) {
        totals.popular_kind = static_cast<int>(kind.integer(0));
        totals.popular_kind_requests = kind.integer(1);
    }
    auto competitive = prepare(
        reader,
        select("kind, count(DISTINCT pid) AS n", "role = 2", "GROUP BY kind ORDER BY n DESC, kind LIMIT 1"),
        window);
    if (competitive.step()) {
        totals.competitive_kind =
            dvm::KindTable::standard().requestKind(static_cast<int>(competitive.integer(0)));
        totals.competitive_kind_dvms = competitive.integer(1);
    }
    return totals;
}

/// The first second whose events are too far ahead to count.
std::int64_t horizon(std::int64_t now_ms)
{
    return now_ms / 1000 + dvm::futureToleranceSeconds + 1;
}

TimeWindow untilHorizon(TimeWindow window, std::int64_t now_ms)
{
    window.until = std::min(window.until, horizon(now_ms));
    return window;
}

std::int64_t floorTo(std::int64_t value, std::int64_t step)
{
    const std::int64_t remainder = value % step;
    return value - (remainder < 0 ? remainder + step : remainder);
}

std::vector<ActivityPoint> readActivity(store::Reader &reader, const OverviewQuestion &question,
                                        std::int64_t now_ms)
{
    const std::int64_t bucket = std::max<std::int64_t>(question.bucket_seconds, 1);
    std::vector<ActivityPoint> points;
    const std::int64_t first = floorTo(question.window.since, bucket);
    for (std::int64_t start = first; start < question.window.until; start += bucket)
        points.push_back({start, 0, 0, 0});
    if (points.empty())
        return points;

    auto rows =
        prepare(reader, select("(created_at - ?3) / ?4 AS slot, role, count(*)", "1", "GROUP BY slot, role"),
                untilHorizon(question.window, now_ms));
    rows.bind(3, first).bind(4, bucket);
    while (rows.step()) {
        ActivityPoint &point = points.at(static_cast<std::size_t>(rows.integer(0)));
        const auto role = static_cast<dvm::Role>(rows.integer(1));
        if (role == dvm::Role::Request)
            point.requests = rows.integer(2);
        else if (role == dvm::Role::Result)
            point.results = rows.integer(2);
        else
            point.feedback = rows.integer(2);
    }
    return points;
}

} // namespace

std::int64_t bucketFor(const TimeWindow &window)
{
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    const std::int64_t length = window.length();
    if (length <= 2 * hour)
        return minute;
    if (length <= 6 * hour)
        return 5 * minute;
    if (length <= 2 * day)
        return 15 * minute;
    if (length <= 14 * day)
        return hour;
    if (length <= 60 * day)
        return 4 * hour;
    if (length <= 500 * day)
        return day;
    return 30 * day;
}

Overview readOverview(store::Reader &reader, const OverviewQuestion &question, std::int64_t now_ms)
{
    const store::Transaction transaction(reader.database(), store::Transaction::Kind::Read);
    Overview overview;
    overview.question = question;
    overview.freshness.sequence = reader.sequence();
    overview.freshness.as_of_ms = now_ms;
    store::Statement newest =
        reader.database().prepare("SELECT max(created_at) FROM event WHERE created_at <= ?1");
    if (newest.bind(1, now_ms / 1000).step())
        overview.freshness.newest_event_at = newest.integer(0);
    overview.totals = readTotals(reader, untilHorizon(question.window, now_ms));
    const TimeWindow before{question.window.since - question.window.length(), question.window.since};
    overview.previous = readTotals(reader, untilHorizon(before, now_ms));
    overview.activity = readActivity(reader, question, now_ms);
    return overview;
}

TimeWindow readSpan(store::Reader &reader, std::int64_t now_ms)
{
    TimeWindow span;
    // One look at each end of the index for each role: SQLite finds a minimum or a maximum without a scan
    // only when it is alone.
    for (const char *role : {"1", "2", "3"}) {
        const std::string from = std::string(" FROM event WHERE role = ") + role +
                                 " AND role IN (1, 2, 3) AND (flags & 1) = 0 AND created_at < ?1";
        store::Statement oldest = reader.database().prepare("SELECT min(created_at)" + from);
        store::Statement newest = reader.database().prepare("SELECT max(created_at)" + from);
        oldest.bind(1, horizon(now_ms));
        newest.bind(1, horizon(now_ms));
        if (!oldest.step() || !newest.step() || oldest.isNull(0))
            continue;
        const bool first = span.until == 0;
        span.since = first ? oldest.integer(0) : std::min(span.since, oldest.integer(0));
        span.until = std::max(span.until, newest.integer(0) + 1);
    }
    return span;
}

} // namespace dvmdash::metrics
