// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/chain_comparison.h"

#include "dvm/chain_matching.h"
#include "dvm/verdict.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace dvmdash::dvm
{

namespace
{

/// What authors' clocks say beyond a hundred years is no length of time.
constexpr std::int64_t longest_s = 100LL * 366 * 24 * 3600;
constexpr std::int64_t second_ms = 1'000;

std::optional<std::int64_t> sensible(std::optional<std::int64_t> seconds)
{
    return seconds && *seconds >= 0 && *seconds <= longest_s ? seconds : std::nullopt;
}

std::optional<std::int64_t> observedMs(const Attempt *delivery)
{
    const auto ms = delivery ? delivery->response_ms : std::nullopt;
    return ms && *ms >= 0 && *ms <= longest_s * second_ms ? ms : std::nullopt;
}

std::optional<std::int64_t> claimedMs(const Attempt *delivery)
{
    const auto seconds = sensible(delivery ? delivery->response_s : std::nullopt);
    return seconds ? std::optional(*seconds * second_ms) : std::nullopt;
}

std::optional<std::int64_t> askedMsat(const ChainNode &node)
{
    if (const Attempt *delivery = firstDelivery(node))
        return delivery->requested_msat;
    std::optional<std::int64_t> highest;
    for (const Attempt &attempt : node.attempts)
        if (attempt.requested_msat)
            highest = std::max(highest.value_or(0), *attempt.requested_msat);
    return highest;
}

/// The DVM that delivered first, else all that were tried.
std::set<nostr::PublicKey> dvmsOf(const ChainNode &node)
{
    if (const Attempt *delivery = firstDelivery(node))
        return {delivery->dvm};
    std::set<nostr::PublicKey> dvms;
    for (const Attempt &attempt : node.attempts)
        dvms.insert(attempt.dvm);
    return dvms;
}

bool isOtherDvm(const ChainNode &left, const ChainNode &right)
{
    const auto before = dvmsOf(left);
    const auto after = dvmsOf(right);
    return !before.empty() && !after.empty() &&
           std::none_of(after.begin(), after.end(),
                        [&](const nostr::PublicKey &dvm) { return before.contains(dvm); });
}

std::optional<Difference> stateDifference(const ChainNode &left, const ChainNode &right)
{
    if (left.state == State::Delivered && isFailure(right.state))
        return Difference::Failed;
    if (isFailure(left.state) && right.state == State::Delivered)
        return Difference::Recovered;
    if (left.state != right.state || awaitsPayment(left) != awaitsPayment(right))
        return Difference::OtherState;
    return std::nullopt;
}

/// Adds what differs between the two jobs, in the order of the enum.
void compare(const ChainNode &left, const ChainNode &right, ComparedJob &job)
{
    const Attempt *before = firstDelivery(left);
    const Attempt *after = firstDelivery(right);
    const bool bothObserved = observedMs(before) && observedMs(after);
    if (before && after) {
        job.left_ms = bothObserved ? observedMs(before) : claimedMs(before);
        job.right_ms = bothObserved ? observedMs(after) : claimedMs(after);
    }
    const bool bothDelivered = left.state == State::Delivered && right.state == State::Delivered;
    if (const auto state = stateDifference(left, right))
        job.differences.push_back(*state);
    if (job.left_ms && job.right_ms) {
        if (isMuchLonger(*job.right_ms, *job.left_ms))
            job.differences.push_back(Difference::Slower);
        else if (isMuchLonger(*job.left_ms, *job.right_ms))
            job.differences.push_back(Difference::Faster);
    }
    if (isOtherDvm(left, right))
        job.differences.push_back(Difference::OtherDvm);
    const bool bothAsked = job.left_msat && job.right_msat;
    if (job.left_msat != job.right_msat && (bothAsked || bothDelivered))
        job.differences.push_back(Difference::OtherCost);
}

ComparedJob compared(const Chain &left, const Chain &right, std::optional<std::size_t> before,
                     std::optional<std::size_t> after)
{
    ComparedJob job;
    job.left = before;
    job.right = after;
    const auto alone = [](const ChainNode &node) {
        const Attempt *delivery = firstDelivery(node);
        const auto observed = observedMs(delivery);
        return observed ? observed : claimedMs(delivery);
    };
    if (before)
        job.left_msat = askedMsat(left.nodes[*before]);
    if (after)
        job.right_msat = askedMsat(right.nodes[*after]);
    if (before && after) {
        compare(left.nodes[*before], right.nodes[*after], job);
        // What stands against nothing is told as exactly as it is known.
        if (!job.left_ms && !job.right_ms) {
            job.left_ms = alone(left.nodes[*before]);
            job.right_ms = alone(right.nodes[*after]);
        }
    } else if (before) {
        job.left_ms = alone(left.nodes[*before]);
        job.differences.push_back(Difference::Missing);
    } else {
        job.right_ms = alone(right.nodes[*after]);
        job.differences.push_back(Difference::Added);
    }
    return job;
}

/// By time, as Chain::nodes are when they were assembled.
auto timeOf(const ChainNode &node)
{
    return std::tuple(node.ghost, node.created_at, node.id);
}

std::size_t find(const std::vector<ComparedJob> &jobs, std::optional<std::size_t> ComparedJob::*side,
                 std::size_t node)
{
    const auto at =
        std::find_if(jobs.begin(), jobs.end(), [&](const ComparedJob &job) { return job.*side == node; });
    return static_cast<std::size_t>(std::distance(jobs.begin(), at));
}

} // namespace

std::string_view differenceName(Difference difference)
{
    switch (difference) {
    case Difference::Added:
        return "added";
    case Difference::Missing:
        return "missing";
    case Difference::Failed:
        return "failed";
    case Difference::Recovered:
        return "recovered";
    case Difference::OtherState:
        return "other_state";
    case Difference::Slower:
        return "slower";
    case Difference::Faster:
        return "faster";
    case Difference::OtherDvm:
        return "other_dvm";
    case Difference::OtherCost:
        return "other_cost";
    }
    return "?";
}

bool ComparedJob::has(Difference difference) const
{
    return std::find(differences.begin(), differences.end(), difference) != differences.end();
}

std::size_t ChainComparison::ofLeft(std::size_t node) const
{
    return find(jobs, &ComparedJob::left, node);
}

std::size_t ChainComparison::ofRight(std::size_t node) const
{
    return find(jobs, &ComparedJob::right, node);
}

bool isMuchLonger(std::int64_t ms, std::int64_t than_ms)
{
    constexpr std::int64_t half = 2;
    return ms > than_ms && ms - than_ms >= leastLonger_ms && ms - than_ms >= than_ms / half + than_ms % half;
}

std::optional<std::int64_t> durationOf(const Chain &chain)
{
    std::optional<std::int64_t> first, last;
    const auto end = [&](std::int64_t at) { last = std::max(last.value_or(at), at); };
    for (const ChainNode &node : chain.nodes) {
        if (node.ghost)
            continue;
        first = std::min(first.value_or(node.created_at), node.created_at);
        if (const Attempt *delivery = firstDelivery(node))
            end(delivery->delivered_at.value_or(delivery->since));
        else if (isFailure(node.state))
            for (const Attempt &attempt : node.attempts)
                if (isFailure(attempt.state))
                    end(attempt.since);
    }
    // Authors may claim any time, and the difference of two could overflow.
    const bool isSensible = first && last && *first >= 0 && *last >= *first;
    return isSensible ? sensible(*last - *first) : std::nullopt;
}

ChainComparison compareChains(const Chain &left, const Chain &right)
{
    const ChainMatching matching = matchChains(left, right);
    std::vector<std::optional<std::size_t>> partner(left.nodes.size());
    std::vector<bool> isPaired(right.nodes.size());
    for (const auto &[before, after] : matching.pairs) {
        partner[before] = after;
        isPaired[after] = true;
    }
    ChainComparison comparison;
    for (std::size_t node = 0; node < left.nodes.size(); ++node) {
        comparison.jobs.push_back(compared(left, right, node, partner[node]));
        comparison.jobs.back().step =
            std::max(matching.leftSteps[node], partner[node] ? matching.rightSteps[*partner[node]] : 0);
    }
    for (std::size_t node = 0; node < right.nodes.size(); ++node) {
        if (isPaired[node])
            continue;
        comparison.jobs.push_back(compared(left, right, std::nullopt, node));
        comparison.jobs.back().step = matching.rightSteps[node];
    }
    std::sort(comparison.jobs.begin(), comparison.jobs.end(),
              [&](const ComparedJob &a, const ComparedJob &b) {
                  const auto place = [&](const ComparedJob &job) {
                      return std::tuple(job.step, !job.left.has_value(),
                                        timeOf(job.left ? left.nodes[*job.left] : right.nodes[*job.right]));
                  };
                  return place(a) < place(b);
              });
    for (const ComparedJob &job : comparison.jobs) {
        comparison.same += job.differences.empty() ? 1 : 0;
        for (const Difference difference : job.differences)
            ++comparison.totals[static_cast<std::size_t>(difference)];
    }
    comparison.left_s = durationOf(left);
    comparison.right_s = durationOf(right);
    return comparison;
}

Chain upstreamOf(const Chain &chain, std::size_t &job)
{
    std::vector<std::vector<std::size_t>> inputs(chain.nodes.size());
    for (const ChainEdge &edge : chain.edges)
        inputs[edge.to].push_back(edge.from);
    std::vector<bool> isKept(chain.nodes.size());
    std::vector<std::size_t> open{job};
    isKept[job] = true;
    while (!open.empty()) {
        const std::size_t node = open.back();
        open.pop_back();
        for (const std::size_t input : inputs[node]) {
            if (!isKept[input])
                open.push_back(input);
            isKept[input] = true;
        }
    }
    Chain part;
    part.more = chain.more;
    std::vector<std::size_t> place(chain.nodes.size());
    for (std::size_t node = 0; node < chain.nodes.size(); ++node) {
        if (!isKept[node])
            continue;
        place[node] = part.nodes.size();
        part.nodes.push_back(chain.nodes[node]);
        if (node < chain.groups.size())
            part.groups.push_back(chain.groups[node]);
    }
    for (const ChainEdge &edge : chain.edges)
        if (isKept[edge.from] && isKept[edge.to])
            part.edges.push_back({place[edge.from], place[edge.to], edge.type, edge.pinned});
    job = place[job];
    return part;
}

} // namespace dvmdash::dvm
