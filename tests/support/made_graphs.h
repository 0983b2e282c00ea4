// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/layered_layout.h"

#include <random>

/// Graphs of many shapes for tests and measurements of the layout. Nodes are numbered in the order of time.
namespace dvmdash::test
{

layout::Graph unlinkedNodes(int count);
layout::Graph chainOf(int count);
layout::Graph diamond();
/// One node to `width` others; with `closed` all of them to one more.
layout::Graph fan(int width, bool closed);
layout::Graph grid(int rows, int columns);
layout::Graph randomTree(int count, std::mt19937 &random);
/// Jobs of which most take the output of one before, some of two or three; one in ten of any before, the
/// others of one of the last eight.
layout::Graph jobsGraph(int count, std::mt19937 &random);
/// Chains of `length` jobs that have nothing to do with each other.
layout::Graph manyChains(int count, int length);

struct RandomShape {
    int nodes = 0;
    int edges = 0;
    int reach = 0;         ///< how far apart in time the ends are at most; 0: any
    int backPercent = 0;   ///< of edges that go back in time
    int loopPercent = 0;   ///< of self loops
    int doublePercent = 0; ///< of edges that repeat one
    bool sizes = false;    ///< boxes of all sizes, weights of all kinds
};
layout::Graph randomGraph(const RandomShape &shape, std::mt19937 &random);

/// The same graph with its nodes and edges in another order; places say where those of the original are.
struct Shuffled {
    layout::Graph graph;
    std::vector<int> nodePlaces;
    std::vector<int> edgePlaces;
};
Shuffled shuffled(const layout::Graph &graph, std::mt19937 &random);

} // namespace dvmdash::test
