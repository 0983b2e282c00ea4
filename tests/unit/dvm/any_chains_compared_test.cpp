// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison promises for any two chains.
#include "compared_chains.h"
#include "support/mirrored_difference.h"
#include "support/test_main.h"

#include <QElapsedTimer>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

unsigned number(std::mt19937 &random)
{
    return static_cast<unsigned>(random());
}

using Pairs = std::set<std::pair<std::string, std::string>>;

/// By ids, empty where there is none; with the differences behind them.
Pairs pairsOf(const Chain &left, const Chain &right, bool swapped = false)
{
    Pairs pairs;
    for (const ComparedJob &job : compareChains(left, right).jobs) {
        std::string first = job.left ? left.nodes[*job.left].id.hex() : "";
        std::string second = job.right ? right.nodes[*job.right].id.hex() : "";
        if (swapped)
            std::swap(first, second);
        std::set<std::string_view> words;
        for (const Difference difference : job.differences)
            words.insert(differenceName(swapped ? dvmdash::test::mirrored(difference) : difference));
        for (const auto word : words)
            second += " " + std::string(word);
        pairs.emplace(std::move(first), std::move(second));
    }
    return pairs;
}

/// Any chain: each job takes from up to three before it, or from one that was never seen.
std::vector<Plan> anyPlans(std::mt19937 &random, unsigned count, unsigned kinds, unsigned dvms)
{
    constexpr State states[] = {State::Delivered, State::Delivered, State::Failed, State::Waiting,
                                State::Stalled};
    std::vector<Plan> plans;
    for (unsigned job = 1; job <= count; ++job) {
        Plan plan{job, static_cast<int>(5000 + number(random) % kinds), 1 + number(random) % dvms};
        for (unsigned i = number(random) % 3; i > 0 && job > 1; --i)
            plan.inputs.push_back(1 + number(random) % (job - 1));
        if (number(random) % 10 == 0)
            plan.inputs.push_back(500 + number(random) % 3);
        plan.state = states[number(random) % std::size(states)];
        plan.seconds = number(random) % 20;
        if (number(random) % 2 == 0)
            plan.msat = 1'000 * (1 + number(random) % 3);
        plans.push_back(plan);
    }
    return plans;
}

/// The same with other ids and in another order.
Chain copyOf(std::vector<Plan> plans, std::mt19937 &random)
{
    std::shuffle(plans.begin(), plans.end(), random);
    return chainOf(plans, 1);
}

} // namespace

class AnyChainsComparedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void promises()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 400; ++round) {
            const unsigned kinds = 1 + number(random) % 4, dvms = 1 + number(random) % 4;
            auto leftPlans = anyPlans(random, 1 + number(random) % 12, kinds, dvms);
            auto rightPlans = anyPlans(random, 1 + number(random) % 12, kinds, dvms);
            const Chain left = chainOf(leftPlans);
            const Chain right = chainOf(rightPlans, 1);
            const ChainComparison comparison = compareChains(left, right);
            // Each job once; only jobs of one kind together, ghosts aside.
            std::multiset<std::size_t> lefts, rights;
            std::map<int, int> pairs, leftKinds, rightKinds;
            for (const ComparedJob &job : comparison.jobs) {
                if (job.left)
                    lefts.insert(*job.left);
                if (job.right)
                    rights.insert(*job.right);
                QVERIFY(job.left || job.right);
                QCOMPARE(job.has(Difference::Missing), !job.right);
                QCOMPARE(job.has(Difference::Added), !job.left);
                if (!job.left || !job.right)
                    continue;
                const int before = left.nodes[*job.left].kind, after = right.nodes[*job.right].kind;
                QVERIFY(before == after || before == 0 || after == 0);
                pairs[before == after ? before : -1] += 1;
            }
            QCOMPARE(lefts.size(), left.nodes.size());
            QCOMPARE(std::set(lefts.begin(), lefts.end()).size(), left.nodes.size());
            QCOMPARE(rights.size(), right.nodes.size());
            QCOMPARE(std::set(rights.begin(), rights.end()).size(), right.nodes.size());
            // Of each kind as many as can be.
            for (const ChainNode &node : left.nodes)
                ++leftKinds[node.kind];
            for (const ChainNode &node : right.nodes)
                ++rightKinds[node.kind];
            for (const auto &[kind, count] : leftKinds)
                QCOMPARE(pairs[kind], std::min(count, rightKinds[kind]));
            // Swapped it is the mirror image.
            QVERIFY(pairsOf(left, right) == pairsOf(right, left, true));
            // And the order of the input does not matter.
            std::shuffle(leftPlans.begin(), leftPlans.end(), random);
            std::shuffle(rightPlans.begin(), rightPlans.end(), random);
            QVERIFY(compareChains(chainOf(leftPlans), chainOf(rightPlans, 1)) == comparison);
        }
    }

    /// Not even the order of the nodes of a chain, which assembleChain() gives.
    void orderOfNodesDoesNotMatter()
    {
        std::mt19937 random(5);
        for (int round = 0; round < 100; ++round) {
            const Chain left = chainOf(anyPlans(random, 10, 2, 2));
            const Chain right = chainOf(anyPlans(random, 10, 2, 2), 1);
            Chain turned = left;
            std::reverse(turned.nodes.begin(), turned.nodes.end());
            const std::size_t last = turned.nodes.size() - 1;
            for (ChainEdge &edge : turned.edges)
                edge = {last - edge.from, last - edge.to, edge.type, edge.pinned};
            std::reverse(turned.edges.begin(), turned.edges.end());
            QVERIFY(pairsOf(left, right) == pairsOf(turned, right));
        }
    }

    /// A chain and the same without k of its jobs: exactly k are missing, none is added.
    void withoutSomeJobsJustThoseAreMissing()
    {
        std::mt19937 random(3);
        int exact = 0, all = 0;
        for (int round = 0; round < 400; ++round) {
            const unsigned count = 2 + number(random) % 10;
            std::vector<Plan> plans = anyPlans(random, count, 3, 1);
            for (Plan &plan : plans) {
                plan.dvm = plan.number; // told apart by their DVMs
                std::erase_if(plan.inputs, [](unsigned input) { return input >= 500; });
            }
            std::vector<Plan> fewer = plans;
            std::shuffle(fewer.begin(), fewer.end(), random);
            const std::size_t k = number(random) % count;
            std::set<unsigned> gone;
            for (std::size_t i = 0; i < k; ++i) {
                gone.insert(fewer.back().number);
                fewer.pop_back();
            }
            for (Plan &plan : fewer)
                std::erase_if(plan.inputs, [&](unsigned input) { return gone.contains(input); });
            const Chain left = chainOf(plans);
            const Chain right = chainOf(fewer, 1);
            const ChainComparison comparison = compareChains(left, right);
            QCOMPARE(comparison.total(Difference::Missing), static_cast<int>(k));
            QCOMPARE(comparison.total(Difference::Added), 0);
            QVERIFY(compareChains(right, left).total(Difference::Added) == static_cast<int>(k));
            std::set<unsigned> missing;
            for (const ComparedJob &job : comparison.jobs)
                if (!job.right)
                    missing.insert(numberOf(left.nodes[*job.left]));
            all += 1;
            exact += missing == gone && comparison.same == static_cast<int>(count - k) ? 1 : 0;
        }
        QCOMPARE(exact, all);
    }

    void aCopyHasNoDifference()
    {
        std::mt19937 random(9);
        for (int round = 0; round < 200; ++round) {
            const auto plans =
                anyPlans(random, 1 + number(random) % 14, 1 + number(random) % 3, 1 + number(random) % 3);
            const Chain left = chainOf(plans);
            const Chain right = copyOf(plans, random);
            QCOMPARE(compareChains(left, right).total(Difference::Missing), 0);
            QCOMPARE(compareChains(left, right).total(Difference::Added), 0);
            QVERIFY2(compareChains(left, right).same == static_cast<int>(left.nodes.size()),
                     qPrintable(told(left, right)));
        }
    }

    /// Lines, stars and tangles of five hundred jobs, alike and not.
    void largeChainsTakeMilliseconds()
    {
        std::mt19937 random(2);
        const auto count = static_cast<unsigned>(mostChainNodes);
        const auto shape = [&](int which, unsigned kinds) {
            std::vector<Plan> plans;
            for (unsigned i = 1; i <= count; ++i) {
                Plan plan{i, static_cast<int>(5000 + number(random) % kinds), 1 + number(random) % 5};
                if (i > 1 && which == 0)
                    plan.inputs = {i - 1};
                if (i > 1 && which == 1)
                    plan.inputs = {1};
                if (i > 1 && which == 2)
                    plan.inputs = {1 + number(random) % (i - 1), 1 + number(random) % (i - 1),
                                   1 + number(random) % (i - 1)};
                plans.push_back(plan);
            }
            return plans;
        };
        for (const int which : {0, 1, 2})
            for (const unsigned kinds : {1u, 3u, 400u})
                for (const bool alike : {true, false}) {
                    const auto plans = shape(which, kinds);
                    const Chain left = chainOf(plans);
                    const Chain right = alike ? copyOf(plans, random) : chainOf(shape(which, kinds), 1);
                    QElapsedTimer timer;
                    timer.start();
                    const ChainComparison comparison = compareChains(left, right);
                    const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
                    // Some 6 ms at most; a sanitizer takes its time.
                    QVERIFY2(ms < 300, qPrintable(QString::number(ms)));
                    QVERIFY(!alike || comparison.same == static_cast<int>(count));
                }
    }
};

DVMDASH_TEST(AnyChainsComparedTest)
#include "any_chains_compared_test.moc"
