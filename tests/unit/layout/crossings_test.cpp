// SPDX-License-Identifier: GPL-3.0-or-later
#include "acyclic_graphs.h"
#include "layout/crossing_reduction.h"
#include "layout/layering.h"
#include "support/made_graphs.h"
#include "support/test_main.h"

#include <set>

using namespace dvmdash;
using layout::Arc;
using layout::LayeredGraph;
using layout::Ordering;

namespace
{

std::int64_t countedByPairs(const LayeredGraph &graph, const Ordering &ordering)
{
    std::int64_t crossings = 0;
    const auto &segments = graph.segments();
    for (std::size_t i = 0; i < segments.size(); ++i)
        for (std::size_t k = i + 1; k < segments.size(); ++k) {
            const auto &a = segments[i], &b = segments[k];
            if (graph.layer(a.left) != graph.layer(b.left))
                continue;
            const int left = ordering.place(a.left) - ordering.place(b.left);
            const int right = ordering.place(a.right) - ordering.place(b.right);
            crossings += (left < 0 && right > 0) || (left > 0 && right < 0) ? 1 : 0;
        }
    return crossings;
}

/// Each vertex once, in its layer, at its place.
bool isWhole(const LayeredGraph &graph, const Ordering &ordering)
{
    std::set<int> seen;
    for (int layer = 0; layer < ordering.layers(); ++layer) {
        int place = 0;
        for (const int vertex : ordering.layer(layer))
            if (!seen.insert(vertex).second || graph.layer(vertex) != layer ||
                ordering.place(vertex) != place++)
                return false;
    }
    return static_cast<int>(seen.size()) == graph.vertices();
}

} // namespace

class CrossingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySegmentLeadsToTheNextLayer()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 100; ++round) {
            const LayeredGraph graph = test::layered(test::randomArcs(random));
            for (const layout::Segment &segment : graph.segments())
                QCOMPARE(graph.layer(segment.right), graph.layer(segment.left) + 1);
            for (int vertex = graph.nodes(); vertex < graph.vertices(); ++vertex) {
                QCOMPARE(graph.leftOf(vertex).size(), std::size_t{1});
                QCOMPARE(graph.rightOf(vertex).size(), std::size_t{1});
            }
        }
    }

    void longestArcsAreNotCutWhenThereAreTooManyDummies()
    {
        // 0 > 1 > 2 > 3 > 4 with short cuts over one, two and three layers.
        const std::vector<Arc> arcs{{0, 1, 1, 1}, {0, 2, 1, 1}, {0, 3, 1, 1}, {0, 4, 1, 1},
                                    {1, 2, 1, 1}, {2, 3, 1, 1}, {3, 4, 1, 1}};
        const LayeredGraph graph(layout::layersOf(5, arcs), arcs, 4);
        QCOMPARE(graph.vertices(), 5 + 1 + 2);
        QCOMPARE(graph.dummiesOf(1).size(), std::size_t{1});
        QCOMPARE(graph.dummiesOf(2).size(), std::size_t{2});
        QVERIFY(graph.dummiesOf(3).empty());
    }

    void treeCountsWhatPairsSay()
    {
        std::mt19937 random(2);
        layout::CrossingCounter counter;
        for (int round = 0; round < 300; ++round) {
            const LayeredGraph graph = test::layered(test::randomArcs(random));
            const Ordering ordering = test::randomOrdering(graph, random);
            QCOMPARE(counter.all(graph, ordering), countedByPairs(graph, ordering));
        }
    }

    void reductionNeverMakesItWorse()
    {
        std::mt19937 random(3);
        std::int64_t before = 0, after = 0;
        for (int round = 0; round < 300; ++round) {
            const LayeredGraph graph = test::layered(test::randomArcs(random));
            const Ordering start = test::randomOrdering(graph, random);
            layout::CrossingEffort effort;
            const Ordering reduced = layout::reduceCrossings(
                graph, start, std::vector<char>(graph.vertices(), 0), effort, layout::Cancel(nullptr));
            QVERIFY(isWhole(graph, reduced));
            const std::int64_t crossings = countedByPairs(graph, reduced);
            QVERIFY(crossings <= countedByPairs(graph, start));
            before += countedByPairs(graph, start);
            after += crossings;
        }
        QVERIFY(after * 2 < before);
    }

    void pinnedVerticesKeepTheirOrder()
    {
        std::mt19937 random(4);
        for (int round = 0; round < 300; ++round) {
            const LayeredGraph graph = test::layered(test::randomArcs(random));
            const Ordering start = test::randomOrdering(graph, random);
            std::vector<char> pinned(graph.vertices(), 0);
            for (char &one : pinned)
                one = random() % 2 == 0 ? 1 : 0;
            layout::CrossingEffort effort;
            const Ordering reduced =
                layout::reduceCrossings(graph, start, pinned, effort, layout::Cancel(nullptr));
            QVERIFY(isWhole(graph, reduced));
            QVERIFY(countedByPairs(graph, reduced) <= countedByPairs(graph, start));
            for (int layer = 0; layer < start.layers(); ++layer) {
                int last = -1;
                for (const int vertex : start.layer(layer)) {
                    if (!pinned[vertex])
                        continue;
                    QVERIFY(reduced.place(vertex) > last);
                    last = reduced.place(vertex);
                }
            }
        }
    }

    void treesAndGridsHaveNone()
    {
        std::mt19937 random(5);
        layout::CrossingCounter counter;
        for (int round = 0; round < 50; ++round) {
            const LayeredGraph tree = test::layered(test::arcsOf(test::randomTree(60, random)));
            QCOMPARE(counter.all(tree, layout::searchOrder(tree, layout::Search::Forward)), 0);
        }
        const LayeredGraph grid = test::layered(test::arcsOf(test::grid(7, 9)));
        layout::CrossingEffort effort;
        const Ordering reduced =
            layout::reduceCrossings(grid, test::randomOrdering(grid, random),
                                    std::vector<char>(grid.vertices(), 0), effort, layout::Cancel(nullptr));
        QCOMPARE(counter.all(grid, reduced), 0);
    }

    /// Turned round, a tree has none either, when the search goes along the arcs both ways.
    void fanInTreesHaveNone()
    {
        std::mt19937 random(6);
        layout::CrossingCounter counter;
        for (int round = 0; round < 50; ++round) {
            layout::Graph graph = test::randomTree(60, random);
            for (layout::Edge &edge : graph.edges)
                edge = {59 - edge.to, 59 - edge.from};
            const auto placed = layout::layOut(graph);
            QCOMPARE(placed->statistics.crossings, 0);
        }
    }
};
DVMDASH_TEST(CrossingsTest)

#include "crossings_test.moc"
