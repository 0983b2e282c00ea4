// SPDX-License-Identifier: GPL-3.0-or-later
// Pointer and wheel; the rest of GraphView is in graph_view.cpp.
#include "ui/chain/graph_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/safe_text.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr qreal wheelStep = 1.0015; ///< a unit of the wheel; a notch has 120
constexpr qreal edgeReach = 10;     ///< pixels within which a line is pointed at
constexpr qreal wheelPixels = 0.5;  ///< a unit of the wheel

} // namespace

std::optional<int> GraphView::edgeAt(const QPointF &position) const
{
    if (!m_scene)
        return std::nullopt;
    const QPointF point = toScene(position);
    QPainterPathStroker band;
    band.setWidth(edgeReach / m_zoom);
    const auto &edges = m_scene->picture.edges;
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (edges[i].bounds.contains(point) && band.createStroke(edges[i].path).contains(point))
            return static_cast<int>(i);
    return std::nullopt;
}

/// Empty where there is nothing to say; `area` is where it holds.
QString GraphView::toolTipAt(const QPointF &position, QRectF &area) const
{
    if (miniMap().contains(position))
        return {};
    if (const auto box = boxAt(position)) {
        area = screenRect(*box);
        return m_boxToolTip ? m_boxToolTip(*box) : QString();
    }
    const auto edge = edgeAt(position);
    area = QRectF(position - QPointF(edgeReach, edgeReach) / 2, QSizeF(edgeReach, edgeReach));
    return edge && m_edgeToolTip ? m_edgeToolTip(*edge) : QString();
}

bool GraphView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QRectF area;
    const QString text = toolTipAt(help->pos(), area);
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), safeToolTip(text), this, area.toAlignedRect());
    return true;
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
