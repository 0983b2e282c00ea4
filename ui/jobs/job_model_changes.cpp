// SPDX-License-Identifier: GPL-3.0-or-later
// How JobModel gets from one answer to the next with the smallest changes.
#include "ui/jobs/job_model.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace dvmdash::ui
{

namespace
{

using Places = std::unordered_map<nostr::EventId, std::size_t, nostr::BytesHash>;

Places placesOf(const std::vector<engine::JobRow> &rows)
{
    Places places;
    places.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        places.emplace(rows[i].request, i);
    return places;
}

/// Marks a longest part of the sequence that is in order already (patience sorting): all others have to move.
std::vector<bool> longestOrdered(const std::vector<std::size_t> &ranks)
{
    std::vector<std::size_t> ends; // index of the smallest end of an ordered part, by length
    std::vector<std::size_t> before(ranks.size(), SIZE_MAX);
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        const auto at =
            std::lower_bound(ends.begin(), ends.end(), ranks[i],
                             [&](std::size_t index, std::size_t rank) { return ranks[index] < rank; });
        if (at != ends.begin())
            before[i] = *std::prev(at);
        if (at == ends.end())
            ends.push_back(i);
        else
            *at = i;
    }
    std::vector<bool> marked(ranks.size());
    for (std::size_t i = ends.empty() ? SIZE_MAX : ends.back(); i != SIZE_MAX; i = before[i])
        marked[i] = true;
    return marked;
}

} // namespace

void JobModel::setRows(std::vector<engine::JobRow> next)
{
    removeGone(next);
    orderAs(next);
    insertNew(next);
    updateChanged(std::move(next));
}

void JobModel::removeGone(const Rows &next)
{
    const Places places = placesOf(next);
    const auto isGone = [&](int row) { return !places.contains(job(row).request); };
    for (int last = rowCount() - 1; last >= 0; --last) {
        if (!isGone(last))
            continue;
        int first = last;
        while (first > 0 && isGone(first - 1))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
}

/// Every row is in `next` when this is called.
void JobModel::orderAs(const Rows &next)
{
    const Places places = placesOf(next);
    std::vector<std::size_t> ranks;
    ranks.reserve(m_rows.size());
    for (const engine::JobRow &row : m_rows)
        ranks.push_back(places.at(row.request));
    if (std::is_sorted(ranks.begin(), ranks.end()))
        return;
    const std::vector<bool> stays = longestOrdered(ranks);
    if (std::count(stays.begin(), stays.end(), false) <= mostMoves)
        moveOneByOne(ranks, stays);
    else
        rearrange(ranks);
}

void JobModel::moveOneByOne(const std::vector<std::size_t> &ranks, const std::vector<bool> &stays)
{
    std::vector<std::size_t> order = ranks; // of the rows as they stand now
    std::vector<std::size_t> movers;
    for (std::size_t i = 0; i < ranks.size(); ++i)
        if (!stays[i])
            movers.push_back(ranks[i]);
    std::sort(movers.begin(), movers.end());
    std::vector<bool> settled(ranks.empty() ? 0 : *std::max_element(ranks.begin(), ranks.end()) + 1);
    for (std::size_t i = 0; i < ranks.size(); ++i)
        settled[ranks[i]] = stays[i];
    for (const std::size_t rank : movers) {
        // Right behind the settled row that comes before it.
        const auto from = static_cast<int>(std::find(order.begin(), order.end(), rank) - order.begin());
        int to = 0;
        std::size_t best = 0;
        bool found = false;
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (!settled[order[i]] || order[i] > rank || (found && order[i] < best))
                continue;
            best = order[i];
            found = true;
            to = static_cast<int>(i) + 1;
        }
        settled[rank] = true;
        if (to == from || to == from + 1)
            continue;
        beginMoveRows({}, from, from, {}, to);
        const auto move = [from, to](auto &list) {
            if (from < to)
                std::rotate(list.begin() + from, list.begin() + from + 1, list.begin() + to);
            else
                std::rotate(list.begin() + to, list.begin() + from, list.begin() + from + 1);
        };
        move(m_rows);
        move(order);
        endMoveRows();
    }
}

void JobModel::rearrange(const std::vector<std::size_t> &ranks)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<std::size_t> order(ranks.size()); // new row -> old row
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
    std::vector<int> newRow(order.size());
    Rows rows;
    rows.reserve(m_rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        newRow[order[i]] = static_cast<int>(i);
        rows.push_back(std::move(m_rows[order[i]]));
    }
    m_rows = std::move(rows);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &old : from)
        to.append(index(newRow[static_cast<std::size_t>(old.row())], old.column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

/// What is there stands in the order of `next`.
void JobModel::insertNew(const Rows &next)
{
    for (std::size_t i = 0; i < next.size(); ++i) {
        const auto isHere = [&](std::size_t at) {
            return i < m_rows.size() && m_rows[i].request == next[at].request;
        };
        if (isHere(i))
            continue;
        std::size_t end = i + 1;
        while (end < next.size() && !isHere(end))
            ++end;
        beginInsertRows({}, static_cast<int>(i), static_cast<int>(end) - 1);
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(i),
                      next.begin() + static_cast<std::ptrdiff_t>(i),
                      next.begin() + static_cast<std::ptrdiff_t>(end));
        endInsertRows();
        i = end - 1;
    }
}

/// The same jobs in the same order: told are those that differ.
void JobModel::updateChanged(Rows &&next)
{
    for (std::size_t first = 0; first < next.size(); ++first) {
        std::size_t end = first;
        for (; end < next.size() && !(m_rows[end] == next[end]); ++end)
            m_rows[end] = std::move(next[end]);
        if (end == first)
            continue;
        Q_EMIT dataChanged(index(static_cast<int>(first), 0), index(static_cast<int>(end) - 1, columns - 1));
        first = end;
    }
}

} // namespace dvmdash::ui
