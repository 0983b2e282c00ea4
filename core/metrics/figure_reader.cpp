// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/figure_reader.h"

#include "store/stored_kinds.h"

#include <algorithm>

namespace dvmdash::metrics
{

FigureReader::FigureReader(store::Reader &reader, std::int64_t now_ms)
    : m_reader(reader)
    , m_db(reader.database())
    , m_transaction(m_db, store::Transaction::Kind::Read)
    , m_windows(m_db, store::kindsOf(m_db), &reader.progress())
    , m_findKey(m_db.prepare("SELECT pk FROM pubkey WHERE pid = ?1"))
    , m_findPid(m_db.prepare("SELECT pid FROM pubkey WHERE pk = ?1"))
    , m_nowMs(now_ms)
{
}

Figures FigureReader::figures(Dimension dimension, const RowKey &key, const TimeWindow &window)
{
    Figures figures = figuresOf(m_windows.row(dimension, key, window, true));
    const auto size = [&](Members members, std::int64_t k1) {
        return m_windows.members(members, k1, window).size();
    };
    if (dimension == Dimension::Global) {
        figures.users = size(Members::Users, 0);
        figures.dvms = size(Members::Dvms, 0);
        figures.kinds = size(Members::Kinds, 0);
    } else if (dimension == Dimension::Kind) {
        figures.users = size(Members::UsersOfKind, key.k1);
        figures.dvms = size(Members::DvmsOfKind, key.k1);
    }
    return figures;
}

std::vector<Point> FigureReader::series(Dimension dimension, const RowKey &key, const TimeWindow &window,
                                        Step step)
{
    std::vector<Point> points;
    const auto steps = stepsOf(window, step);
    points.reserve(steps.size());
    store::ProgressParts parts(progress(), store::ProgressParts::equal(steps.size()));
    for (const TimeWindow &bucket : steps) {
        points.push_back({stepStart(step, bucket.since), figures(dimension, key, bucket)});
        parts.next();
    }
    return points;
}

Freshness FigureReader::freshness(const TimeWindow &window)
{
    Freshness fresh = readFreshness(m_db, window, m_nowMs);
    fresh.late = m_windows.row(Dimension::Global, {}, window, false).counts[metric::Late];
    if (m_windows.edgesLost())
        fresh.partial.push_back(Partial::EventsPruned);
    return fresh;
}

std::optional<std::int64_t> FigureReader::pidOf(const nostr::PublicKey &key)
{
    const store::ResetAtEnd reset(m_findPid);
    return m_findPid.bindBlob(1, key.view()).step() ? std::optional(m_findPid.integer(0)) : std::nullopt;
}

nostr::PublicKey FigureReader::keyOf(std::int64_t pid)
{
    const auto known = m_keys.find(pid);
    if (known != m_keys.end())
        return known->second;
    const store::ResetAtEnd reset(m_findKey);
    const auto key =
        m_findKey.bind(1, pid).step() ? nostr::PublicKey::fromBytes(m_findKey.blob(0)) : std::nullopt;
    if (!key)
        throw store::Damaged("A public key is missing in the database: " + store::salvageAdvice());
    return m_keys.emplace(pid, *key).first->second;
}

TimeWindow FigureReader::resolved(TimeWindow window)
{
    if (window.since > 0 && window.until < TimeWindow::forever)
        return window;
    const TimeWindow all = span();
    if (window.since <= 0)
        window.since = all.since > 0 ? std::min(all.since, window.until) : window.until;
    if (window.until == TimeWindow::forever)
        window.until = std::max(all.until, window.since);
    return window.since == TimeWindow::forever ? TimeWindow() : window;
}

TimeWindow FigureReader::span()
{
    // Through the seen spans of kinds, DVMs and kinds' results, a few hundred rows at most, and both ends of
    // the indexes of jobs and payments: a receipt may come last, and a request that was seen only inside an
    // answer is older than all that was received.
    store::Statement ends = m_db.prepare(
        "WITH known(until) AS (SELECT value FROM meta WHERE key = 'counted_until'), ends(first, last) AS ("
        "SELECT min(first_at), max(last_at) FROM activity WHERE what IN (1, 2, 3) "
        "UNION ALL SELECT (SELECT min(created_at) FROM job), "
        "(SELECT max(created_at) FROM job WHERE created_at < (SELECT until FROM known)) "
        "UNION ALL SELECT (SELECT min(created_at) FROM payment WHERE counted = 1 AND purpose <> 0), "
        "(SELECT max(created_at) FROM payment WHERE counted = 1 AND purpose <> 0 "
        "AND created_at < (SELECT until FROM known))) "
        "SELECT min(first), max(last) FROM ends");
    TimeWindow span;
    if (ends.step() && !ends.isNull(0) && !ends.isNull(1))
        span = {ends.integer(0), ends.integer(1) + 1};
    return m_windows.horizon() > 0 ? withDeletedTime(span) : span;
}

/// Of time whose events were deleted only whole buckets are left: the span reaches over them, so that nothing
/// of them is at its ends.
TimeWindow FigureReader::withDeletedTime(TimeWindow span)
{
    store::Statement hours =
        m_db.prepare("SELECT min(bucket), max(bucket) FROM rollup WHERE level = ?1 AND dim = ?2");
    hours.bind(1, static_cast<int>(Level::Hour)).bind(2, static_cast<int>(Dimension::Global));
    if (!hours.step() || hours.isNull(0))
        return span;
    if (span.length() == 0)
        span = {hours.integer(0), hours.integer(0)};
    if (std::min(span.since, hours.integer(0)) < m_windows.horizon())
        span.since = bucketStart(Level::Hour, std::min(span.since, hours.integer(0)));
    const std::int64_t lastHour = bucketEnd(Level::Hour, hours.integer(1));
    if (span.until < lastHour && span.until <= m_windows.horizon())
        span.until = lastHour;
    return span;
}

} // namespace dvmdash::metrics
