// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/boards.h"
#include "metrics/figure_reader.h"
#include "metrics/health_reader.h"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <vector>

/// What the rows of boards and the pages of one DVM or kind share.
namespace dvmdash::metrics
{

struct SeenSpan {
    std::int64_t first = 0;
    std::int64_t last = 0;
    void join(std::int64_t firstAt, std::int64_t lastAt)
    {
        first = first == 0 ? firstAt : std::min(first, firstAt);
        last = std::max(last, lastAt);
    }
};

/// When each k1 was first and last seen in any of these ways.
std::map<std::int64_t, SeenSpan> seenSpans(store::Database &db, std::initializer_list<Seen> ways);
/// The same of one k1.
SeenSpan seenSpan(store::Database &db, std::int64_t k1, std::initializer_list<Seen> ways);

/// When a DVM last delivered a job.
class LastCompleted
{
public:
    explicit LastCompleted(store::Database &db)
        : m_last(
              db.prepare("SELECT max(delivered_at) FROM attempt WHERE pid = ?1 AND delivered_at IS NOT NULL"))
    {
    }
    std::int64_t of(std::int64_t pid)
    {
        const store::ResetAtEnd reset(m_last);
        return m_last.bind(1, pid).step() ? m_last.integer(0) : 0;
    }

private:
    store::Statement m_last;
};

/// A row says something of what a DVM or kind did; one that holds only profile zaps or a clock's error does
/// not.
bool isActive(const Figures &figures);

/// For each kind when each DVM gave its first result for it, ascending. `kind` 0: of all kinds.
std::map<std::int64_t, std::vector<std::int64_t>> firstResults(store::Database &db, int kind);
/// How many of these ascending times are before `until`.
std::int64_t countBefore(const std::vector<std::int64_t> &times, std::int64_t until);

DvmRow dvmRow(FigureReader &reader, std::int64_t pid, const RowSums &sums, const SeenSpan &seen,
              LastCompleted &completed, HealthReader &health);

} // namespace dvmdash::metrics
