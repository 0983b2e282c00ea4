// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/newest_jobs.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace dvmdash::ui
{
namespace
{

using Ids = std::unordered_set<nostr::EventId, nostr::BytesHash>;

Ids idsOf(const JobRows &rows)
{
    Ids ids;
    ids.reserve(rows.size());
    for (const engine::JobRow &row : rows)
        ids.insert(row.request);
    return ids;
}

} // namespace

JobRows withNewest(const JobRows &newest, bool areAll, const JobRows &shown, std::size_t most)
{
    JobRows next = newest;
    if (!areAll && !newest.empty()) {
        const Ids known = idsOf(newest);
        const std::int64_t last = newest.back().created_at;
        std::copy_if(shown.begin(), shown.end(), std::back_inserter(next), [&](const engine::JobRow &row) {
            return row.created_at <= last && !known.contains(row.request);
        });
    }
    if (next.size() > most)
        next.resize(most);
    return next;
}

JobRows withLater(const JobRows &whole, const JobRows &shown)
{
    if (whole.empty())
        return whole;
    const Ids known = idsOf(whole);
    const std::int64_t first = whole.front().created_at;
    JobRows next;
    std::copy_if(shown.begin(), shown.end(), std::back_inserter(next), [&](const engine::JobRow &row) {
        return row.created_at >= first && !known.contains(row.request);
    });
    next.insert(next.end(), whole.begin(), whole.end());
    return next;
}

} // namespace dvmdash::ui
