// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/coordinates.h"
#include "layout/parts.h"

namespace dvmdash::layout
{

/// The arcs of a part after cycle breaking: acyclic, so both directions between two nodes are one arc now.
struct AcyclicArcs {
    std::vector<Arc> arcs;
    struct Line {
        int arc = 0;
        int lane = 0; ///< among the lines of the arc, from above
        bool reversed = false;
    };
    std::vector<Line> lines; ///< as Part::lines; means nothing for self loops
};
AcyclicArcs acyclicArcs(const Part &part);

/// What boxes and lines of a part measure, with their numbers in it.
class Measures
{
public:
    Measures(const Graph &graph, const Part &part, const AcyclicArcs &acyclic, const Options &options);

    Length width(int node) const { return m_width[node]; }
    Length height(int node) const { return m_height[node]; }
    int loops(int node) const { return m_loops[node]; }
    /// From a box to the top of one of its self loops; from the fourth on they lie over each other.
    Length loopHeight(int loop) const;
    /// How far a line of an arc runs below the arc's own way, above it when negative.
    Length laneOffset(int arc, int lane) const;
    /// Of every vertex; self loops reach above their box.
    std::vector<Reach> reach(const LayeredGraph &layered) const;

private:
    std::vector<Length> m_width, m_height;
    std::vector<int> m_loops;
    std::vector<int> m_lines;      ///< of an arc
    std::vector<Length> m_laneGap; ///< of an arc
    Length m_edgeGap;
};

/// Step 6: x of the layers, corners of the boxes and points of the lines, all from (0, 0) on. O(V + E).
class Placement
{
public:
    Placement(const LayeredGraph &layered, const AcyclicArcs &acyclic, const Measures &measures,
              const std::vector<Length> &y, Length layerGap);

    Length width() const { return m_width; }
    Point topLeft(int node) const;
    Route route(const AcyclicArcs::Line &line) const;
    Route selfLoop(int node, int loop) const;

private:
    Length left(int node) const;
    void placeLayers(Length layerGap);

    const LayeredGraph &m_layered;
    const AcyclicArcs &m_acyclic;
    const Measures &m_measures;
    const std::vector<Length> &m_y;
    std::vector<Length> m_layerLeft, m_layerWidth;
    Length m_width = 0;
};

} // namespace dvmdash::layout
