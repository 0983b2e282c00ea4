// SPDX-License-Identifier: GPL-3.0-or-later
// Two chains side by side: each difference, and which job is paired with which.
#include "compared_chains.h"
#include "dvm/chain_matching.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

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

    void circlesDoNoHarm()
    {
        std::vector<Plan> plans = line();
        plans[0].inputs = {4};
        const Chain left = chainOf(plans);
        QVERIFY(left.nodes[0].inCycle);
        QCOMPARE(told(left, chainOf(plans, 1)), QStringLiteral("1-1; 2-2; 3-3; 4-4"));
        QCOMPARE(told(left, chainOf(line(), 1)), QStringLiteral("1-1; 2-2; 3-3; 4-4"));
    }
};

DVMDASH_TEST(ChainComparisonTest)
#include "chain_comparison_test.moc"
