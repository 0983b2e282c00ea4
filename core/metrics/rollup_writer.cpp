// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/rollup_writer.h"

#include "metrics/responses.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace dvmdash::metrics
{

namespace
{

using store::ResetAtEnd;

Level finestOf(Dimension dimension)
{
    return levelsOf(dimension).back();
}

std::size_t mixed(std::uint64_t hash, std::initializer_list<std::int64_t> parts)
{
    for (const std::int64_t part : parts)
        hash = (hash ^ static_cast<std::uint64_t>(part)) * 0x9e3779b97f4a7c15u;
    return static_cast<std::size_t>(hash ^ (hash >> 32));
}

/// A DVM is active in a bucket when it gave a result or feedback there.
bool isActive(const SparseCounts &counts)
{
    return counts[metric::Results] != 0 || countsFeedback(counts);
}

} // namespace

std::size_t RollupWriter::KeyHash::operator()(const Key &key) const
{
    return mixed(static_cast<std::uint64_t>(key.dimension), {key.bucket, key.k1, key.k2});
}

std::size_t RollupWriter::SeenKeyHash::operator()(const SeenKey &key) const
{
    return mixed(static_cast<std::uint64_t>(key.seen), {key.k1, key.k2});
}

RollupWriter::RollupWriter(store::Database &db, const dvm::KindTable &kinds)
    : m_kinds(kinds)
    , m_members(db)
    , m_countRows(db, "rollup")
    , m_responseRows(db, "duration")
    , m_upsertSeen(db, "INSERT OR FAIL INTO activity(what, k1, k2, first_at, last_at)", 5,
                   "ON CONFLICT DO UPDATE SET first_at = min(first_at, excluded.first_at), "
                   "last_at = max(last_at, excluded.last_at)")
    , m_eraseSeen(db.prepare("DELETE FROM activity WHERE what = ?1 AND k1 = ?2 AND k2 = ?3"))
    , m_setSeen(db.prepare("UPDATE activity SET first_at = ?4, last_at = ?5 "
                           "WHERE what = ?1 AND k1 = ?2 AND k2 = ?3"))
    , m_readMinutesFrom(db.prepare("SELECT value FROM meta WHERE key = 'minutes_from'"))
    , m_readSeen(db.prepare("SELECT first_at, last_at FROM activity WHERE what = ?1 AND k1 = ?2 AND k2 = ?3"))
    , m_feedbackSpan(db)
{
}

void RollupWriter::event(const store::EventFact &fact, int sign)
{
    m_last = contributionOf(fact, m_kinds, std::move(m_last));
    const Contribution &contribution = m_last;
    add(contribution, sign);
    if (sign > 0) {
        for (const auto &member : contribution.members)
            m_members.add(member.members, member.k1, member.key, contribution.at);
        for (const auto &sighting : contribution.sightings) {
            const auto [at, isNew] = m_seen.try_emplace({sighting.seen, sighting.k1, sighting.k2},
                                                        Span{fact.created_at, fact.created_at});
            if (!isNew) {
                at->second.first = std::min(at->second.first, fact.created_at);
                at->second.last = std::max(at->second.last, fact.created_at);
            }
        }
        return;
    }
    // Only feedback is ever taken back: when it turns out to be a customer's note.
    m_lessFeedback[fact.pid].push_back(fact.created_at);
}

std::size_t RollupWriter::waiting() const
{
    std::size_t rows = 0;
    for (const auto *table : {&m_counts, &m_responses})
        for (const Rows &ofDimension : *table)
            rows += ofDimension.size();
    return rows;
}

SparseCounts &RollupWriter::rowOf(RowsOfDimensions &rows, const Key &key)
{
    return rows.at(static_cast<std::size_t>(key.dimension))[key];
}

void RollupWriter::sighting(const store::EventFact &fact, std::int64_t relay, int sign)
{
    m_last = contributionOf(fact, relay, std::move(m_last));
    add(m_last, sign);
}

void RollupWriter::job(const store::JobFact &fact, int sign)
{
    m_last = contributionOf(fact, std::move(m_last));
    add(m_last, sign);
}

void RollupWriter::payment(const store::PaymentFact &fact, int sign)
{
    add(contributionOf(fact), sign);
}

void RollupWriter::add(const Contribution &contribution, int sign)
{
    for (const auto &count : contribution.counts) {
        const std::int64_t bucket = bucketStart(finestOf(count.dimension), contribution.at);
        rowOf(m_counts, {count.dimension, bucket, count.k1, count.k2}).add(count.metric, sign * count.value);
    }
    for (const auto &response : contribution.responses) {
        const std::int64_t bucket = bucketStart(finestOf(response.dimension), contribution.at);
        SparseCounts &row = rowOf(m_responses, {response.dimension, bucket, response.k1, response.k2});
        row.add(response_key::bin(response.clock, Sketch::binOf(response.value)), sign);
        row.add(response_key::sum(response.clock), sign * response.value);
    }
}

bool RollupWriter::beforeCommit()
{
    if (waiting() == 0 && m_seen.empty() && m_lessFeedback.empty())
        return false;
    {
        const ResetAtEnd reset(m_readMinutesFrom);
        m_minutesFrom = m_readMinutesFrom.step() ? m_readMinutesFrom.integer(0) : 0;
    }
    write(m_countRows, std::exchange(m_counts, {}));
    write(m_responseRows, std::exchange(m_responses, {}));
    writeSeen();
    takeBackMembers();
    m_members.write();
    return true;
}

void RollupWriter::rolledBack()
{
    m_counts = {};
    m_responses = {};
    m_seen.clear();
    m_lessFeedback.clear();
    m_members.forget();
}

/// Each level is the sum of the next finer one, so deltas are carried upwards.
void RollupWriter::write(SumRows &table, RowsOfDimensions finest) const
{
    std::vector<SumRows::Delta> deltas;
    for (std::size_t number = 0; number < finest.size(); ++number) {
        const auto dimension = static_cast<Dimension>(number);
        Rows &rows = finest.at(number);
        const auto levels = levelsOf(dimension);
        for (auto level = levels.rbegin(); level != levels.rend() && !rows.empty(); ++level) {
            if (level != levels.rbegin()) {
                Rows coarser;
                for (const auto &[key, counts] : rows)
                    coarser[{dimension, bucketStart(*level, key.bucket), key.k1, key.k2}] += counts;
                rows = std::move(coarser);
            }
            deltas.clear();
            for (const auto &[key, counts] : rows)
                if (!counts.empty() && (*level != Level::Minute || key.bucket >= m_minutesFrom))
                    deltas.push_back({&key, &counts});
            std::sort(deltas.begin(), deltas.end(),
                      [](const auto &a, const auto &b) { return *a.key < *b.key; });
            table.add(*level, deltas);
        }
    }
}

/// In the order of the table.
void RollupWriter::writeSeen()
{
    std::vector<std::pair<SeenKey, Span>> seen(m_seen.begin(), m_seen.end());
    std::sort(seen.begin(), seen.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    m_upsertSeen.run(seen.size(), [&](store::BulkInsert::Row row, std::size_t i) {
        const auto &[key, span] = seen[i];
        row.bind(1, static_cast<int>(key.seen))
            .bind(2, key.k1)
            .bind(3, key.k2)
            .bind(4, span.first)
            .bind(5, span.last);
    });
    m_seen.clear();
}

/// After the rows are written: where a DVM has neither results nor feedback left in a bucket, it was not
/// active in it.
void RollupWriter::takeBackMembers()
{
    for (const auto &[pid, times] : m_lessFeedback) {
        for (const std::int64_t at : times) {
            for (const Level level : levelsOfMembers()) {
                const auto left = m_countRows.read(level, {Dimension::Dvm, bucketStart(level, at), pid, 0});
                if (!left || !isActive(*left))
                    m_members.remove(level, Members::Dvms, 0, pid, at);
            }
        }
        takeBackSeen(pid, times);
    }
    m_lessFeedback.clear();
}

/// The first and the last feedback of a DVM are looked up anew if one of these was it.
void RollupWriter::takeBackSeen(std::int64_t pid, const std::vector<std::int64_t> &times)
{
    const auto bindKey = [&](store::Statement &statement) -> store::Statement & {
        return statement.bind(1, static_cast<int>(Seen::Feedback)).bind(2, pid).bind(3, 0);
    };
    Span known{};
    {
        const ResetAtEnd reset(m_readSeen);
        if (!bindKey(m_readSeen).step())
            return;
        known = {m_readSeen.integer(0), m_readSeen.integer(1)};
    }
    const auto isEdge = [&](std::int64_t at) { return at <= known.first || at >= known.last; };
    if (std::none_of(times.begin(), times.end(), isEdge))
        return;
    if (const auto left = m_feedbackSpan.of(pid, known.first, known.last))
        bindKey(m_setSeen).bind(4, left->first).bind(5, left->second).run();
    else
        bindKey(m_eraseSeen).run();
}

} // namespace dvmdash::metrics
