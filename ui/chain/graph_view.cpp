// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/graph_view.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/safe_text.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

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
constexpr qreal leastOpeningZoom = 0.6;
constexpr qreal openingZoom = 0.8;  ///< where a fitted graph could not be read
constexpr qreal wheelStep = 1.0015; ///< a unit of the wheel; a notch has 120
constexpr qreal wheelPixels = 0.5;  ///< a unit of the wheel
constexpr qreal leastInReach = 60;  ///< pixels of the graph that stay in view

} // namespace

GraphView::GraphView(QWidget *parent)
    : QWidget(parent)
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

void GraphView::setToolTips(std::function<QString(int)> toolTip)
{
    m_toolTip = std::move(toolTip);
}

void GraphView::fit()
{
    if (!m_scene)
        return;
    m_touched = true;
    m_zoom = fittingZoom();
    centreOnPoint(content().center());
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
    if (move.isNull())
        return;
    m_touched = true;
    m_origin += move / m_zoom;
    update();
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

bool GraphView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto box = boxAt(help->pos());
    if (box && m_toolTip && !miniMap().contains(help->pos()))
        QToolTip::showText(help->globalPos(), safeToolTip(m_toolTip(*box)), this,
                           screenRect(*box).toAlignedRect());
    else
        QToolTip::hideText();
    return true;
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

void GraphView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_scene)
        return;
    m_pressedAt = event->position();
    m_pressedOrigin = m_origin;
    if (miniMap().contains(event->position())) {
        m_drag = Drag::Map;
        followMap(event->position());
        return;
    }
    m_drag = Drag::Pressed;
    const auto box = boxAt(event->position());
    m_pressedKey = box ? m_scene->shape.boxes[static_cast<std::size_t>(*box)].key : std::string();
}

void GraphView::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF moved = event->position() - m_pressedAt;
    switch (m_drag) {
    case Drag::None:
        showCursorAt(event->position());
        return;
    case Drag::Map:
        followMap(event->position());
        return;
    case Drag::Pressed:
        if (moved.manhattanLength() < QApplication::startDragDistance())
            return;
        m_drag = Drag::Panning;
        setCursor(Qt::ClosedHandCursor);
        [[fallthrough]];
    case Drag::Panning:
        m_touched = true;
        m_origin = m_pressedOrigin - moved / m_zoom;
        keepInReach();
        return;
    }
}

void GraphView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Drag drag = std::exchange(m_drag, Drag::None);
    showCursorAt(event->position());
    if (drag == Drag::Pressed)
        Q_EMIT boxClicked(boxAt(event->position()).value_or(-1));
}

void GraphView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const auto box = boxAt(event->position());
    if (event->button() != Qt::LeftButton || !box || miniMap().contains(event->position()))
        return;
    const GraphBox &there = m_scene->shape.boxes[static_cast<std::size_t>(*box)];
    if (there.key == m_pressedKey && !there.isFolded())
        Q_EMIT boxOpened(*box);
}

void GraphView::wheelEvent(QWheelEvent *event)
{
    if (!m_scene)
        return;
    event->accept();
    m_touched = true;
    if (event->modifiers() & Qt::ControlModifier) {
        setZoom(m_zoom * std::pow(wheelStep, event->angleDelta().y()), event->position());
        return;
    }
    QPointF by = event->pixelDelta().isNull() ? QPointF(event->angleDelta()) * wheelPixels
                                              : QPointF(event->pixelDelta());
    if (event->modifiers() & Qt::ShiftModifier)
        by = by.transposed();
    m_origin -= by / m_zoom;
    keepInReach();
}

QRectF GraphView::visible() const
{
    return {m_origin, QSizeF(size()) / m_zoom};
}

/// The graph with room for what reaches out of the boxes.
QRectF GraphView::content() const
{
    const qreal room = Theme::of(this).space(Space::L);
    return m_scene->picture.bounds.adjusted(-room, -room, room, room);
}

qreal GraphView::fittingZoom() const
{
    const QRectF all = content();
    const qreal fitting = std::min(width() / all.width(), height() / all.height());
    return std::clamp<qreal>(fitting, leastZoom, 1);
}

void GraphView::open()
{
    m_zoom = fittingZoom();
    const QRectF all = content();
    if (m_zoom >= leastOpeningZoom || m_opening < 0) {
        centreOnPoint(all.center());
        return;
    }
    m_zoom = openingZoom;
    centreOnPoint(m_scene->picture.boxes[static_cast<std::size_t>(m_opening)].center());
    // No empty half of the view beside a graph that reaches to the other side.
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
    // Of the boxes that were there and are there the anchor, else the one nearest to the middle.
    const QPointF middle = visible().center();
    std::optional<std::pair<qreal, QPointF>> best;
    for (std::size_t i = 0; i < before.shape.boxes.size(); ++i) {
        const auto now = places.find(before.shape.boxes[i].key);
        if (now == places.end())
            continue;
        const QPointF was = before.picture.boxes[i].center();
        const QPointF shift = m_scene->picture.boxes[now->second].center() - was;
        const qreal far = before.shape.boxes[i].key == anchor ? -1 : (was - middle).manhattanLength();
        if (!best || far < best->first)
            best = std::pair(far, shift);
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

void GraphView::followMap(const QPointF &position)
{
    const qreal inset = Theme::of(this).scaled(4);
    const QRectF map = miniMap().adjusted(inset, inset, -inset, -inset);
    if (map.isEmpty())
        return;
    m_touched = true;
    const QSizeF bounds = m_scene->picture.bounds.size();
    const QPointF part = position - map.topLeft();
    centreOnPoint({part.x() / map.width() * bounds.width(), part.y() / map.height() * bounds.height()});
    keepInReach();
}

void GraphView::showCursorAt(const QPointF &position)
{
    const bool onBox = boxAt(position).has_value() || miniMap().contains(position);
    setCursor(onBox ? Qt::PointingHandCursor : Qt::OpenHandCursor);
}

} // namespace dvmdash::ui
