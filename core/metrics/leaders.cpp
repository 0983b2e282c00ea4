// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/leaders.h"

#include <algorithm>
#include <tuple>

namespace dvmdash::metrics
{

namespace
{

/// Replaces the best by a candidate that is better, or as good with a lower key.
template<typename Leader, typename IsBetter, typename Key>
void consider(std::optional<Leader> &best, const Leader &candidate, IsBetter isBetter, Key Leader::*key)
{
    if (!best || isBetter(candidate, *best) || (!isBetter(*best, candidate) && candidate.*key < (*best).*key))
        best = candidate;
}

constexpr auto hasMore = [](const auto &a, const auto &b) { return a.value > b.value; };
constexpr auto earnsMore = [](const auto &a, const auto &b) { return isPaidLess(b.money, a.money); };

void considerKinds(FigureReader &reader, const TimeWindow &window, Leaders &leaders)
{
    store::ProgressParts parts(reader.progress(), {1, 1});
    for (const auto &[key, sums] : reader.windows().rows(Dimension::Kind, window, false)) {
        const Figures figures = figuresOf(sums);
        const int kind = static_cast<int>(key.k1);
        if (figures.requests > 0)
            consider(leaders.popular_kind, KindLeader{kind, figures.requests}, hasMore, &KindLeader::kind);
        if (isPaid(figures.money))
            consider(leaders.paid_kind, PaidKind{kind, figures.money}, earnsMore, &PaidKind::kind);
    }
    parts.next();
    for (const auto &[kind, dvms] : reader.windows().membersByKey(Members::DvmsOfKind, window))
        consider(leaders.competitive_kind, KindLeader{static_cast<int>(kind), dvms.size()}, hasMore,
                 &KindLeader::kind);
}

void considerDvms(FigureReader &reader, const TimeWindow &window, Leaders &leaders)
{
    for (const auto &[key, sums] : reader.windows().rows(Dimension::Dvm, window, false)) {
        const Figures figures = figuresOf(sums);
        const bool leads =
            figures.results > 0 && (!leaders.popular_dvm || figures.results >= leaders.popular_dvm->value);
        if (leads)
            consider(leaders.popular_dvm, DvmLeader{reader.keyOf(key.k1), figures.results}, hasMore,
                     &DvmLeader::dvm);
        if (isPaid(figures.money))
            consider(leaders.paid_dvm, PaidDvm{reader.keyOf(key.k1), figures.money}, earnsMore,
                     &PaidDvm::dvm);
    }
}

} // namespace

Leaders readLeaders(FigureReader &reader, const TimeWindow &window)
{
    Leaders leaders;
    store::ProgressParts parts(reader.progress(), {2, 1});
    considerKinds(reader, window, leaders);
    parts.next();
    considerDvms(reader, window, leaders);
    return leaders;
}

void considerForKind(KindBest &best, const nostr::PublicKey &dvm, const Figures &figures)
{
    if (isPaid(figures.money))
        consider(best.top_earning, PaidDvm{dvm, figures.money}, earnsMore, &PaidDvm::dvm);
    if (figures.response.n < fewestResponses)
        return;
    const auto rank = [](const ResponseTimes &response, const nostr::PublicKey &key) {
        return std::tuple(*response.p50_ms, *response.mean_ms, key);
    };
    if (!best.fastest || rank(figures.response, dvm) < rank(best.fastest_response, *best.fastest)) {
        best.fastest = dvm;
        best.fastest_response = figures.response;
    }
}

Best readBest(store::Reader &file, const BestQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    const TimeWindow window = reader.resolved(question.window);
    Best best;
    store::ProgressParts parts(reader.progress(), {1, 5});
    for (const auto &[key, sums] : reader.windows().rows(Dimension::Kind, window, true)) {
        KindBest kind;
        kind.kind = static_cast<int>(key.k1);
        kind.figures = figuresOf(sums);
        best.kinds.push_back(std::move(kind));
    }
    std::sort(best.kinds.begin(), best.kinds.end(), [](const KindBest &a, const KindBest &b) {
        return std::tuple(-a.figures.requests, a.kind) < std::tuple(-b.figures.requests, b.kind);
    });
    if (question.limit > 0 && best.kinds.size() > static_cast<std::size_t>(question.limit))
        best.kinds.resize(static_cast<std::size_t>(question.limit));
    parts.next();
    store::ProgressParts kinds(reader.progress(), store::ProgressParts::equal(best.kinds.size()));
    for (KindBest &kind : best.kinds) {
        for (const auto &[key, sums] : reader.windows().rows(Dimension::KindDvm, window, true, kind.kind))
            considerForKind(kind, reader.keyOf(key.k2), figuresOf(sums));
        kinds.next();
    }
    best.freshness = reader.freshness(window);
    return best;
}

} // namespace dvmdash::metrics
