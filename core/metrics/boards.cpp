// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/boards.h"

#include "metrics/board_order.h"
#include "metrics/board_rows.h"

#include <map>
#include <tuple>
#include <utility>

namespace dvmdash::metrics
{

Dvms readDvms(store::Reader &file, const DvmsQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Dvms board;
    const auto seen = seenSpans(reader.database(), {Seen::Results, Seen::Feedback});
    LastCompleted completed(reader.database());
    HealthReader health(reader.database(), now_ms / 1000);
    std::map<std::int64_t, std::vector<int>> kinds;
    store::ProgressParts parts(reader.progress(), {4, 4, 2});
    for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, false))
        if (isActive(figuresOf(sums)))
            kinds[key.k2].push_back(static_cast<int>(key.k1));
    parts.next();
    const auto dvms = reader.windows().rows(Dimension::Dvm, window, true);
    parts.next();
    for (const auto &[key, sums] : dvms) {
        if (!isActive(figuresOf({sums.counts, {}})))
            continue;
        const auto span = seen.find(key.k1);
        board.rows.push_back(
            dvmRow(reader, key.k1, sums, span == seen.end() ? SeenSpan() : span->second, completed, health));
        if (const auto at = kinds.find(key.k1); at != kinds.end())
            board.rows.back().kinds = at->second;
    }
    board.all = static_cast<std::int64_t>(board.rows.size());
    order(board.rows, question.sort, question.limit, &DvmRow::dvm);
    board.freshness = reader.freshness(window);
    return board;
}

Kinds readKinds(store::Reader &file, const KindsQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Kinds board;
    const auto seen = seenSpans(reader.database(), {Seen::KindRequest});
    store::ProgressParts parts(reader.progress(), {3, 1, 5, 2});
    const auto users = reader.windows().membersByKey(Members::UsersOfKind, window);
    parts.next();
    const auto dvms = reader.windows().membersByKey(Members::DvmsOfKind, window);
    parts.next();
    const auto firsts = firstResults(reader.database(), 0);
    const auto sizeIn = [](const std::map<std::int64_t, KeySet> &sets, std::int64_t kind) {
        const auto at = sets.find(kind);
        return at == sets.end() ? 0 : at->second.size();
    };
    std::map<int, KindBest> best;
    for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, true))
        considerForKind(best[static_cast<int>(key.k1)], reader.keyOf(key.k2), figuresOf(sums));
    parts.next();
    for (const auto &[key, sums] : reader.windows().rows(Dimension::Kind, window, true)) {
        KindRow row;
        row.kind = static_cast<int>(key.k1);
        row.figures = figuresOf(sums);
        row.figures.users = sizeIn(users, key.k1);
        row.figures.dvms = sizeIn(dvms, key.k1);
        if (const auto times = firsts.find(key.k1); times != firsts.end())
            row.dvms_ever = countBefore(times->second, window.until);
        if (const auto span = seen.find(key.k1); span != seen.end()) {
            row.first_seen_at = span->second.first;
            row.last_seen_at = span->second.last;
        }
        if (const auto leaders = best.find(row.kind); leaders != best.end()) {
            row.fastest = leaders->second.fastest;
            if (leaders->second.top_earning)
                row.top_earning = leaders->second.top_earning->dvm;
        }
        board.rows.push_back(std::move(row));
    }
    board.all = static_cast<std::int64_t>(board.rows.size());
    order(board.rows, question.sort, question.limit, &KindRow::kind);
    board.freshness = reader.freshness(window);
    return board;
}

Users readUsers(store::Reader &file, const UsersQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Users board;
    const bool bySeen = question.sort == SortBy::LastSeen;
    const auto spans =
        bySeen ? seenSpans(reader.database(), {Seen::Requests}) : std::map<std::int64_t, SeenSpan>();
    store::ProgressParts parts(reader.progress(), {7, 3});
    // There may be very many: only those that come into question get a row and a key.
    const auto sums = reader.windows().rows(Dimension::User, window, false);
    parts.next();
    std::vector<std::pair<Rank, std::int64_t>> ranked;
    ranked.reserve(sums.size());
    UserRow row;
    for (const auto &[key, sum] : sums) {
        row.figures = figuresOf(sum);
        const auto span = spans.find(key.k1);
        row.last_seen_at = span == spans.end() ? 0 : span->second.last;
        ranked.emplace_back(rankOf(question.sort, row), key.k1);
    }
    board.all = static_cast<std::int64_t>(ranked.size());
    std::map<nostr::PublicKey, std::int64_t> pids;
    for (const auto &[rank, pid] : bestWithTies(std::move(ranked), question.limit)) {
        row.user = reader.keyOf(pid);
        row.figures = figuresOf(sums.at({pid, 0}));
        const auto span = spans.find(pid);
        row.last_seen_at = span == spans.end() ? 0 : span->second.last;
        pids.emplace(row.user, pid);
        board.rows.push_back(row);
    }
    order(board.rows, question.sort, question.limit, &UserRow::user);
    for (UserRow &kept : board.rows) {
        const SeenSpan span = seenSpan(reader.database(), pids.at(kept.user), {Seen::Requests});
        kept.first_seen_at = span.first;
        kept.last_seen_at = span.last;
    }
    board.freshness = reader.freshness(window);
    return board;
}

RelaysUsed readRelaysUsed(store::Reader &file, const RelaysUsedQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    RelaysUsed used;
    store::Statement url = reader.database().prepare("SELECT url FROM relay WHERE relay = ?1");
    for (const auto &[key, sums] : reader.windows().rows(Dimension::Relay, window, false)) {
        const store::ResetAtEnd reset(url);
        if (url.bind(1, key.k1).step())
            used.rows.push_back({std::string(url.text(0)), sums.counts[metric::Sightings]});
    }
    std::sort(used.rows.begin(), used.rows.end(), [](const RelayRow &a, const RelayRow &b) {
        return std::tuple(-a.events, a.url) < std::tuple(-b.events, b.url);
    });
    used.freshness = reader.freshness(window);
    return used;
}

} // namespace dvmdash::metrics
