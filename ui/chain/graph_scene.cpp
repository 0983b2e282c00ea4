// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/graph_scene.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace dvmdash::ui
{

namespace
{

constexpr qreal markRoom = 24; ///< around a line, for its arrow and mark

QPointF pointOf(const layout::Point &point)
{
    return {static_cast<qreal>(point.x), static_cast<qreal>(point.y)};
}

/// Strong lines are kept short and straight; the critical path is not asked, or choosing another root cause
/// would move the boxes.
int weightOf(dvm::EdgeType type)
{
    constexpr int strong = 8;
    constexpr int middling = 3;
    switch (type) {
    case dvm::EdgeType::Job:
        return strong;
    case dvm::EdgeType::Continues:
        return middling;
    case dvm::EdgeType::Quoted:
        return 1;
    }
    return 1;
}

EdgeDrawing loopDrawing(const QVector<QPointF> &points)
{
    EdgeDrawing drawing;
    drawing.back = true;
    drawing.path.moveTo(points.first());
    drawing.path.cubicTo(points.at(1), points.at(2), points.last());
    drawing.tip = points.last();
    drawing.direction = {0, 1};
    drawing.middle = drawing.path.pointAtPercent(0.5);
    return drawing;
}

EdgeDrawing lineDrawing(const QVector<QPointF> &points, bool back)
{
    EdgeDrawing drawing;
    drawing.back = back;
    drawing.path.moveTo(points.first());
    for (qsizetype i = 1; i < points.size(); ++i) {
        const QPointF from = points.at(i - 1);
        const QPointF to = points.at(i);
        if (qFuzzyCompare(from.y() + 1, to.y() + 1)) {
            drawing.path.lineTo(to);
        } else { // leaves and arrives level
            const qreal middle = (from.x() + to.x()) / 2;
            drawing.path.cubicTo({middle, from.y()}, {middle, to.y()}, to);
        }
    }
    drawing.tip = points.last();
    drawing.direction = {points.last().x() < points.at(points.size() - 2).x() ? -1.0 : 1.0, 0};
    drawing.middle = drawing.path.pointAtPercent(0.5);
    return drawing;
}

/// Of the boxes at the other ends of its lines.
std::optional<int> alongLines(const GraphScene &scene, int box, bool upstream)
{
    const auto heightAt = [&](int at) {
        return scene.picture.boxes[static_cast<std::size_t>(at)].center().y();
    };
    std::optional<std::tuple<bool, qreal, int>> best;
    for (const GraphEdge &edge : scene.shape.edges) {
        const int here = upstream ? edge.to : edge.from;
        const int there = upstream ? edge.from : edge.to;
        if (here != box || there == box)
            continue;
        const std::tuple rank(!edge.critical, std::abs(heightAt(there) - heightAt(box)), there);
        if (!best || rank < *best)
            best = rank;
    }
    return best ? std::optional(std::get<int>(*best)) : std::nullopt;
}

/// In the column, which components share: they stand below each other.
std::optional<int> inColumn(const GraphScene &scene, int box, bool up)
{
    const auto &places = scene.picture.places;
    const auto rankOf = [&](std::size_t at) { return std::tuple(places[at].component, places[at].order); };
    const auto here = static_cast<std::size_t>(box);
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].layer != places[here].layer || i == here || (rankOf(i) < rankOf(here)) != up)
            continue;
        if (!best || (rankOf(i) > rankOf(*best)) == up)
            best = i;
    }
    return best ? std::optional(static_cast<int>(*best)) : std::nullopt;
}

} // namespace

layout::Graph layoutGraph(const engine::ChainAnswer &answer, const ChainShape &shape, const QSizeF &boxSize)
{
    layout::Graph graph;
    for (const GraphBox &box : shape.boxes) {
        const dvm::ChainNode &node = answer.chain.nodes[box.nodes.front()];
        graph.nodes.push_back({box.key, node.created_at,
                               static_cast<layout::Length>(std::ceil(boxSize.width())),
                               static_cast<layout::Length>(std::ceil(boxSize.height()))});
    }
    for (const GraphEdge &edge : shape.edges)
        graph.edges.push_back({edge.from, edge.to, weightOf(edge.type)});
    return graph;
}

GraphPicture pictureOf(const layout::Graph &graph, const layout::Layout &layout)
{
    GraphPicture picture;
    picture.places = layout.nodes;
    picture.bounds = QRectF(0, 0, static_cast<qreal>(layout.width), static_cast<qreal>(layout.height));
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        picture.boxes.emplace_back(
            pointOf(layout.nodes[i].topLeft),
            QSizeF(static_cast<qreal>(graph.nodes[i].width), static_cast<qreal>(graph.nodes[i].height)));
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        QVector<QPointF> points;
        for (const layout::Point &point : layout.edges[i].points)
            points.append(pointOf(point));
        EdgeDrawing drawing;
        if (points.size() > 1)
            drawing = graph.edges[i].from == graph.edges[i].to
                          ? loopDrawing(points)
                          : lineDrawing(points, layout.edges[i].reversed);
        drawing.bounds = drawing.path.controlPointRect().adjusted(-markRoom, -markRoom, markRoom, markRoom);
        picture.edges.push_back(std::move(drawing));
    }
    return picture;
}

std::optional<int> stepFrom(const GraphScene &scene, int box, Step step)
{
    switch (step) {
    case Step::Inputs:
    case Step::Consumers:
        return alongLines(scene, box, step == Step::Inputs);
    case Step::Above:
    case Step::Below:
        return inColumn(scene, box, step == Step::Above);
    }
    return std::nullopt;
}

std::vector<int> readingOrder(const GraphScene &scene)
{
    std::vector<int> order(scene.picture.places.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const layout::PlacedNode &left = scene.picture.places[static_cast<std::size_t>(a)];
        const layout::PlacedNode &right = scene.picture.places[static_cast<std::size_t>(b)];
        return std::tie(left.component, left.layer, left.order) <
               std::tie(right.component, right.layer, right.order);
    });
    return order;
}

std::optional<int> nextOf(const GraphScene &scene, const std::vector<bool> &boxes, int box, bool backwards)
{
    std::vector<int> order = readingOrder(scene);
    if (backwards)
        std::reverse(order.begin(), order.end());
    // What follows the box comes first, the box itself last.
    const auto at = std::find(order.begin(), order.end(), box);
    if (at != order.end())
        std::rotate(order.begin(), at + 1, order.end());
    const auto found =
        std::find_if(order.begin(), order.end(), [&](int i) { return boxes[static_cast<std::size_t>(i)]; });
    return found == order.end() ? std::nullopt : std::optional(*found);
}

std::vector<bool> boxesOf(const GraphScene &scene, const std::set<nostr::EventId> &jobs)
{
    std::vector<bool> boxes(scene.shape.boxes.size());
    const auto &nodes = scene.answer.chain.nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (jobs.contains(nodes[i].id))
            boxes[static_cast<std::size_t>(scene.shape.boxOf[i])] = true;
    return boxes;
}

std::vector<bool> neighbourhood(const ChainShape &shape, int box)
{
    std::vector<bool> close(shape.boxes.size());
    close[static_cast<std::size_t>(box)] = true;
    for (const GraphEdge &edge : shape.edges) {
        if (edge.from == box)
            close[static_cast<std::size_t>(edge.to)] = true;
        if (edge.to == box)
            close[static_cast<std::size_t>(edge.from)] = true;
    }
    return close;
}

} // namespace dvmdash::ui
