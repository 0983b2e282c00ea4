// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/cycle_breaking.h"
#include "support/test_main.h"

#include <random>
#include <set>

using namespace dvmdash;
using layout::Arc;

namespace
{

std::vector<Arc> randomArcs(int nodes, int count, std::mt19937 &random)
{
    std::set<std::pair<int, int>> ends;
    for (int i = 0; i < count; ++i) {
        const int from = static_cast<int>(random() % static_cast<unsigned>(nodes));
        const int to = static_cast<int>(random() % static_cast<unsigned>(nodes));
        if (from != to)
            ends.insert({from, to});
    }
    std::vector<Arc> arcs;
    for (const auto &[from, to] : ends)
        arcs.push_back({from, to, static_cast<std::int64_t>(1 + random() % 3), 1});
    return arcs;
}

/// Along the arcs that stay as they are.
bool canBeReached(int from, int to, int nodes, const std::vector<Arc> &arcs,
                  const std::vector<char> &reversed)
{
    std::vector<char> seen(nodes, 0);
    std::vector<int> open{from};
    while (!open.empty()) {
        const int node = open.back();
        open.pop_back();
        if (node == to)
            return true;
        for (std::size_t i = 0; i < arcs.size(); ++i)
            if (!reversed[i] && arcs[i].from == node && !seen[arcs[i].to]) {
                seen[arcs[i].to] = 1;
                open.push_back(arcs[i].to);
            }
    }
    return false;
}

bool hasCycle(int nodes, const std::vector<Arc> &arcs)
{
    const std::vector<char> none(arcs.size(), 0);
    for (const Arc &arc : arcs)
        if (canBeReached(arc.to, arc.from, nodes, arcs, none))
            return true;
    return false;
}

} // namespace

class CycleBreakingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsReversedBreaksAllCycles()
    {
        std::mt19937 random(1);
        int cyclic = 0;
        for (int round = 0; round < 400; ++round) {
            const int nodes = 2 + static_cast<int>(random() % 14);
            std::vector<Arc> arcs = randomArcs(nodes, static_cast<int>(random() % 40), random);
            cyclic += hasCycle(nodes, arcs) ? 1 : 0;
            const std::vector<char> reversed = layout::arcsToReverse(nodes, arcs);
            for (std::size_t i = 0; i < arcs.size(); ++i)
                if (reversed[i])
                    std::swap(arcs[i].from, arcs[i].to);
            QVERIFY(!hasCycle(nodes, arcs));
        }
        QVERIFY(cyclic > 100);
    }

    void onlyWhatWouldCloseACycleIsReversed()
    {
        std::mt19937 random(2);
        for (int round = 0; round < 400; ++round) {
            const int nodes = 2 + static_cast<int>(random() % 14);
            const std::vector<Arc> arcs = randomArcs(nodes, static_cast<int>(random() % 40), random);
            const std::vector<char> reversed = layout::arcsToReverse(nodes, arcs);
            for (std::size_t i = 0; i < arcs.size(); ++i) {
                if (!reversed[i])
                    continue;
                QVERIFY(arcs[i].from > arcs[i].to); // what goes forward in time stays
                QVERIFY(canBeReached(arcs[i].to, arcs[i].from, nodes, arcs, reversed));
            }
        }
    }

    void aTwistWithoutCycleStays()
    {
        const std::vector<Arc> arcs{{2, 1, 1, 1}, {1, 0, 1, 1}, {2, 0, 1, 1}};
        QCOMPARE(layout::arcsToReverse(3, arcs), std::vector<char>(3, 0));
    }

    void theLighterArcIsReversed()
    {
        // 0 > 1 > 2 go forward; of 2 > 0 and 2 > 1, 1 > 0 only what closes a cycle is turned.
        const std::vector<Arc> ring{{0, 1, 1, 1}, {1, 2, 1, 1}, {2, 0, 9, 1}};
        QCOMPARE(layout::arcsToReverse(3, ring), (std::vector<char>{0, 0, 1}));
        // 3 > 1 and 1 > 3 by way of 0: both go back once, the heavier stays.
        const std::vector<Arc> two{{3, 1, 5, 1}, {1, 0, 1, 1}, {0, 3, 1, 1}, {3, 2, 1, 1}, {2, 1, 1, 1}};
        QCOMPARE(layout::arcsToReverse(4, two), (std::vector<char>{0, 1, 0, 0, 0}));
    }

    /// All nodes in one component, every second arc going back: searching ends in time, and all is acyclic.
    void aKnotDoesNotTakeForEver()
    {
        std::mt19937 random(3);
        const int nodes = 5'000;
        std::vector<Arc> arcs = randomArcs(nodes, 40'000, random);
        const std::vector<char> reversed = layout::arcsToReverse(nodes, arcs);
        std::vector<int> incoming(nodes, 0), free;
        std::vector<std::vector<int>> out(nodes);
        for (std::size_t i = 0; i < arcs.size(); ++i) {
            if (reversed[i])
                std::swap(arcs[i].from, arcs[i].to);
            ++incoming[arcs[i].to];
            out[arcs[i].from].push_back(arcs[i].to);
        }
        for (int node = 0; node < nodes; ++node)
            if (incoming[node] == 0)
                free.push_back(node);
        for (std::size_t i = 0; i < free.size(); ++i)
            for (const int next : out[free[i]])
                if (--incoming[next] == 0)
                    free.push_back(next);
        QCOMPARE(static_cast<int>(free.size()), nodes);
    }
};
DVMDASH_TEST(CycleBreakingTest)

#include "cycle_breaking_test.moc"
