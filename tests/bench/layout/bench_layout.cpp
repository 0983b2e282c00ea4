// SPDX-License-Identifier: GPL-3.0-or-later
// How long a layout takes, for graphs of several shapes and sizes, as least, median and 99th percentile in
// milliseconds, with what the layout had to deal with. "again": the same graph with its own layout as the
// previous one.
//
//     bench_layout [ROUNDS [SHAPE]]
#include "support/made_graphs.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

using namespace dvmdash;

namespace
{

struct Shape {
    std::string name;
    std::function<layout::Graph(int nodes)> make;
};

layout::Graph random(const test::RandomShape &shape)
{
    std::mt19937 generator(1);
    return test::randomGraph(shape, generator);
}

std::vector<Shape> shapes()
{
    return {
        {"one long chain", test::chainOf},
        {"chains of five", [](int nodes) { return test::manyChains(nodes, 5); }},
        {"fan-out", [](int nodes) { return test::fan(nodes - 1, false); }},
        {"fan-out and fan-in", [](int nodes) { return test::fan(nodes - 2, true); }},
        {"tree",
         [](int nodes) {
             std::mt19937 generator(1);
             return test::randomTree(nodes, generator);
         }},
        {"jobs of one to three inputs",
         [](int nodes) {
             std::mt19937 generator(1);
             return test::jobsGraph(nodes, generator);
         }},
        {"grid", [](int nodes) { return test::grid(nodes / 25, 25); }},
        {"random, 1.5 edges, near",
         [](int nodes) {
             return random({nodes, nodes * 3 / 2, 40});
         }},
        {"random, 1.5 edges, far",
         [](int nodes) {
             return random({nodes, nodes * 3 / 2});
         }},
        {"random, 2 edges, cycles",
         [](int nodes) {
             return random({nodes, nodes * 2, 0, 30, 1, 2});
         }},
        {"random, 4 edges, near",
         [](int nodes) {
             return random({nodes, nodes * 4, 60});
         }},
        {"random, 4 edges, far",
         [](int nodes) {
             return random({nodes, nodes * 4});
         }},
    };
}

/// Sorted.
std::vector<double> millisecondsOf(const layout::Graph &graph, const layout::Positions &previous, int rounds)
{
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        if (!layout::layOut(graph, {}, previous))
            std::exit(1);
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    return times;
}

void measure(const Shape &shape, int nodes, int rounds)
{
    const layout::Graph graph = shape.make(nodes);
    const layout::Layout placed = *layout::layOut(graph);
    const std::vector<double> times = millisecondsOf(graph, {}, rounds);
    const std::vector<double> again = millisecondsOf(graph, layout::positionsOf(graph, placed), rounds);
    const layout::Statistics &statistics = placed.statistics;
    std::printf("%-28s %6zu %6zu %6d %7d %9lld %9lld %8.2f %8.2f %8.2f %8.2f\n", shape.name.c_str(),
                graph.nodes.size(), graph.edges.size(), statistics.layers, statistics.dummies,
                static_cast<long long>(statistics.initialCrossings),
                static_cast<long long>(statistics.crossings), times.front(), times[times.size() / 2],
                times[times.size() * 99 / 100], again[again.size() / 2]);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::max(std::atoi(argv[1]), 1) : 25;
    const std::string only = argc > 2 ? argv[2] : "";
    std::printf("%-28s %6s %6s %6s %7s %9s %9s %8s %8s %8s %8s\n", "ms", "nodes", "edges", "layers",
                "dummies", "crossed", "reduced", "least", "median", "p99", "again");
    for (const int nodes : {500, 2'000, 5'000})
        for (const Shape &shape : shapes())
            if (only.empty() || shape.name == only)
                measure(shape, nodes, rounds);
    return 0;
}
