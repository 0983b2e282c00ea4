// SPDX-License-Identifier: GPL-3.0-or-later
#include "acyclic_graphs.h"
#include "layout/coordinates.h"
#include "layout/crossing_reduction.h"
#include "support/made_graphs.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using layout::Arc;
using layout::LayeredGraph;
using layout::Length;
using layout::Ordering;

namespace
{

constexpr layout::Gaps gaps{20, 10};

std::vector<layout::Reach> reaches(const LayeredGraph &graph, std::mt19937 &random)
{
    std::vector<layout::Reach> reach(graph.vertices());
    for (int node = 0; node < graph.nodes(); ++node)
        reach[node] = {static_cast<Length>(random() % 50), static_cast<Length>(random() % 50)};
    return reach;
}

std::vector<Length> placed(const LayeredGraph &graph, const std::vector<Arc> &arcs, const Ordering &ordering,
                           const std::vector<layout::Reach> &reach)
{
    return layout::coordinates(graph, arcs, ordering, reach, gaps, layout::Cancel(nullptr));
}

bool isInner(const LayeredGraph &graph, const layout::Segment &segment)
{
    return graph.isDummy(segment.left) && graph.isDummy(segment.right);
}

/// Whether pieces of two long edges cross each other: one of both has to bend then.
bool longEdgesCross(const LayeredGraph &graph, const Ordering &ordering)
{
    for (const layout::Segment &a : graph.segments())
        for (const layout::Segment &b : graph.segments())
            if (isInner(graph, a) && isInner(graph, b) && graph.layer(a.left) == graph.layer(b.left) &&
                ordering.place(a.left) < ordering.place(b.left) &&
                ordering.place(a.right) > ordering.place(b.right))
                return true;
    return false;
}

} // namespace

class CoordinatesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// In any order, however bad it is.
    void neighboursKeepOrderAndGap()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 300; ++round) {
            const std::vector<Arc> arcs = test::randomArcs(random);
            const LayeredGraph graph = test::layered(arcs);
            const Ordering ordering = test::randomOrdering(graph, random);
            const std::vector<layout::Reach> reach = reaches(graph, random);
            const std::vector<Length> y = placed(graph, arcs, ordering, reach);
            Length top = y[0] - reach[0].above;
            for (int vertex = 0; vertex < graph.vertices(); ++vertex)
                top = std::min(top, y[vertex] - reach[vertex].above);
            QCOMPARE(top, 0);
            for (int layer = 0; layer < ordering.layers(); ++layer)
                for (std::size_t i = 1; i < ordering.layer(layer).size(); ++i) {
                    const int upper = ordering.layer(layer)[i - 1], lower = ordering.layer(layer)[i];
                    const int dummies = (graph.isDummy(upper) ? 1 : 0) + (graph.isDummy(lower) ? 1 : 0);
                    QVERIFY(y[lower] - reach[lower].above - y[upper] - reach[upper].below >=
                            gaps.betweenNodes - 5 * dummies);
                }
        }
    }

    void longEdgesAreStraightUnlessTheyCrossEachOther()
    {
        std::mt19937 random(2);
        int straight = 0;
        for (int round = 0; round < 300; ++round) {
            const std::vector<Arc> arcs = test::randomArcs(random);
            const LayeredGraph graph = test::layered(arcs);
            layout::CrossingEffort effort;
            const Ordering ordering = layout::reduceCrossings(
                graph, layout::searchOrder(graph, layout::Search::Forward),
                std::vector<char>(graph.vertices(), 0), effort, layout::Cancel(nullptr));
            if (longEdgesCross(graph, ordering))
                continue;
            const std::vector<Length> y = placed(graph, arcs, ordering, reaches(graph, random));
            for (const layout::Segment &segment : graph.segments())
                if (isInner(graph, segment)) {
                    QCOMPARE(y[segment.left], y[segment.right]);
                    ++straight;
                }
        }
        QVERIFY(straight > 1'000);
    }

    /// A heavier edge decides where a node stands that has two neighbours.
    void theHeavierEdgeIsLevel()
    {
        for (const bool upper : {true, false}) {
            const std::vector<Arc> arcs{{0, 1, upper ? 5 : 1, 1}, {0, 2, upper ? 1 : 5, 1}};
            const LayeredGraph graph = test::layered(arcs);
            const Ordering ordering = layout::searchOrder(graph, layout::Search::Forward);
            const std::vector<Length> y =
                placed(graph, arcs, ordering, std::vector<layout::Reach>(3, {20, 20}));
            QCOMPARE(y[0], y[upper ? 1 : 2]);
        }
    }
};
DVMDASH_TEST(CoordinatesTest)

#include "coordinates_test.moc"
