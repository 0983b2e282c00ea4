// SPDX-License-Identifier: GPL-3.0-or-later
// Two chains side by side: each difference, and what holds for any two chains.
#include "dvm/chain_comparison.h"
#include "dvm/chain_matching.h"
#include "support/test_main.h"

#include <QElapsedTimer>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace dvmdash;
using namespace dvmdash::dvm;

namespace
{

constexpr std::int64_t start = 1'700'000'000;

template<typename Key>
Key keyOf(unsigned number)
{
    Key key;
    for (int i = 0; i < 4; ++i)
        key.data[static_cast<std::size_t>(i)] = static_cast<unsigned char>(number >> (24 - 8 * i));
    key.data[31] = 1;
    return key;
}

nostr::PublicKey dvmOf(unsigned number)
{
    return keyOf<nostr::PublicKey>(number);
}

/// A job that DVM number `dvm` has done in `seconds`, or failed to do.
struct Plan {
    unsigned number = 0; ///< names it within its chain, and tells its time
    int kind = 5100;
    unsigned dvm = 1; ///< 0: nobody
    std::vector<unsigned> inputs = {};
    State state = State::Delivered;
    std::int64_t seconds = 10;
    std::optional<std::int64_t> observed_ms = {};
    std::optional<std::int64_t> msat = {};
};

/// `salt` keeps the ids of two chains apart.
Chain chainOf(const std::vector<Plan> &plans, unsigned salt = 0)
{
    std::vector<ChainJob> jobs;
    std::set<unsigned> known;
    for (const Plan &plan : plans)
        known.insert(plan.number);
    const auto idOf = [&](unsigned number) { return keyOf<nostr::EventId>(number + 1'000 * salt); };
    for (const Plan &plan : plans) {
        ChainJob job;
        job.node.id = idOf(plan.number);
        job.node.kind = plan.kind;
        job.node.created_at = start + salt * 100'000 + plan.number;
        job.node.state = plan.state;
        if (plan.dvm != 0) {
            Attempt attempt;
            attempt.dvm = dvmOf(plan.dvm);
            attempt.state = plan.state;
            attempt.since = job.node.created_at + plan.seconds;
            attempt.requested_msat = plan.msat;
            if (plan.state == State::Delivered) {
                attempt.delivered_at = attempt.since;
                attempt.response_s = plan.seconds;
                attempt.response_ms = plan.observed_ms;
            }
            job.node.attempts = {attempt};
        }
        for (const unsigned input : plan.inputs)
            job.inputs.push_back({idOf(input), EdgeType::Job,
                                  known.contains(input) ? std::optional(idOf(input)) : std::nullopt});
        jobs.push_back(std::move(job));
    }
    return assembleChain(std::move(jobs));
}

unsigned number(std::mt19937 &random)
{
    return static_cast<unsigned>(random());
}

unsigned numberOf(const ChainNode &node)
{
    const auto &data = node.id.data;
    return ((data[0] * 256u + data[1]) * 256u + data[2]) * 256u + data[3];
}

/// "1-1 2-3: slower other_dvm; -4: added", by the numbers in their chains.
QString told(const Chain &left, const Chain &right)
{
    const ChainComparison comparison = compareChains(left, right);
    QStringList pairs;
    for (const ComparedJob &job : comparison.jobs) {
        QString pair;
        if (job.left)
            pair += QString::number(numberOf(left.nodes[*job.left]) % 1'000);
        pair += u'-';
        if (job.right)
            pair += QString::number(numberOf(right.nodes[*job.right]) % 1'000);
        QStringList words;
        for (const Difference difference : job.differences)
            words << QString::fromStdString(std::string(differenceName(difference)));
        pairs << (words.isEmpty() ? pair : pair + QStringLiteral(": ") + words.join(u' '));
    }
    return pairs.join(QStringLiteral("; "));
}

/// Transcription, translation, summary and speech: each takes the output of the one before.
std::vector<Plan> line()
{
    return {{1, 5000, 1}, {2, 5002, 2, {1}}, {3, 5001, 3, {2}}, {4, 5250, 4, {3}}};
}

using Pairs = std::set<std::pair<std::string, std::string>>;

/// By ids, empty where there is none; with the differences behind them.
Pairs pairsOf(const Chain &left, const Chain &right, bool swapped = false)
{
    const auto mirrored = [](Difference difference) {
        switch (difference) {
        case Difference::Added:
            return Difference::Missing;
        case Difference::Missing:
            return Difference::Added;
        case Difference::Failed:
            return Difference::Recovered;
        case Difference::Recovered:
            return Difference::Failed;
        case Difference::Slower:
            return Difference::Faster;
        case Difference::Faster:
            return Difference::Slower;
        case Difference::OtherState:
        case Difference::OtherDvm:
        case Difference::OtherCost:
            return difference;
        }
        return difference;
    };
    Pairs pairs;
    for (const ComparedJob &job : compareChains(left, right).jobs) {
        std::string first = job.left ? left.nodes[*job.left].id.hex() : "";
        std::string second = job.right ? right.nodes[*job.right].id.hex() : "";
        if (swapped)
            std::swap(first, second);
        std::set<std::string_view> words;
        for (const Difference difference : job.differences)
            words.insert(differenceName(swapped ? mirrored(difference) : difference));
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

class ChainComparisonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSameIsTheSame()
    {
        const Chain left = chainOf(line());
        const Chain right = chainOf(line(), 1);
        QCOMPARE(told(left, right), QStringLiteral("1-1; 2-2; 3-3; 4-4"));
        const ChainComparison comparison = compareChains(left, right);
        QCOMPARE(comparison.same, 4);
        QVERIFY(std::all_of(comparison.totals.begin(), comparison.totals.end(),
                            [](int total) { return total == 0; }));
        // From the first request (second 1) to the last result (second 14).
        QCOMPARE(*comparison.left_s, 13);
        QCOMPARE(*comparison.right_s, 13);
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(comparison.jobs[i].step, i);
        // With itself, by ids.
        QCOMPARE(told(left, left), QStringLiteral("1-1; 2-2; 3-3; 4-4"));
    }

    void eachDifference_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("expected");
        QTest::newRow("failed") << 0 << QStringLiteral("1-1; 2-2; 3-3: failed; 4-4");
        QTest::newRow("ignored") << 1 << QStringLiteral("1-1; 2-2; 3-3: failed; 4-4");
        QTest::newRow("waits") << 2 << QStringLiteral("1-1; 2-2; 3-3: other_state; 4-4");
        QTest::newRow("slower") << 3 << QStringLiteral("1-1; 2-2; 3-3: slower; 4-4");
        QTest::newRow("faster") << 4 << QStringLiteral("1-1; 2-2; 3-3: faster; 4-4");
        QTest::newRow("a little slower") << 5 << QStringLiteral("1-1; 2-2; 3-3; 4-4");
        QTest::newRow("negative") << 6 << QStringLiteral("1-1; 2-2; 3-3; 4-4");
        QTest::newRow("another DVM") << 7 << QStringLiteral("1-1; 2-2; 3-3: other_dvm; 4-4");
        QTest::newRow("dearer") << 8 << QStringLiteral("1-1; 2-2; 3-3: other_cost; 4-4");
        QTest::newRow("tried another DVM, which failed")
            << 9 << QStringLiteral("1-1; 2-2; 3-3: failed other_dvm; 4-4");
        QTest::newRow("asked nobody") << 10 << QStringLiteral("1-1; 2-2; 3-3: other_state; 4-4");
        QTest::newRow("longer than anybody lives") << 11 << QStringLiteral("1-1; 2-2; 3-3; 4-4");
    }
    void eachDifference()
    {
        QFETCH(const int, what);
        QFETCH(const QString, expected);
        std::vector<Plan> plans = line();
        Plan &third = plans[2];
        switch (what) {
        case 0:
            third.state = State::Failed;
            break;
        case 1:
            third.state = State::Ignored;
            break;
        case 2:
            third.state = State::Accepted;
            break;
        case 3:
            third.seconds = 15;
            break;
        case 4:
            third.seconds = 6;
            break;
        case 5:
            third.seconds = 14;
            break;
        case 6:
            third.seconds = -100;
            break;
        case 7:
            third.dvm = 9;
            break;
        case 8:
            third.msat = 5'000;
            break;
        case 9:
            third.dvm = 9;
            third.state = State::Failed;
            break;
        case 10:
            third.dvm = 0;
            third.state = State::Unserved;
            break;
        case 11:
            third.seconds = std::numeric_limits<std::int64_t>::max() / 2;
            break;
        }
        QCOMPARE(told(chainOf(line()), chainOf(plans, 1)), expected);
    }

    void whatWasBrokenAndIsWholeHasRecovered()
    {
        std::vector<Plan> plans = line();
        plans[1].state = State::Stalled;
        QCOMPARE(told(chainOf(plans), chainOf(line(), 1)), QStringLiteral("1-1; 2-2: recovered; 3-3; 4-4"));
        // Failed in two ways.
        std::vector<Plan> other = line();
        other[1].state = State::Failed;
        QCOMPARE(told(chainOf(plans), chainOf(other, 1)), QStringLiteral("1-1; 2-2: other_state; 3-3; 4-4"));
    }

    void anOpenJobThatAwaitsAPaymentIsInAnotherState()
    {
        std::vector<Plan> plans = line();
        plans[3].state = State::Accepted;
        Chain left = chainOf(plans);
        Chain right = chainOf(plans, 1);
        right.nodes[3].attempts[0].payment = PaymentState::Requested;
        right.nodes[3].attempts[0].requested_msat = 1'000;
        QCOMPARE(told(left, right), QStringLiteral("1-1; 2-2; 3-3; 4-4: other_state"));
    }

    void observedTimesGoBeforeClaimedOnes()
    {
        std::vector<Plan> before = line();
        std::vector<Plan> after = line();
        // By the clocks of the authors much slower, but we were there both times.
        before[0].observed_ms = 4'000;
        after[0].observed_ms = 4'500;
        after[0].seconds = 60;
        // Seen once only: the clocks decide.
        after[1].observed_ms = 90'000;
        const Chain left = chainOf(before);
        const Chain right = chainOf(after, 1);
        QCOMPARE(told(left, right), QStringLiteral("1-1; 2-2; 3-3; 4-4"));
        const ChainComparison comparison = compareChains(left, right);
        QCOMPARE(*comparison.jobs[0].left_ms, 4'000);
        QCOMPARE(*comparison.jobs[0].right_ms, 4'500);
        QCOMPARE(*comparison.jobs[1].left_ms, 10'000);
        QCOMPARE(*comparison.jobs[1].right_ms, 10'000);
    }

    void muchLongerIsTwoSecondsAndHalfAgain()
    {
        QVERIFY(isMuchLonger(6'000, 4'000));
        QVERIFY(!isMuchLonger(5'999, 4'000));
        QVERIFY(!isMuchLonger(1'999, 0));
        QVERIFY(isMuchLonger(2'000, 0));
        QVERIFY(!isMuchLonger(14'000, 10'000));
        QVERIFY(!isMuchLonger(4'000, 6'000));
        constexpr auto most = std::numeric_limits<std::int64_t>::max();
        QVERIFY(!isMuchLonger(most, most));
        QVERIFY(isMuchLonger(most, 1));
    }

    void aStepLeftOutIsMissingAndTheRestStaysTogether()
    {
        const std::vector<Plan> without{{1, 5000, 1}, {3, 5001, 3, {1}}, {4, 5250, 4, {3}}};
        QCOMPARE(told(chainOf(line()), chainOf(without, 1)), QStringLiteral("1-1; 2-: missing; 3-3; 4-4"));
        QCOMPARE(told(chainOf(without), chainOf(line(), 1)), QStringLiteral("1-1; -2: added; 3-3; 4-4"));
    }

    /// The usual case: where it failed nothing came after it.
    void whatFailedHadNoSequel()
    {
        std::vector<Plan> plans = line();
        plans.resize(2);
        plans[1].state = State::Failed;
        QCOMPARE(told(chainOf(line()), chainOf(plans, 1)),
                 QStringLiteral("1-1; 2-2: failed; 3-: missing; 4-: missing"));
    }

    void aStepOfTheSameKindIsFoundByItsDvm()
    {
        // Four translations after each other, the second of them left out.
        std::vector<Plan> left, right;
        for (unsigned i = 1; i <= 4; ++i) {
            left.push_back({i, 5002, i, i == 1 ? std::vector<unsigned>{} : std::vector<unsigned>{i - 1}});
            if (i != 2)
                right.push_back(
                    {i, 5002, i,
                     i == 1 ? std::vector<unsigned>{} : std::vector<unsigned>{i == 3 ? 1 : i - 1}});
        }
        QCOMPARE(told(chainOf(left), chainOf(right, 1)), QStringLiteral("1-1; 2-: missing; 3-3; 4-4"));
    }

    void placeDecidesBetweenBranches()
    {
        // Two branches of the same kinds by one DVM meet in the last job; the second step of the first branch
        // failed, so that branch has no third.
        const std::vector<Plan> left{{1, 5001, 1},          {2, 5002, 1, {1}},   {3, 5003, 1, {2}},
                                     {11, 5001, 1},         {12, 5002, 1, {11}}, {13, 5003, 1, {12}},
                                     {20, 5100, 1, {3, 13}}};
        std::vector<Plan> right(left.begin(), left.end() - 1);
        right.erase(right.begin() + 2);
        right[1].state = State::Failed;
        QCOMPARE(told(chainOf(left), chainOf(right, 1)),
                 QStringLiteral("1-1; 11-11; 2-2: failed; 12-12; 3-: missing; 13-13; 20-: missing"));
    }

    void siblingsAreTakenInTheirOrder()
    {
        std::vector<Plan> left{{1, 5000, 1}}, right{{1, 5000, 1}};
        for (unsigned i = 2; i <= 6; ++i)
            left.push_back({i, 5002, 2, {1}});
        right.insert(right.end(), left.begin() + 1, left.begin() + 4);
        QCOMPARE(told(chainOf(left), chainOf(right, 1)),
                 QStringLiteral("1-1; 2-2; 3-3; 4-4; 5-: missing; 6-: missing"));
        // Unless the DVM tells them apart.
        left[4].dvm = 3;
        right.back().dvm = 3;
        QCOMPARE(told(chainOf(left), chainOf(right, 1)),
                 QStringLiteral("1-1; 2-2; 3-3; 4-: missing; 5-4; 6-: missing"));
    }

    void anIdThatWasNeverSeenStandsForTheJobInItsPlace()
    {
        std::vector<Plan> plans = line();
        plans.erase(plans.begin()); // still named by the second
        QCOMPARE(told(chainOf(line()), chainOf(plans, 1)), QStringLiteral("1-1: other_state; 2-2; 3-3; 4-4"));
        QCOMPARE(told(chainOf(plans), chainOf(line(), 1)), QStringLiteral("1-1: other_state; 2-2; 3-3; 4-4"));
        // Never seen on both sides.
        QCOMPARE(told(chainOf(plans), chainOf(plans, 1)), QStringLiteral("1-1; 2-2; 3-3; 4-4"));
    }

    void otherKindsAreNeverPaired()
    {
        std::vector<Plan> plans = line();
        plans[1].kind = 5003;
        QCOMPARE(told(chainOf(line()), chainOf(plans, 1)),
                 QStringLiteral("1-1; 2-: missing; -2: added; 3-3; 4-4"));
    }

    void anEmptyChainHasNothing()
    {
        const ChainComparison comparison = compareChains({}, {});
        QVERIFY(comparison.jobs.empty());
        QVERIFY(!comparison.left_s);
        QCOMPARE(compareChains(chainOf(line()), {}).total(Difference::Missing), 4);
    }

    void whatEndedTellsHowLongItTook()
    {
        std::vector<Plan> plans = line();
        plans[3].state = State::Failed;
        plans[3].seconds = 40;
        QCOMPARE(*durationOf(chainOf(plans)), 43);
        plans[3].state = State::Accepted; // still at work: the last result counts
        QCOMPARE(*durationOf(chainOf(plans)), 12);
        for (Plan &plan : plans)
            plan.state = State::Waiting;
        QVERIFY(!durationOf(chainOf(plans)));
        Chain absurd = chainOf(line());
        absurd.nodes[3].attempts[0].delivered_at = std::numeric_limits<std::int64_t>::max();
        QVERIFY(!durationOf(absurd));
        absurd.nodes[0].created_at = std::numeric_limits<std::int64_t>::min();
        QVERIFY(!durationOf(absurd));
    }

    void upstreamIsWhatAJobRestsOn()
    {
        std::vector<Plan> plans = line();
        plans.push_back({9, 5001, 1, {2, 500}});
        const Chain chain = chainOf(plans);
        std::size_t job = *chain.indexOf(keyOf<nostr::EventId>(9));
        const Chain part = upstreamOf(chain, job);
        std::vector<unsigned> numbers;
        for (const ChainNode &node : part.nodes)
            numbers.push_back(numberOf(node));
        QVERIFY((numbers == std::vector<unsigned>{1, 2, 9, 500}));
        QCOMPARE(job, std::size_t(2));
        QCOMPARE(part.edges.size(), std::size_t(3));
        QCOMPARE(part.groups.size(), part.nodes.size());
        QVERIFY(part.nodes[part.edges[0].from].id == keyOf<nostr::EventId>(1));
    }

    /// What holds for any two chains.
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

    void circlesDoNoHarm()
    {
        std::vector<Plan> plans = line();
        plans[0].inputs = {4};
        const Chain left = chainOf(plans);
        QVERIFY(left.nodes[0].inCycle);
        QCOMPARE(told(left, chainOf(plans, 1)), QStringLiteral("1-1; 2-2; 3-3; 4-4"));
        QCOMPARE(told(left, chainOf(line(), 1)), QStringLiteral("1-1; 2-2; 3-3; 4-4"));
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

DVMDASH_TEST(ChainComparisonTest)
#include "chain_comparison_test.moc"
