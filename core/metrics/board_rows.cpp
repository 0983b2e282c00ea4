// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/board_rows.h"

#include <algorithm>
#include <string>

namespace dvmdash::metrics
{

std::map<std::int64_t, SeenSpan> seenSpans(store::Database &db, std::initializer_list<Seen> ways)
{
    std::map<std::int64_t, SeenSpan> spans;
    store::Statement rows = db.prepare("SELECT k1, first_at, last_at FROM activity WHERE what = ?1");
    for (const Seen way : ways) {
        const store::ResetAtEnd reset(rows);
        rows.bind(1, static_cast<int>(way));
        while (rows.step())
            spans[rows.integer(0)].join(rows.integer(1), rows.integer(2));
    }
    return spans;
}

SeenSpan seenSpan(store::Database &db, std::int64_t k1, std::initializer_list<Seen> ways)
{
    SeenSpan span;
    store::Statement row =
        db.prepare("SELECT first_at, last_at FROM activity WHERE what = ?1 AND k1 = ?2 AND k2 = 0");
    for (const Seen way : ways) {
        const store::ResetAtEnd reset(row);
        if (row.bind(1, static_cast<int>(way)).bind(2, k1).step())
            span.join(row.integer(0), row.integer(1));
    }
    return span;
}

bool isActive(const Figures &figures)
{
    return figures.results > 0 || figures.feedback > 0 || figures.attemptsAll() > 0 ||
           isPaid(figures.money) || figures.money.refunded > 0;
}

std::map<std::int64_t, std::vector<std::int64_t>> firstResults(store::Database &db, int kind)
{
    std::map<std::int64_t, std::vector<std::int64_t>> firsts;
    store::Statement rows = db.prepare(std::string("SELECT k1, first_at FROM activity WHERE what = ?1") +
                                       (kind != 0 ? " AND k1 = ?2" : ""));
    rows.bind(1, static_cast<int>(Seen::KindResult));
    if (kind != 0)
        rows.bind(2, kind);
    while (rows.step())
        firsts[rows.integer(0)].push_back(rows.integer(1));
    for (auto &[of, times] : firsts)
        std::sort(times.begin(), times.end());
    return firsts;
}

std::int64_t countBefore(const std::vector<std::int64_t> &times, std::int64_t until)
{
    return std::lower_bound(times.begin(), times.end(), until) - times.begin();
}

DvmRow dvmRow(FigureReader &reader, std::int64_t pid, const RowSums &sums, const SeenSpan &seen,
              LastCompleted &completed, HealthReader &health)
{
    DvmRow row;
    row.dvm = reader.keyOf(pid);
    row.figures = figuresOf(sums);
    row.first_seen_at = seen.first;
    row.last_seen_at = seen.last;
    row.last_completed_at = completed.of(pid);
    const dvm::LivenessFacts facts = health.facts(pid, seen.last);
    row.health = dvm::healthOf(facts).state;
    row.ignored = facts.ignored.count;
    row.ignored_more = facts.ignored.more;
    row.ignored_since = facts.ignored.first.at;
    return row;
}

} // namespace dvmdash::metrics
