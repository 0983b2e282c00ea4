// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace dvmdash::test
{

using layout::Length;
using layout::Point;
using layout::Route;

namespace
{

struct Rectangle {
    Length left, top, right, bottom;

    bool overlaps(const Rectangle &other) const
    {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

class Inspection
{
public:
    Inspection(const layout::Graph &graph, const layout::Options &options, const layout::Layout &placed)
        : m_graph(graph)
        , m_options(options)
        , m_placed(placed)
    {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            const Point corner = placed.nodes[i].topLeft;
            m_boxes.push_back(
                {corner.x, corner.y, corner.x + graph.nodes[i].width, corner.y + graph.nodes[i].height});
        }
    }

    QString fault(bool strangers) const
    {
        for (const auto &look : {nodeFault(), overlapFault(), routesFault(), cycleFault()})
            if (!look.isEmpty())
                return look;
        return strangers ? strangerFault() : QString();
    }

private:
    static QString at(const char *what, std::size_t one, std::size_t other = 0)
    {
        return QStringLiteral("%1: %2, %3").arg(QLatin1String(what)).arg(one).arg(other);
    }

    bool inside(Point point) const
    {
        return point.x >= 0 && point.y >= 0 && point.x <= m_placed.width && point.y <= m_placed.height;
    }

    /// Inside the frame, and in each layer below each other with their gap, as their order says.
    QString nodeFault() const
    {
        std::map<std::tuple<int, int, int>, std::size_t> byOrder;
        for (std::size_t i = 0; i < m_boxes.size(); ++i) {
            if (!inside({m_boxes[i].left, m_boxes[i].top}) || !inside({m_boxes[i].right, m_boxes[i].bottom}))
                return at("outside", i);
            const layout::PlacedNode &node = m_placed.nodes[i];
            if (!byOrder.emplace(std::tuple(node.component, node.layer, node.order), i).second)
                return at("same order", i);
        }
        for (auto it = byOrder.begin(); it != byOrder.end(); ++it) {
            const auto &[component, layer, order] = it->first;
            if (order == 0)
                continue;
            const auto above = byOrder.find({component, layer, order - 1});
            if (above == byOrder.end())
                return at("gap in the order", it->second);
            if (m_boxes[it->second].top < m_boxes[above->second].bottom + m_options.nodeGap)
                return at("too near", above->second, it->second);
        }
        return {};
    }

    QString overlapFault() const
    {
        for (std::size_t i = 0; i < m_boxes.size(); ++i)
            for (std::size_t k = i + 1; k < m_boxes.size(); ++k)
                if (m_boxes[i].overlaps(m_boxes[k]))
                    return at("overlap", i, k);
        return {};
    }

    static bool onSide(Point point, Length x, const Rectangle &box)
    {
        return point.x == x && point.y >= box.top && point.y <= box.bottom;
    }

    QString routesFault() const
    {
        int back = 0;
        for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
            const layout::Edge &edge = m_graph.edges[i];
            const Route &route = m_placed.edges[i];
            if (route.points.size() < 2)
                return at("no route", i);
            for (const Point &point : route.points)
                if (!inside(point))
                    return at("route outside", i);
            const Rectangle &from = m_boxes[edge.from], &to = m_boxes[edge.to];
            const Point first = route.points.front(), last = route.points.back();
            if (edge.from == edge.to) {
                if (route.reversed || first.y != from.top || last.y != from.top || first.x < from.left ||
                    last.x > from.right)
                    return at("self loop", i);
                continue;
            }
            back += route.reversed ? 1 : 0;
            if (!onSide(first, route.reversed ? from.left : from.right, from))
                return at("begins elsewhere", i);
            if (!onSide(last, route.reversed ? to.right : to.left, to))
                return at("ends elsewhere", i);
            const Rectangle &left = route.reversed ? to : from, &right = route.reversed ? from : to;
            if (right.left < left.right + m_options.layerGap)
                return at("not to the right", i);
            for (std::size_t k = 1; k < route.points.size(); ++k)
                if ((route.points[k].x < route.points[k - 1].x) != route.reversed)
                    return at("turns back", i);
            for (std::size_t k = 2; k < route.points.size(); ++k)
                if (route.points[k - 2].y == route.points[k - 1].y &&
                    route.points[k - 1].y == route.points[k].y)
                    return at("needless point", i);
        }
        return back == m_placed.statistics.reversedEdges ? QString() : at("miscounted", back);
    }

    /// Takes nodes away to which no edge leads until none is left.
    QString cycleFault() const
    {
        std::vector<int> incoming(m_boxes.size(), 0);
        std::vector<std::vector<int>> out(m_boxes.size());
        for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
            auto [from, to, weight] = m_graph.edges[i];
            if (m_placed.edges[i].reversed)
                std::swap(from, to);
            if (from == to)
                continue;
            ++incoming[to];
            out[from].push_back(to);
        }
        std::vector<int> free;
        for (std::size_t i = 0; i < incoming.size(); ++i)
            if (incoming[i] == 0)
                free.push_back(static_cast<int>(i));
        for (std::size_t i = 0; i < free.size(); ++i)
            for (const int next : out[free[i]])
                if (--incoming[next] == 0)
                    free.push_back(next);
        return free.size() == m_boxes.size() ? QString() : at("cycle", free.size());
    }

    /// A step that is not level must have its whole width to itself.
    QString strangerFault() const
    {
        for (std::size_t i = 0; i < m_graph.edges.size(); ++i) {
            const std::vector<Point> &points = m_placed.edges[i].points;
            if (m_graph.edges[i].from == m_graph.edges[i].to)
                continue;
            for (std::size_t k = 1; k < points.size(); ++k) {
                const auto [left, right] = std::minmax(points[k - 1].x, points[k].x);
                const auto [top, bottom] = std::minmax(points[k - 1].y, points[k].y);
                const Rectangle way{left, top, right, bottom};
                for (std::size_t box = 0; box < m_boxes.size(); ++box)
                    if (crosses(way, m_boxes[box]))
                        return at("below a box", i, box);
            }
        }
        return {};
    }

    static bool crosses(const Rectangle &way, const Rectangle &box)
    {
        const bool beside = way.right <= box.left || way.left >= box.right;
        return !beside && way.bottom > box.top && way.top < box.bottom;
    }

    const layout::Graph &m_graph;
    const layout::Options &m_options;
    const layout::Layout &m_placed;
    std::vector<Rectangle> m_boxes;
};

} // namespace

QString faultOf(const layout::Graph &graph, const layout::Options &options, const layout::Layout &placed,
                bool strangers)
{
    return Inspection(graph, options, placed).fault(strangers);
}

} // namespace dvmdash::test
