// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/made_graphs.h"
#include "support/test_main.h"

using namespace dvmdash;
using layout::Graph;
using layout::Layout;
using layout::Length;

namespace
{

Length yOf(const Layout &placed, int node)
{
    return placed.nodes[node].topLeft.y;
}

} // namespace

/// Small graphs that everyone knows how to draw.
class PictureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aChainIsALine()
    {
        const Graph graph = test::chainOf(5);
        const Layout placed = *layout::layOut(graph);
        for (int i = 0; i < 5; ++i)
            QVERIFY((placed.nodes[i].topLeft == layout::Point{i * (150 + 64), 0}));
        for (const layout::Route &route : placed.edges)
            QCOMPARE(route.points.size(), std::size_t{2});
        QCOMPARE(placed.width, 5 * 150 + 4 * 64);
        QCOMPARE(placed.height, 44);
    }

    void aDiamondIsEven()
    {
        const Layout placed = *layout::layOut(test::diamond());
        QCOMPARE(yOf(placed, 1), 0);
        QCOMPARE(yOf(placed, 2), 44 + 24);
        QCOMPARE(yOf(placed, 0), 34);
        QCOMPARE(yOf(placed, 3), 34);
    }

    void aFanOpensAndClosesInItsMiddleAndStandsInOrderOfTime()
    {
        const Layout placed = *layout::layOut(test::fan(12, true));
        QCOMPARE(placed.height, 12 * 44 + 11 * 24);
        QCOMPARE(2 * yOf(placed, 0) + 44, placed.height);
        QCOMPARE(yOf(placed, 13), yOf(placed, 0));
        for (int i = 1; i <= 12; ++i)
            QCOMPARE(placed.nodes[i].order, i - 1);
    }

    void aShortCutRunsRoundAStraightChain()
    {
        Graph graph = test::chainOf(5);
        graph.edges.push_back({0, 4});
        graph.edges.push_back({3, 1}); // closes a cycle
        const Layout placed = *layout::layOut(graph);
        for (int i = 1; i < 5; ++i)
            QCOMPARE(yOf(placed, i), yOf(placed, 0));
        const layout::Route &around = placed.edges[4], &back = placed.edges[5];
        QCOMPARE(around.points.size(), std::size_t{4});
        QVERIFY(!around.reversed);
        QCOMPARE(around.points[1].y, around.points[2].y);
        QVERIFY(back.reversed);
        QCOMPARE(back.points.size(), std::size_t{4});
        QVERIFY(back.points.front().x > back.points.back().x);
        QCOMPARE(placed.statistics.crossings, 0);
    }

    /// The mean of four alignments leaves small jogs; none is left where there is room.
    void whatIsNearlyLevelIsLevel()
    {
        std::mt19937 random(1);
        int level = 0, jogs = 0;
        for (int round = 0; round < 40; ++round) {
            const Graph graph = test::jobsGraph(40, random);
            const Layout placed = *layout::layOut(graph);
            for (const layout::Edge &edge : graph.edges) {
                const Length rise = std::abs(yOf(placed, edge.from) - yOf(placed, edge.to));
                if (placed.nodes[edge.to].layer - placed.nodes[edge.from].layer == 1) {
                    level += rise == 0 ? 1 : 0;
                    jogs += rise != 0 && 2 * rise < 44 ? 1 : 0;
                }
            }
        }
        QVERIFY2(level > 25 * jogs, qPrintable(QStringLiteral("%1, %2").arg(level).arg(jogs)));
    }

    void manyLayersAreCrossedInAStraightLine()
    {
        Graph graph = test::chainOf(20);
        graph.edges.push_back({0, 19});
        const Layout placed = *layout::layOut(graph);
        QCOMPARE(placed.edges.back().points.size(), std::size_t{4});
        QCOMPARE(placed.statistics.dummies, 18);
    }

    void thereAndBackRunBesideEachOther()
    {
        Graph graph = test::unlinkedNodes(2);
        graph.edges = {{0, 1}, {1, 0}};
        const Layout placed = *layout::layOut(graph);
        QVERIFY(!placed.edges[0].reversed);
        QVERIFY(placed.edges[1].reversed);
        QCOMPARE(placed.edges[0].points.size(), std::size_t{2});
        QCOMPARE(placed.edges[1].points.size(), std::size_t{2});
        QCOMPARE(placed.edges[1].points[0].y - placed.edges[0].points[0].y, 12);
        QCOMPARE(placed.edges[1].points[0].x, placed.nodes[1].topLeft.x);
    }

    void componentsStandBelowEachOtherTheEarliestFirst()
    {
        Graph graph = test::unlinkedNodes(6);
        graph.edges = {{1, 4}, {0, 5}};
        const Layout placed = *layout::layOut(graph);
        const int component[]{0, 1, 2, 3, 1, 0};
        for (int i = 0; i < 6; ++i) {
            QCOMPARE(placed.nodes[i].component, component[i]);
            QCOMPARE(yOf(placed, i), component[i] * (44 + 48));
        }
        QCOMPARE(placed.statistics.components, 4);
    }

    void boxesOfAllSizesAreCentredInTheirLayers()
    {
        Graph graph = test::diamond();
        graph.nodes[1].width = 50;
        graph.nodes[2].height = 100;
        const Layout placed = *layout::layOut(graph);
        QCOMPARE(placed.nodes[1].topLeft.x - placed.nodes[2].topLeft.x, 50);
        // Level from the narrow box to the edge of its layer.
        QCOMPARE(placed.edges[2].points[0].y, placed.edges[2].points[1].y);
        QCOMPARE(placed.edges[2].points[1].x, placed.nodes[2].topLeft.x + 150);
    }

    void aSelfLoopHasItsRoomAboveTheBox()
    {
        Graph graph = test::fan(2, false);
        graph.edges.push_back({2, 2});
        const Layout placed = *layout::layOut(graph);
        QCOMPARE(yOf(placed, 2) - yOf(placed, 1), 44 + 24 + 24);
        QCOMPARE(placed.edges[2].points[1].y, yOf(placed, 2) - 24);
    }
};
DVMDASH_TEST(PictureTest)

#include "picture_test.moc"
