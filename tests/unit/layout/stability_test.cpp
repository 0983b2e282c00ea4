// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults.h"
#include "support/made_graphs.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using layout::Graph;
using layout::Layout;

namespace
{

/// Whether those of the first `count` nodes that share a layer in both layouts stand in the same order in
/// both.
bool keepsOrder(const Layout &before, const Layout &after, std::size_t count)
{
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = 0; b < count; ++b) {
            const bool shared = before.nodes[a].component == before.nodes[b].component &&
                                before.nodes[a].layer == before.nodes[b].layer &&
                                after.nodes[a].component == after.nodes[b].component &&
                                after.nodes[a].layer == after.nodes[b].layer;
            if (shared && before.nodes[a].order < before.nodes[b].order &&
                after.nodes[a].order > after.nodes[b].order)
                return false;
        }
    return true;
}

Graph someGraph(std::mt19937 &random)
{
    const int nodes = 5 + static_cast<int>(random() % 60);
    if (random() % 2 == 0)
        return test::jobsGraph(nodes, random);
    return test::randomGraph({nodes, nodes * 3 / 2, 0, 20, 2, 5}, random);
}

int anyOf(const Graph &graph, std::mt19937 &random)
{
    return static_cast<int>(random() % graph.nodes.size());
}

} // namespace

class StabilityTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aNewLeafMovesNobodyPastAnother()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 300; ++round) {
            Graph graph = someGraph(random);
            const std::size_t count = graph.nodes.size();
            const Layout before = *layout::layOut(graph);
            const auto previous = layout::positionsOf(graph, before);
            const int parent = anyOf(graph, random);
            graph.nodes.push_back({"leaf", 1'000, 150, 44});
            graph.edges.push_back({parent, static_cast<int>(count)});
            const Layout after = *layout::layOut(graph, {}, previous);
            QCOMPARE(test::faultOf(graph, {}, after, true), QString());
            QVERIFY(keepsOrder(before, after, count));
        }
    }

    void aNewEdgeMovesNobodyPastAnother()
    {
        std::mt19937 random(2);
        for (int round = 0; round < 300; ++round) {
            Graph graph = someGraph(random);
            const Layout before = *layout::layOut(graph);
            const auto previous = layout::positionsOf(graph, before);
            graph.edges.push_back({anyOf(graph, random), anyOf(graph, random)});
            const Layout after = *layout::layOut(graph, {}, previous);
            QCOMPARE(test::faultOf(graph, {}, after, true), QString());
            QVERIFY(keepsOrder(before, after, graph.nodes.size()));
        }
    }

    void withoutAChangeEveryOrderStays()
    {
        std::mt19937 random(3);
        for (int round = 0; round < 200; ++round) {
            const Graph graph = someGraph(random);
            const Layout before = *layout::layOut(graph);
            const Layout after = *layout::layOut(graph, {}, layout::positionsOf(graph, before));
            for (std::size_t i = 0; i < graph.nodes.size(); ++i)
                QCOMPARE(after.nodes[i].order, before.nodes[i].order);
        }
    }

    void aSiblingComesBelowTheOnesBeforeIt()
    {
        Graph graph = test::fan(5, false);
        graph.nodes[5].time = 100;
        const auto previous = layout::positionsOf(graph, *layout::layOut(graph));
        graph.nodes.push_back({"new", 50, 150, 44});
        graph.edges.push_back({0, 6});
        const Layout after = *layout::layOut(graph, {}, previous);
        const int order[]{0, 0, 1, 2, 3, 5, 4};
        for (int i = 0; i < 7; ++i)
            QCOMPARE(after.nodes[i].order, order[i]);
    }

    void aPreviousOrderIsKeptEvenIfItCrosses()
    {
        Graph graph = test::unlinkedNodes(6);
        graph.edges = {{0, 1}, {0, 2}, {1, 3}, {2, 4}, {3, 5}, {4, 5}};
        layout::Positions previous = layout::positionsOf(graph, *layout::layOut(graph));
        std::swap(previous.at("job 3"), previous.at("job 4"));
        const Layout kept = *layout::layOut(graph, {}, previous);
        QVERIFY(kept.nodes[4].order < kept.nodes[3].order);
        QCOMPARE(kept.statistics.crossings, 1);
        QCOMPARE(layout::layOut(graph)->statistics.crossings, 0);
    }

    /// As a live chain does: a job at a time, each layout with the one before.
    void aGrowingChainStaysReadable()
    {
        std::mt19937 random(4);
        const Graph whole = test::jobsGraph(80, random);
        Graph graph;
        layout::Positions previous;
        std::optional<Layout> last;
        for (int i = 0; i < 80; ++i) {
            graph.nodes.push_back(whole.nodes[i]);
            for (const layout::Edge &edge : whole.edges)
                if (edge.to == i)
                    graph.edges.push_back(edge);
            const auto next = layout::layOut(graph, {}, previous);
            QCOMPARE(test::faultOf(graph, {}, *next, true), QString());
            if (last)
                QVERIFY(keepsOrder(*last, *next, graph.nodes.size() - 1));
            previous = layout::positionsOf(graph, *next);
            last = next;
        }
        const std::int64_t fresh = layout::layOut(graph)->statistics.crossings;
        QVERIFY2(last->statistics.crossings <= 4 * fresh + 40,
                 qPrintable(QStringLiteral("%1, fresh %2").arg(last->statistics.crossings).arg(fresh)));
    }
};
DVMDASH_TEST(StabilityTest)

#include "stability_test.moc"
