// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/graph_view.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

#include <QPainter>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr qreal leastZoom = 0.02;
constexpr qreal mostZoom = 2.5;
constexpr qreal leastOpeningZoom = 0.55;
constexpr qreal openingZoom = 0.8; ///< where a fitted graph could not be read
constexpr qreal leastInReach = 60; ///< pixels of the graph that stay in view

} // namespace

GraphView::GraphView(QWidget *parent)
    : QWidget(parent)
    , m_leastOpeningZoom(leastOpeningZoom)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void GraphView::setScene(std::shared_ptr<const GraphScene> scene, int opening, const std::string &anchor)
{
    const std::shared_ptr<const GraphScene> before = std::exchange(m_scene, std::move(scene));
    m_opening = opening;
    if (!before) {
        m_touched = false;
        open();
    } else {
        keepPlace(*before, anchor);
    }
    update();
}

void GraphView::clear()
{
    m_scene.reset();
    m_look = {};
    m_drag = Drag::None;
    update();
}

void GraphView::setLook(const GraphLook &look)
{
    m_look = look;
    update();
}

void GraphView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void GraphView::setToolTips(std::function<QString(int)> box, std::function<QString(int)> edge)
{
    m_boxToolTip = std::move(box);
    m_edgeToolTip = std::move(edge);
}

void GraphView::fit()
{
    if (!m_scene)
        return;
    m_touched = true;
    m_zoom = fittingZoom();
    centreOnPoint(m_scene->picture.bounds.center());
}

void GraphView::zoomBy(qreal factor)
{
    m_touched = true;
    setZoom(m_zoom * factor, QRectF(rect()).center());
}

void GraphView::centreOn(int box)
{
    m_touched = true;
    centreOnPoint(m_scene->picture.boxes[static_cast<std::size_t>(box)].center());
}

void GraphView::lookAt(int box)
{
    if (!m_touched) {
        m_opening = box;
        open();
    } else if (!isClear(box)) {
        centreOn(box);
    }
}

void GraphView::approach(int box)
{
    if (m_zoom < readableZoom)
        m_zoom = openingZoom;
    if (!miniMap().isEmpty())
        centreOn(box);
    update();
}

void GraphView::reveal(int box)
{
    const qreal room = Theme::of(this).space(Space::L);
    const QRectF wanted = screenRect(box).adjusted(-room, -room, room, room);
    QPointF move;
    if (wanted.right() > width())
        move.setX(wanted.right() - width());
    if (wanted.left() - move.x() < 0)
        move.setX(wanted.left());
    if (wanted.bottom() > height())
        move.setY(wanted.bottom() - height());
    if (wanted.top() - move.y() < 0)
        move.setY(wanted.top());
    if (!move.isNull()) {
        m_touched = true;
        m_origin += move / m_zoom;
        update();
    }
    if (!isClear(box)) // below the mini-map, or larger than the view
        centreOn(box);
}

/// In view as a whole, and not below the mini-map.
bool GraphView::isClear(int box) const
{
    const QRectF there = screenRect(box);
    return QRectF(rect()).contains(there) && !miniMap().intersects(there);
}

QRectF GraphView::screenRect(int box) const
{
    const QRectF &rect = m_scene->picture.boxes[static_cast<std::size_t>(box)];
    return {toScreen(rect.topLeft()), rect.size() * m_zoom};
}

std::optional<int> GraphView::boxAt(const QPointF &position) const
{
    if (!m_scene)
        return std::nullopt;
    const QPointF point = toScene(position);
    const auto &boxes = m_scene->picture.boxes;
    const auto at =
        std::find_if(boxes.begin(), boxes.end(), [&](const QRectF &box) { return box.contains(point); });
    return at == boxes.end() ? std::nullopt : std::optional(static_cast<int>(at - boxes.begin()));
}

QRectF GraphView::miniMap() const
{
    if (!m_scene || visible().contains(m_scene->picture.bounds))
        return {};
    const Theme &theme = Theme::of(this);
    constexpr qreal leastHeight = 200; // in a lower view it would hide more than it shows
    if (height() < theme.scaled(leastHeight))
        return {};
    const QSizeF bounds = m_scene->picture.bounds.size().expandedTo({1, 1});
    const QSizeF most(std::min(theme.scaled(180), width() / 3.0),
                      std::min(theme.scaled(120), height() / 3.0));
    const qreal inset = 2 * theme.scaled(4); // see paintMiniMap
    const qreal scale = std::min(most.width() / bounds.width(), most.height() / bounds.height());
    const QSizeF size = bounds * scale + QSizeF(inset, inset);
    const qreal edge = theme.space(Space::S);
    return {QPointF(width() - size.width() - edge, height() - size.height() - edge), size};
}

QSize GraphView::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(720)), qRound(theme.scaled(360))};
}

QSize GraphView::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(240)), qRound(theme.scaled(140))};
}

void GraphView::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colors().card);
    if (m_scene) {
        painter.save();
        painter.scale(m_zoom, m_zoom);
        painter.translate(-m_origin);
        paintGraph(painter, theme, *m_scene, m_look, visible(), m_zoom);
        painter.restore();
        const QRectF map = miniMap();
        if (!map.isEmpty())
            paintMiniMap(painter, theme, *m_scene, map, visible());
    } else {
        painter.setPen(theme.ink(Ink::Muted));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    }
    if (hasFocus())
        paintFocus(painter, rect(), theme);
}

void GraphView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (!m_scene)
        return;
    if (!m_touched) {
        open();
        return;
    }
    const QSize before = event->oldSize();
    m_origin += QPointF(before.width() - width(), before.height() - height()) / (2 * m_zoom);
    keepInReach();
}

QRectF GraphView::visible() const
{
    return {m_origin, QSizeF(size()) / m_zoom};
}

/// The graph with room for what reaches out of the boxes, which from afar is as large as ever on the screen.
QRectF GraphView::content(qreal zoom) const
{
    const qreal room = Theme::of(this).space(Space::L) / zoom;
    return m_scene->picture.bounds.adjusted(-room, -room, room, room);
}

qreal GraphView::fittingZoom(const QSizeF &view) const
{
    return m_scene ? fittingZoom(view, m_scene->picture.bounds.size()) : 1;
}

qreal GraphView::fittingZoom(const QSizeF &view, const QSizeF &part) const
{
    const qreal room = 2 * Theme::of(this).space(Space::L);
    const QSizeF bounds = part.expandedTo({1, 1});
    const qreal fitting =
        std::min((view.width() - room) / bounds.width(), (view.height() - room) / bounds.height());
    return std::clamp<qreal>(fitting, leastZoom, 1);
}

/// The box that is opened with, and of the root causes as many as can be read in one view with it.
QRectF GraphView::openingPart() const
{
    const auto boxRect = [this](int box) { return m_scene->picture.boxes[static_cast<std::size_t>(box)]; };
    QRectF part = boxRect(m_opening);
    for (const std::size_t node : causeNodes(m_scene->answer)) {
        const QRectF both = part.united(boxRect(m_scene->shape.boxOf[node]));
        if (fittingZoom(size(), both.size()) >= m_leastOpeningZoom)
            part = both;
    }
    return part;
}

void GraphView::open()
{
    m_zoom = fittingZoom();
    if (m_zoom >= m_leastOpeningZoom || m_opening < 0) {
        centreOnPoint(m_scene->picture.bounds.center());
        return;
    }
    const QRectF part = openingPart();
    m_zoom = std::clamp(fittingZoom(size(), part.size()), m_leastOpeningZoom, openingZoom);
    centreOnPoint(part.center());
    // No empty half of the view beside a graph that reaches to the other side.
    const QRectF all = content(m_zoom);
    const QSizeF view = visible().size();
    const auto inside = [](qreal origin, qreal room, qreal from, qreal length) {
        return length <= room ? from - (room - length) / 2 : std::clamp(origin, from, from + length - room);
    };
    m_origin = {inside(m_origin.x(), view.width(), all.left(), all.width()),
                inside(m_origin.y(), view.height(), all.top(), all.height())};
    update();
}

void GraphView::keepPlace(const GraphScene &before, const std::string &anchor)
{
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < m_scene->shape.boxes.size(); ++i)
        places.emplace(m_scene->shape.boxes[i].key, i);
    // Of the boxes that were there and are there the anchor when it is in view, else the one nearest to the
    // middle.
    const QPointF middle = visible().center();
    std::optional<std::pair<qreal, QPointF>> best;
    for (std::size_t i = 0; i < before.shape.boxes.size(); ++i) {
        const auto now = places.find(before.shape.boxes[i].key);
        if (now == places.end())
            continue;
        const QPointF was = before.picture.boxes[i].center();
        const QPointF shift = m_scene->picture.boxes[now->second].center() - was;
        const bool isAnchor =
            before.shape.boxes[i].key == anchor && visible().intersects(before.picture.boxes[i]);
        const qreal distance = isAnchor ? -1 : (was - middle).manhattanLength();
        if (!best || distance < best->first)
            best = std::pair(distance, shift);
    }
    if (best)
        m_origin += best->second;
    keepInReach();
}

void GraphView::setZoom(qreal zoom, const QPointF &about)
{
    const QPointF fixed = toScene(about);
    m_zoom = std::clamp(zoom, leastZoom, mostZoom);
    m_origin = fixed - about / m_zoom;
    keepInReach();
}

void GraphView::centreOnPoint(const QPointF &point)
{
    m_origin = point - QPointF(width(), height()) / (2 * m_zoom);
    update();
}

/// A part of the graph stays in view, whatever is dragged where.
void GraphView::keepInReach()
{
    if (!m_scene)
        return;
    const QRectF all = m_scene->picture.bounds;
    const QSizeF view = visible().size();
    const qreal least = leastInReach / m_zoom;
    const auto inReach = [&](qreal origin, qreal room, qreal from, qreal until) {
        const qreal low = from - room + least;
        return std::clamp(origin, low, std::max(low, until - least));
    };
    m_origin = {inReach(m_origin.x(), view.width(), all.left(), all.right()),
                inReach(m_origin.y(), view.height(), all.top(), all.bottom())};
    update();
}

} // namespace dvmdash::ui
