// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/relay_course.h"

#include "metrics/figure_reader.h"
#include "store/coverage.h"

#include <algorithm>
#include <map>
#include <optional>

namespace dvmdash::metrics
{

namespace
{

std::optional<std::int64_t> relayRow(store::Database &db, const std::string &url)
{
    store::Statement row = db.prepare("SELECT relay FROM relay WHERE url = ?1");
    return row.bindText(1, url).step() ? std::optional(row.integer(0)) : std::nullopt;
}

/// Through the index of what is counted.
void readOneByOne(store::Database &db, std::int64_t relay, RelayCourse &course)
{
    store::Statement rows =
        db.prepare("SELECT e.created_at FROM event e LEFT JOIN answer a ON e.role = 3 AND a.rid = e.rid "
                   "LEFT JOIN seen_again s ON s.rid = e.rid AND s.relay = ?3 "
                   "WHERE e.role IN (1, 2, 3) AND (e.flags & 1) = 0 AND coalesce(a.note, 0) = 0 "
                   "AND e.created_at >= ?1 AND e.created_at < ?2 AND (e.relay = ?3 OR s.relay IS NOT NULL)");
    const std::int64_t countedUntil = store::FactReader(db).countedUntil();
    rows.bind(1, course.window.since).bind(2, std::min(course.window.until, countedUntil)).bind(3, relay);
    std::map<std::int64_t, std::int64_t> counts;
    while (rows.step())
        ++counts[stepStart(course.step, rows.integer(0))];
    for (RelayCoursePoint &point : course.points)
        if (const auto at = counts.find(point.start); at != counts.end())
            point.events = at->second;
}

void readGaps(store::Database &db, std::int64_t relay, RelayCourse &course)
{
    // A relay that is live has proved nothing of the last seconds yet, which is no gap.
    const std::int64_t proved = course.freshness.as_of_ms / 1000 - store::longestLagSeconds;
    const TimeWindow past{course.window.since, std::min(course.window.until, proved)};
    std::vector<TimeWindow> covered;
    store::Statement spans =
        db.prepare("SELECT since, until FROM coverage WHERE relay = ?1 AND since < ?3 AND until > ?2");
    spans.bind(1, relay).bind(2, past.since).bind(3, past.until);
    while (spans.step())
        covered.push_back({spans.integer(0), spans.integer(1)});
    if (past.since < past.until)
        course.gaps = joinNearest(gapsBetween(past, std::move(covered)), mostGaps);
}

} // namespace

RelayCourse readRelayCourse(store::Reader &file, const RelayCourseQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    store::Database &db = reader.database();
    RelayCourse course;
    course.question = question;
    course.window = reader.resolved(question.window);
    course.step = stepFor(course.window);
    const auto relay = relayRow(db, question.url);
    const RowKey key{relay.value_or(0), 0};
    const bool isFine = stepSeconds(course.step) < stepSeconds(Step::Hour);
    const auto eventsIn = [&](const TimeWindow &window) {
        return relay ? reader.windows().row(Dimension::Relay, key, window, false).counts[metric::Sightings]
                     : 0;
    };
    const bool isOneByOne = isFine && eventsIn(course.window) <= mostReadOneByOne;
    if (isFine && !isOneByOne)
        course.step = Step::Hour;
    for (const TimeWindow &step : stepsOf(course.window, course.step))
        course.points.push_back({stepStart(course.step, step.since), isOneByOne ? 0 : eventsIn(step)});
    if (isOneByOne && relay)
        readOneByOne(db, *relay, course);
    course.freshness = reader.freshness(course.window);
    readGaps(db, relay.value_or(-1), course);
    return course;
}

} // namespace dvmdash::metrics
