// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/boards.h"

#include "metrics/figure_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace dvmdash::metrics
{

namespace
{

struct SortWord {
    SortBy sort;
    std::string_view name;
};
constexpr std::array sortWords{SortWord{SortBy::Results, "results"},
                               SortWord{SortBy::Feedback, "feedback"},
                               SortWord{SortBy::Requests, "requests"},
                               SortWord{SortBy::Success, "success"},
                               SortWord{SortBy::Failed, "failed"},
                               SortWord{SortBy::P50, "p50"},
                               SortWord{SortBy::P95, "p95"},
                               SortWord{SortBy::Paid, "paid"},
                               SortWord{SortBy::Ignored, "ignored"},
                               SortWord{SortBy::LastSeen, "last_seen"},
                               SortWord{SortBy::Users, "users"},
                               SortWord{SortBy::Dvms, "dvms"},
                               SortWord{SortBy::Key, "key"}};

/// What a row is ordered by: smaller comes first, so sums are negated. Rates are compared as fractions of a
/// million.
using Rank = std::tuple<std::int64_t, std::int64_t, std::int64_t>;

std::int64_t rateRank(const Rate &rate)
{
    if (rate.whole <= 0)
        return 1;
    constexpr std::int64_t million = 1'000'000;
    return -(rate.part * million / rate.whole);
}

std::int64_t durationRank(const std::optional<std::int64_t> &ms)
{
    return ms.value_or(std::numeric_limits<std::int64_t>::max());
}

struct Sortable {
    Rate success;
    std::int64_t failed = 0;
    std::int64_t ignored = 0;
    std::int64_t last_seen_at = 0;
};

Rank rankOf(SortBy sort, const Figures &figures, const Sortable &more)
{
    switch (sort) {
    case SortBy::Results:
        return {-figures.results, 0, 0};
    case SortBy::Feedback:
        return {-figures.feedback, 0, 0};
    case SortBy::Requests:
        return {-figures.requests, 0, 0};
    case SortBy::Success:
        return {rateRank(more.success), -more.success.whole, 0};
    case SortBy::Failed:
        return {-more.failed, 0, 0};
    case SortBy::P50:
        return {durationRank(figures.response.p50_ms), 0, 0};
    case SortBy::P95:
        return {durationRank(figures.response.p95_ms), 0, 0};
    case SortBy::Paid:
        return {-figures.money.confirmed, -figures.money.claimed, -figures.money.inferred};
    case SortBy::Ignored:
        return {-more.ignored, 0, 0};
    case SortBy::LastSeen:
        return {-more.last_seen_at, 0, 0};
    case SortBy::Users:
        return {-figures.users, 0, 0};
    case SortBy::Dvms:
        return {-figures.dvms, 0, 0};
    case SortBy::Key:
        break;
    }
    return {};
}

Rank rankOf(SortBy sort, const DvmRow &row)
{
    return rankOf(sort, row.figures,
                  {row.figures.success(), row.figures.attemptsFailed(),
                   row.figures.attemptsIn(dvm::State::Ignored), row.last_seen_at});
}

template<typename Row>
Rank rankOfJobs(SortBy sort, const Row &row)
{
    return rankOf(sort, row.figures,
                  {row.figures.completion(), row.figures.jobsFailed(),
                   row.figures.jobsIn(dvm::State::Ignored), row.last_seen_at});
}
Rank rankOf(SortBy sort, const KindRow &row)
{
    return rankOfJobs(sort, row);
}
Rank rankOf(SortBy sort, const UserRow &row)
{
    return rankOfJobs(sort, row);
}

/// Orders the rows and keeps `limit` of them (0: all).
template<typename Row, typename Key>
void order(std::vector<Row> &rows, SortBy sort, int limit, Key Row::*key)
{
    const auto before = [&](const Row &a, const Row &b) {
        return std::tuple(rankOf(sort, a), a.*key) < std::tuple(rankOf(sort, b), b.*key);
    };
    const auto kept = limit > 0 ? std::min(rows.size(), static_cast<std::size_t>(limit)) : rows.size();
    std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end(), before);
    rows.resize(kept);
}

/// The best `limit` (0: all) and those that rank with the last of them: which of these comes first, keys
/// decide.
std::vector<std::pair<Rank, std::int64_t>> bestWithTies(std::vector<std::pair<Rank, std::int64_t>> ranked,
                                                        int limit)
{
    const auto most = static_cast<std::size_t>(limit);
    if (limit <= 0 || ranked.size() <= most)
        return ranked;
    const auto last = ranked.begin() + static_cast<std::ptrdiff_t>(most) - 1;
    std::nth_element(ranked.begin(), last, ranked.end());
    std::erase_if(ranked, [worst = last->first](const auto &one) { return worst < one.first; });
    return ranked;
}

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
bool isActive(const Figures &figures)
{
    return figures.results > 0 || figures.feedback > 0 || figures.attemptsAll() > 0 ||
           isPaid(figures.money) || figures.money.refunded > 0;
}

TimeWindow windowBefore(const TimeWindow &window)
{
    return {window.since - window.length(), window.since};
}

/// For each kind when each DVM gave its first result for it, ascending. `kind` 0: of all kinds.
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
              LastCompleted &completed)
{
    DvmRow row;
    row.dvm = reader.keyOf(pid);
    row.figures = figuresOf(sums);
    row.first_seen_at = seen.first;
    row.last_seen_at = seen.last;
    row.last_completed_at = completed.of(pid);
    return row;
}

/// The kinds that a DVM was ever met in: results, and whatever its attempts were for.
std::vector<int> kindsEver(FigureReader &reader, std::int64_t pid)
{
    std::set<int> kinds;
    store::Statement results =
        reader.database().prepare("SELECT k1 FROM activity WHERE what = ?1 AND k2 = ?2 AND k2 <> 0");
    results.bind(1, static_cast<int>(Seen::KindResult)).bind(2, pid);
    while (results.step())
        kinds.insert(static_cast<int>(results.integer(0)));
    return {kinds.begin(), kinds.end()};
}

std::vector<KindOfDvm> kindsOfDvm(FigureReader &reader, std::int64_t pid, const TimeWindow &window)
{
    std::vector<KindOfDvm> kinds;
    for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, false)) {
        if (key.k2 != pid)
            continue;
        KindOfDvm kind;
        kind.kind = static_cast<int>(key.k1);
        kind.figures = figuresOf(reader.windows().row(Dimension::KindDvm, key, window, true));
        if (!isActive(kind.figures))
            continue;
        const RowSums all = reader.windows().row(Dimension::Kind, {kind.kind, 0}, window, false);
        kind.share = {kind.figures.results, figuresOf(all).results};
        kinds.push_back(std::move(kind));
    }
    std::sort(kinds.begin(), kinds.end(), [](const KindOfDvm &a, const KindOfDvm &b) {
        return std::tuple(-a.figures.results, a.kind) < std::tuple(-b.figures.results, b.kind);
    });
    return kinds;
}

/// Those who gave results in the window for a kind that this one ever gave results for.
std::vector<Competitor> competitorsOf(FigureReader &reader, std::int64_t pid, const TimeWindow &window)
{
    std::map<std::int64_t, RowSums> sums;
    std::map<std::int64_t, std::vector<int>> kinds;
    for (const int kind : kindsEver(reader, pid)) {
        for (const auto &[key, row] : reader.windows().rows(Dimension::KindDvm, window, true, kind)) {
            if (key.k2 == pid || row.counts[metric::Results] == 0)
                continue;
            sums[key.k2].counts += row.counts;
            sums[key.k2].responses += row.responses;
            kinds[key.k2].push_back(kind);
        }
    }
    std::vector<Competitor> competitors;
    for (const auto &[other, row] : sums)
        competitors.push_back({reader.keyOf(other), kinds[other], figuresOf(row)});
    std::sort(competitors.begin(), competitors.end(), [](const Competitor &a, const Competitor &b) {
        return std::tuple(-a.figures.results, a.dvm) < std::tuple(-b.figures.results, b.dvm);
    });
    return competitors;
}

KindRow kindRow(FigureReader &reader, int kind, const TimeWindow &window)
{
    KindRow row;
    row.kind = kind;
    row.figures = reader.figures(Dimension::Kind, {kind, 0}, window);
    row.dvms_ever = countBefore(firstResults(reader.database(), kind)[kind], window.until);
    const SeenSpan seen = seenSpan(reader.database(), kind, {Seen::KindRequest});
    row.first_seen_at = seen.first;
    row.last_seen_at = seen.last;
    return row;
}

std::vector<KindPoint> kindPoints(FigureReader &reader, int kind, const TimeWindow &window, Step stepLength)
{
    std::vector<KindPoint> points;
    const std::vector<std::int64_t> firsts = firstResults(reader.database(), kind)[kind];
    for (const TimeWindow &step : stepsOf(window, stepLength)) {
        KindPoint point;
        point.start = stepStart(stepLength, step.since);
        point.figures = reader.figures(Dimension::Kind, {kind, 0}, step);
        point.dvms_ever = countBefore(firsts, step.until);
        points.push_back(std::move(point));
    }
    return points;
}

} // namespace

std::optional<SortBy> sortFromName(std::string_view name)
{
    const auto at = std::find_if(sortWords.begin(), sortWords.end(),
                                 [&](const SortWord &word) { return word.name == name; });
    return at == sortWords.end() ? std::nullopt : std::optional(at->sort);
}

std::string_view sortName(SortBy sort)
{
    return sortWords.at(static_cast<std::size_t>(sort)).name;
}

Dvms readDvms(store::Reader &file, const DvmsQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Dvms board;
    const auto seen = seenSpans(reader.database(), {Seen::Results, Seen::Feedback});
    LastCompleted completed(reader.database());
    std::map<std::int64_t, std::vector<int>> kinds;
    for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, false))
        if (isActive(figuresOf(sums)))
            kinds[key.k2].push_back(static_cast<int>(key.k1));
    for (const auto &[key, sums] : reader.windows().rows(Dimension::Dvm, window, true)) {
        if (!isActive(figuresOf({sums.counts, {}})))
            continue;
        const auto span = seen.find(key.k1);
        board.rows.push_back(
            dvmRow(reader, key.k1, sums, span == seen.end() ? SeenSpan() : span->second, completed));
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
    const auto users = reader.windows().membersByKey(Members::UsersOfKind, window);
    const auto dvms = reader.windows().membersByKey(Members::DvmsOfKind, window);
    const auto firsts = firstResults(reader.database(), 0);
    const auto sizeIn = [](const std::map<std::int64_t, KeySet> &sets, std::int64_t kind) {
        const auto at = sets.find(kind);
        return at == sets.end() ? 0 : at->second.size();
    };
    std::map<int, KindBest> best;
    for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, true))
        considerForKind(best[static_cast<int>(key.k1)], reader.keyOf(key.k2), figuresOf(sums));
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
    // There may be very many: only those that come into question get a row and a key.
    const auto sums = reader.windows().rows(Dimension::User, window, false);
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

Dvm readDvm(store::Reader &file, const DvmQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Dvm dvm;
    dvm.question = question;
    dvm.window = window;
    dvm.step = question.step.value_or(stepFor(window));
    dvm.row.dvm = question.dvm;
    const auto pid = reader.pidOf(question.dvm);
    dvm.known = pid.has_value();
    // Nobody has pid 0: all that is read of an unknown key is empty.
    const RowKey key{pid.value_or(0), 0};
    dvm.points = reader.series(Dimension::Dvm, key, window, dvm.step);
    if (pid) {
        LastCompleted completed(reader.database());
        dvm.row = dvmRow(reader, *pid, reader.windows().row(Dimension::Dvm, key, window, true),
                         seenSpan(reader.database(), *pid, {Seen::Results, Seen::Feedback}), completed);
        dvm.previous = reader.figures(Dimension::Dvm, key, windowBefore(window));
        dvm.kinds = kindsOfDvm(reader, *pid, window);
        for (const KindOfDvm &kind : dvm.kinds)
            dvm.row.kinds.push_back(kind.kind);
        std::sort(dvm.row.kinds.begin(), dvm.row.kinds.end());
        dvm.competitors = competitorsOf(reader, *pid, window);
    }
    dvm.freshness = reader.freshness(window);
    return dvm;
}

Kind readKind(store::Reader &file, const KindQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Kind kind;
    kind.question = question;
    kind.window = window;
    kind.step = question.step.value_or(stepFor(window));
    kind.row = kindRow(reader, question.kind, window);
    kind.previous = reader.figures(Dimension::Kind, {question.kind, 0}, windowBefore(window));
    kind.points = kindPoints(reader, question.kind, window, kind.step);
    KindBest best;
    for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, true, question.kind)) {
        DvmOfKind row{reader.keyOf(key.k2), figuresOf(sums), {}};
        if (!isActive(row.figures))
            continue;
        row.share = {row.figures.results, kind.row.figures.results};
        considerForKind(best, row.dvm, row.figures);
        kind.dvms.push_back(std::move(row));
    }
    kind.row.fastest = best.fastest;
    if (best.top_earning)
        kind.row.top_earning = best.top_earning->dvm;
    std::sort(kind.dvms.begin(), kind.dvms.end(), [](const DvmOfKind &a, const DvmOfKind &b) {
        return std::tuple(-a.figures.results, a.dvm) < std::tuple(-b.figures.results, b.dvm);
    });
    kind.freshness = reader.freshness(window);
    return kind;
}

} // namespace dvmdash::metrics
