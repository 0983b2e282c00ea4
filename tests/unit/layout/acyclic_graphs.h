// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/ordering.h"

#include <random>

/// What the steps after cycle breaking are given.
namespace dvmdash::test
{

/// The arcs of a graph without cycles and self loops.
std::vector<layout::Arc> arcsOf(const layout::Graph &graph);
/// Of 2 to 40 nodes, up to three times as many.
std::vector<layout::Arc> randomArcs(std::mt19937 &random);
/// Their nodes are those that they name.
layout::LayeredGraph layered(const std::vector<layout::Arc> &arcs);
layout::Ordering randomOrdering(const layout::LayeredGraph &graph, std::mt19937 &random);

} // namespace dvmdash::test
