// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layering.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>
#include <set>

using namespace dvmdash;
using layout::Arc;

namespace
{

/// No arc twice; numbers have nothing to do with the direction of arcs.
std::vector<Arc> randomArcs(int nodes, int count, std::mt19937 &random)
{
    std::set<std::pair<int, int>> ends;
    for (int i = 0; i < count; ++i) {
        const int a = static_cast<int>(random() % static_cast<unsigned>(nodes));
        const int b = static_cast<int>(random() % static_cast<unsigned>(nodes));
        if ((a * 7 + 3) % 11 != (b * 7 + 3) % 11)
            ends.insert((a * 7 + 3) % 11 < (b * 7 + 3) % 11 ? std::pair(a, b) : std::pair(b, a));
    }
    std::vector<Arc> arcs;
    for (const auto &[from, to] : ends)
        arcs.push_back({from, to, static_cast<std::int64_t>(1 + random() % 3), 1});
    return arcs;
}

std::int64_t lengthOf(const std::vector<int> &layers, const std::vector<Arc> &arcs)
{
    std::int64_t sum = 0;
    for (const Arc &arc : arcs)
        sum += arc.weight * (layers[arc.to] - layers[arc.from]);
    return sum;
}

bool holds(const std::vector<int> &layers, const std::vector<Arc> &arcs)
{
    return std::all_of(arcs.begin(), arcs.end(),
                       [&](const Arc &arc) { return layers[arc.from] < layers[arc.to]; });
}

/// Each node in the first layer that it can have.
std::vector<int> longestPaths(int nodes, const std::vector<Arc> &arcs)
{
    std::vector<int> layers(nodes, 0);
    for (int round = 0; round < nodes; ++round)
        for (const Arc &arc : arcs)
            layers[arc.to] = std::max(layers[arc.to], layers[arc.from] + 1);
    return layers;
}

/// The shortest length with so many layers, by trying all.
std::int64_t shortest(int nodes, int layers, const std::vector<Arc> &arcs)
{
    std::int64_t best = -1;
    std::vector<int> tried(nodes, 0);
    for (;;) {
        if (holds(tried, arcs)) {
            const std::int64_t length = lengthOf(tried, arcs);
            best = best < 0 ? length : std::min(best, length);
        }
        int node = 0;
        while (node < nodes && ++tried[node] == layers)
            tried[node++] = 0;
        if (node == nodes)
            return best;
    }
}

} // namespace

class LayeringTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void arcsGoRightInTheFewestLayers()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 300; ++round) {
            const int nodes = 2 + static_cast<int>(random() % 40);
            const std::vector<Arc> arcs = randomArcs(nodes, static_cast<int>(random() % 80), random);
            const std::vector<int> layers = layout::layersOf(nodes, arcs);
            QVERIFY(holds(layers, arcs));
            const std::vector<int> first = longestPaths(nodes, arcs);
            QCOMPARE(*std::max_element(layers.begin(), layers.end()),
                     *std::max_element(first.begin(), first.end()));
            QCOMPARE(*std::min_element(layers.begin(), layers.end()), 0);
            QVERIFY(lengthOf(layers, arcs) <= lengthOf(first, arcs));
        }
    }

    /// Not always the shortest, but nearly: all layerings of small graphs are tried.
    void arcsAreNearlyAsShortAsTheyCanBe()
    {
        std::mt19937 random(2);
        std::int64_t found = 0, best = 0;
        for (int round = 0; round < 200; ++round) {
            const int nodes = 6;
            const std::vector<Arc> arcs = randomArcs(nodes, 9, random);
            const std::vector<int> layers = layout::layersOf(nodes, arcs);
            found += lengthOf(layers, arcs);
            best += shortest(nodes, 1 + *std::max_element(layers.begin(), layers.end()), arcs);
        }
        QVERIFY2(found * 100 <= best * 102, qPrintable(QStringLiteral("%1 of %2").arg(found).arg(best)));
    }

    void anInputStandsBesideTheJobThatTakesIt()
    {
        // 0 > 1 > 2 > 3, and 4 > 5 > 3.
        const std::vector<Arc> arcs{{0, 1, 1, 1}, {1, 2, 1, 1}, {2, 3, 1, 1}, {4, 5, 1, 1}, {5, 3, 1, 1}};
        QCOMPARE(layout::layersOf(6, arcs), (std::vector<int>{0, 1, 2, 3, 1, 2}));
    }
};
DVMDASH_TEST(LayeringTest)

#include "layering_test.moc"
