// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults.h"
#include "support/made_graphs.h"
#include "support/test_main.h"

#include <algorithm>
#include <map>
#include <thread>

using namespace dvmdash;
using layout::Graph;
using layout::Layout;
using layout::Route;

namespace
{

QString faultOf(const Graph &graph, bool strangers = true)
{
    const auto placed = layout::layOut(graph);
    return placed ? test::faultOf(graph, {}, *placed, strangers) : QStringLiteral("cancelled");
}

Graph cyclicGraph(std::mt19937 &random)
{
    test::RandomShape shape;
    shape.nodes = 2 + static_cast<int>(random() % 60);
    shape.edges = static_cast<int>(random() % static_cast<unsigned>(2 * shape.nodes));
    shape.backPercent = 30;
    shape.loopPercent = 5;
    shape.doublePercent = 10;
    shape.sizes = true;
    return test::randomGraph(shape, random);
}

/// Edges with the same ends and the same weight may have changed their places; all else must be the same.
using Lines =
    std::map<std::tuple<std::string, std::string, int>, std::vector<std::vector<std::pair<int, int>>>>;

Lines linesOf(const Graph &graph, const Layout &placed)
{
    Lines lines;
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const layout::Edge &edge = graph.edges[i];
        std::vector<std::pair<int, int>> points{{placed.edges[i].reversed ? 1 : 0, 0}};
        for (const layout::Point &point : placed.edges[i].points)
            points.emplace_back(point.x, point.y);
        lines[{graph.nodes[edge.from].key, graph.nodes[edge.to].key, edge.weight}].push_back(points);
    }
    for (auto &[ends, all] : lines)
        std::sort(all.begin(), all.end());
    return lines;
}

} // namespace

/// What must hold of every layout, for graphs of all shapes.
class LayoutTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shapes_data()
    {
        QTest::addColumn<Graph>("graph");
        QTest::newRow("empty") << Graph{};
        QTest::newRow("one node") << test::unlinkedNodes(1);
        QTest::newRow("unlinked") << test::unlinkedNodes(30);
        QTest::newRow("two") << test::chainOf(2);
        QTest::newRow("chain of 1,000") << test::chainOf(1'000);
        QTest::newRow("star") << test::fan(300, false);
        QTest::newRow("star, closed") << test::fan(300, true);
        QTest::newRow("diamond") << test::diamond();
        QTest::newRow("grid") << test::grid(12, 9);
        QTest::newRow("chains") << test::manyChains(200, 7);
        std::mt19937 random(1);
        QTest::newRow("tree") << test::randomTree(300, random);
        QTest::newRow("jobs") << test::jobsGraph(300, random);
        Graph loops = test::unlinkedNodes(2);
        loops.edges = {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {1, 1}, {0, 1}, {1, 0}};
        QTest::newRow("self loops") << loops;
        Graph many = test::unlinkedNodes(3);
        for (int i = 0; i < 100; ++i)
            many.edges.push_back({i % 3, (i + 1) % 3});
        QTest::newRow("many parallel edges in a ring") << many;
    }
    void shapes()
    {
        QFETCH(Graph, graph);
        QCOMPARE(faultOf(graph, graph.nodes.size() < 400), QString());
    }

    void randomGraphs()
    {
        std::mt19937 random(2);
        for (int round = 0; round < 300; ++round)
            QCOMPARE(faultOf(cyclicGraph(random)), QString());
    }

    void randomAcyclicGraphsHaveNothingReversed()
    {
        std::mt19937 random(3);
        for (int round = 0; round < 150; ++round) {
            const int nodes = 2 + static_cast<int>(random() % 60);
            const Graph graph =
                test::randomGraph({nodes, static_cast<int>(random() % 200U), 0, 0, 0, 20}, random);
            QCOMPARE(faultOf(graph), QString());
            QCOMPARE(layout::layOut(graph)->statistics.reversedEdges, 0);
        }
    }

    void otherOptions()
    {
        std::mt19937 random(4);
        const layout::Options options{10, 3, 1, 100, 0};
        for (int round = 0; round < 100; ++round) {
            const Graph graph = cyclicGraph(random);
            QCOMPARE(test::faultOf(graph, options, *layout::layOut(graph, options), true), QString());
        }
    }

    void reductionIsNeverWorseThanItsStart()
    {
        std::mt19937 random(5);
        for (int round = 0; round < 200; ++round) {
            const layout::Statistics statistics = layout::layOut(cyclicGraph(random))->statistics;
            QVERIFY(statistics.crossings <= statistics.initialCrossings);
        }
    }

    void theOrderOfTheInputChangesNothing()
    {
        std::mt19937 random(6);
        for (int round = 0; round < 150; ++round) {
            const Graph graph = cyclicGraph(random);
            const test::Shuffled other = test::shuffled(graph, random);
            const Layout one = *layout::layOut(graph), two = *layout::layOut(other.graph);
            QCOMPARE(one.width, two.width);
            QCOMPARE(one.height, two.height);
            QCOMPARE(one.statistics.crossings, two.statistics.crossings);
            for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
                const layout::PlacedNode &a = one.nodes[i], &b = two.nodes[other.nodePlaces[i]];
                QVERIFY(a.topLeft == b.topLeft);
                QCOMPARE(a.component, b.component);
                QCOMPARE(a.layer, b.layer);
                QCOMPARE(a.order, b.order);
            }
            QVERIFY(linesOf(graph, one) == linesOf(other.graph, two));
        }
    }

    /// The test above would not notice if a layout depended on addresses or on a clock.
    void theSameGraphGivesTheSameLayout()
    {
        std::mt19937 random(7);
        const Graph graph = test::jobsGraph(400, random);
        const Layout one = *layout::layOut(graph), two = *layout::layOut(graph);
        QVERIFY(linesOf(graph, one) == linesOf(graph, two));
    }

    void edgesToNowhereAreLeftOut()
    {
        Graph graph = test::chainOf(3);
        graph.edges.push_back({0, 3});
        graph.edges.push_back({-1, 2});
        const Layout placed = *layout::layOut(graph);
        QVERIFY(!placed.edges[1].points.empty());
        QVERIFY(placed.edges[2].points.empty());
        QVERIFY(placed.edges[3].points.empty());
    }

    void absurdSizesAreCutShort()
    {
        Graph graph = test::chainOf(3);
        graph.nodes[0].width = std::numeric_limits<layout::Length>::max();
        graph.nodes[1].height = -5;
        graph.edges[0].weight = -7;
        const Layout placed = *layout::layOut(graph);
        QCOMPARE(placed.nodes[1].topLeft.x, 100'064);
        QCOMPARE(placed.height, 44);
    }

    void manyLongEdgesStayDrawable()
    {
        Graph graph = test::chainOf(1'500);
        for (int i = 0; i < 1'500; i += 2)
            graph.edges.push_back({i % 40, 1'499 - i % 30});
        const Layout placed = *layout::layOut(graph);
        QVERIFY(placed.statistics.dummies <= 60'000);
        QCOMPARE(test::faultOf(graph, {}, placed, false), QString());
    }

    void cancelledFromTheStart()
    {
        const std::atomic<bool> cancel = true;
        QVERIFY(!layout::layOut({}, {}, {}, &cancel));
        QVERIFY(!layout::layOut(test::chainOf(5), {}, {}, &cancel));
        const std::atomic<bool> goOn = false;
        QVERIFY(layout::layOut(test::chainOf(5), {}, {}, &goOn));
    }

    /// A graph that takes half a second is left in its first milliseconds.
    void cancelledOnTheWay()
    {
        std::mt19937 random(8);
        const Graph graph = test::randomGraph({20'000, 80'000}, random);
        std::atomic<bool> cancel = false;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            cancel = true;
        });
        const auto placed = layout::layOut(graph, {}, {}, &cancel);
        other.join();
        QVERIFY(!placed);
    }
};
DVMDASH_TEST(LayoutTest)

#include "layout_test.moc"
