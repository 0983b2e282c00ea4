// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/board_order.h"

#include <array>
#include <limits>

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

template<typename Row>
Rank rankOfJobs(SortBy sort, const Row &row)
{
    return rankOf(sort, row.figures,
                  {row.figures.completion(), row.figures.jobsFailed(),
                   row.figures.jobsIn(dvm::State::Ignored), row.last_seen_at});
}
} // namespace

Rank rankOf(SortBy sort, const DvmRow &row)
{
    return rankOf(sort, row.figures,
                  {row.figures.success(), row.figures.attemptsFailed(),
                   row.figures.attemptsIn(dvm::State::Ignored), row.last_seen_at});
}

Rank rankOf(SortBy sort, const KindRow &row)
{
    return rankOfJobs(sort, row);
}
Rank rankOf(SortBy sort, const UserRow &row)
{
    return rankOfJobs(sort, row);
}

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

} // namespace dvmdash::metrics
