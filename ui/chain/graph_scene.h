// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/layered_layout.h"
#include "ui/chain/box_words.h"

#include <QPainterPath>
#include <QRectF>

#include <set>
#include <vector>

/// A chain that was laid out: where its boxes and lines are, in pixels at zoom 1, and how one walks over it.
/// Pure functions.
namespace dvmdash::ui
{

struct EdgeDrawing {
    QPainterPath path;
    QRectF bounds;
    QPointF tip;       ///< of the arrow
    QPointF direction; ///< in which it points, of length 1
    QPointF middle;    ///< where a mark of the line stands
    bool back = false; ///< goes against the others: it closes a circle
};

struct GraphPicture {
    std::vector<QRectF> boxes;              ///< as ChainShape::boxes
    std::vector<layout::PlacedNode> places; ///< of the same
    std::vector<EdgeDrawing> edges;         ///< as ChainShape::edges
    QRectF bounds;
};

struct GraphScene {
    engine::ChainAnswer answer;
    OpenedFolds opened;              ///< that the shape was made with
    std::optional<std::size_t> kept; ///< the same
    std::vector<bool> apart;         ///< the same
    ChainShape shape;
    std::vector<BoxWords> words; ///< as shape.boxes
    GraphPicture picture;
    layout::Positions positions; ///< for the next layout
};

/// What is laid out. All boxes have one size.
layout::Graph layoutGraph(const engine::ChainAnswer &answer, const ChainShape &shape, const QSizeF &boxSize);
GraphPicture pictureOf(const layout::Graph &graph, const layout::Layout &layout);

enum class Step { Inputs, Consumers, Above, Below };
/// The box that an arrow key leads to: over the critical line when there is one, else to the box that is
/// nearest in height; above and below stay in the column. Nothing where it ends.
std::optional<int> stepFrom(const GraphScene &scene, int box, Step step);

/// All boxes from left to right and from above, component by component.
std::vector<int> readingOrder(const GraphScene &scene);
/// The next or previous of `boxes` after `box` in reading order, round the end; `box` may be none (-1).
std::optional<int> nextOf(const GraphScene &scene, const std::vector<bool> &boxes, int box, bool backwards);

/// The boxes that hold one of these jobs.
std::vector<bool> boxesOf(const GraphScene &scene, const std::set<nostr::EventId> &jobs);

/// The box itself, its inputs and its consumers.
std::vector<bool> neighbourhood(const ChainShape &shape, int box);

} // namespace dvmdash::ui
