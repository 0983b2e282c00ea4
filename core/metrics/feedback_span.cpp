// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/feedback_span.h"

#include "metrics/metric.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace dvmdash::metrics
{

namespace
{

using store::ResetAtEnd;

constexpr std::array levels{Level::Month, Level::Day, Level::Hour};

std::string bucketQuery(const char *order)
{
    return std::string("SELECT bucket FROM rollup WHERE level = ?1 AND dim = ?2 AND bucket >= ?3 "
                       "AND bucket < ?4 ORDER BY bucket ") +
           order + " LIMIT 1";
}

/// One bound on each side, or SQLite would use either of two.
std::string eventQuery(const char *order)
{
    return std::string("SELECT e.created_at FROM event e INDEXED BY event_author "
                       "CROSS JOIN answer a ON a.rid = e.rid "
                       "WHERE e.pid = ?1 AND e.created_at >= ?2 AND e.created_at < min(?3, "
                       "(SELECT value FROM meta WHERE key = 'counted_until')) "
                       "AND e.role = 3 AND (e.flags & 1) = 0 AND a.note = 0 ORDER BY e.created_at ") +
           order + " LIMIT 1";
}

std::optional<std::int64_t> oneOf(store::Statement &statement)
{
    const ResetAtEnd reset(statement);
    return statement.step() ? std::optional(statement.integer(0)) : std::nullopt;
}

} // namespace

bool countsFeedback(const SparseCounts &counts)
{
    for (int status = 0; status < metric::feedbackCount; ++status)
        if (counts[metric::feedback(static_cast<dvm::Status>(status))] != 0)
            return true;
    return false;
}

FeedbackSpan::FeedbackSpan(store::Database &db)
    : m_firstBucket(db.prepare(bucketQuery("ASC")))
    , m_lastBucket(db.prepare(bucketQuery("DESC")))
    , m_counts(db.prepare("SELECT counts FROM rollup "
                          "WHERE level = ?1 AND dim = ?2 AND bucket = ?3 AND k1 = ?4 AND k2 = 0"))
    , m_firstEvent(db.prepare(eventQuery("ASC")))
    , m_lastEvent(db.prepare(eventQuery("DESC")))
{
}

std::optional<std::pair<std::int64_t, std::int64_t>> FeedbackSpan::of(std::int64_t pid, std::int64_t from,
                                                                      std::int64_t until)
{
    const Range all{from, until + 1};
    const auto first = find(Edge::First, levels.data(), pid, all);
    if (!first)
        return std::nullopt;
    return std::pair(*first, find(Edge::Last, levels.data(), pid, all).value_or(*first));
}

/// From the coarsest level downwards, through buckets that hold some of it.
std::optional<std::int64_t> FeedbackSpan::find(Edge edge, const Level *level, std::int64_t pid, Range range)
{
    Range left{bucketStart(*level, range.from), range.until};
    while (const auto start = bucket(edge, *level, left)) {
        const std::int64_t end = bucketEnd(*level, *start);
        const Range inside{std::max(*start, range.from), std::min(end, range.until)};
        if (hasFeedback(*level, *start, pid)) {
            const auto found = *level == levels.back() ? event(edge, pid, inside)
                                                       : find(edge, std::next(level), pid, inside);
            if (found)
                return found;
        }
        (edge == Edge::First ? left.from : left.until) = edge == Edge::First ? end : *start;
    }
    return std::nullopt;
}

std::optional<std::int64_t> FeedbackSpan::bucket(Edge edge, Level level, Range range)
{
    store::Statement &statement = edge == Edge::First ? m_firstBucket : m_lastBucket;
    return oneOf(statement.bind(1, static_cast<int>(level))
                     .bind(2, static_cast<int>(Dimension::Dvm))
                     .bind(3, range.from)
                     .bind(4, range.until));
}

bool FeedbackSpan::hasFeedback(Level level, std::int64_t bucket, std::int64_t pid)
{
    const ResetAtEnd reset(m_counts);
    m_counts.bind(1, static_cast<int>(level))
        .bind(2, static_cast<int>(Dimension::Dvm))
        .bind(3, bucket)
        .bind(4, pid);
    SparseCounts counts;
    return m_counts.step() && counts.addEncoded(m_counts.blob(0)) && countsFeedback(counts);
}

std::optional<std::int64_t> FeedbackSpan::event(Edge edge, std::int64_t pid, Range range)
{
    store::Statement &statement = edge == Edge::First ? m_firstEvent : m_lastEvent;
    return oneOf(statement.bind(1, pid).bind(2, range.from).bind(3, range.until));
}

} // namespace dvmdash::metrics
