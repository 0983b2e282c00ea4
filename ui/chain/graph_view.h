// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chain/graph_painting.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

namespace dvmdash::ui
{

/// Shows a scene: pans, zooms, and tells what was clicked. Painted by itself rather than with QGraphicsView:
/// the boxes never move by themselves, so an index of items would only be rebuilt at each answer; a plain
/// loop over 2,000 rectangles finds what is visible in microseconds; and pictures, drawings and the mini-map
/// come from the same code.
///
/// Drag and wheel pan, Ctrl and wheel zoom about the pointer. While the graph is larger than the view a
/// mini-map stands in the corner; click and drag in it move the view.
class GraphView : public QWidget
{
    Q_OBJECT
public:
    static constexpr qreal zoomStep = 1.25; ///< of keys and buttons

    explicit GraphView(QWidget *parent = nullptr);

    /// A first scene is opened: fitted where its words can then be read, else with `opening` and the root
    /// causes near it in the middle, and so again whenever the size changes until the reader moves or zooms.
    /// A scene after it keeps zoom and place: the box `anchor` of it, by key, when it is in view, or else one
    /// near the middle, stays where it is.
    void setScene(std::shared_ptr<const GraphScene> scene, int opening, const std::string &anchor);
    void clear();
    void setLook(const GraphLook &look);
    const GraphLook &look() const { return m_look; }
    /// What stands in the middle while there is no scene.
    void setEmptyText(const QString &text);
    /// A first scene is fitted down to this zoom; below it a part of it is shown larger.
    void setLeastOpeningZoom(qreal zoom) { m_leastOpeningZoom = zoom; }
    /// At which the whole of it would be shown in a view of this size.
    qreal fittingZoom(const QSizeF &view) const;
    /// What a box and a line say.
    void setToolTips(std::function<QString(int)> box, std::function<QString(int)> edge);

    void fit();
    /// About the middle.
    void zoomBy(qreal factor);
    /// Centres, unless the box is in view already: what can be seen stays where it is. As long as the reader
    /// did not move or zoom, the view is opened anew with this box instead.
    void lookAt(int box);
    /// Centres, unless the whole graph is in view, and comes near enough to read.
    void approach(int box);
    /// Moves only as far as needed.
    void reveal(int box);
    qreal zoom() const { return m_zoom; }
    /// Where a box is in this widget.
    QRectF screenRect(int box) const;
    std::optional<int> boxAt(const QPointF &position) const;
    /// The line there, or within a few pixels of it.
    std::optional<int> edgeAt(const QPointF &position) const;
    /// Empty while the whole graph is in view, and in a view too low for it.
    QRectF miniMap() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void boxClicked(int box); ///< -1: beside all
    void boxOpened(int box);  ///< double click

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    QPointF toScreen(const QPointF &point) const { return (point - m_origin) * m_zoom; }
    QPointF toScene(const QPointF &position) const { return position / m_zoom + m_origin; }
    QRectF visible() const;
    QRectF content(qreal zoom) const;
    qreal fittingZoom() const { return fittingZoom(size()); }
    qreal fittingZoom(const QSizeF &view, const QSizeF &part) const;
    QRectF openingPart() const;
    bool isClear(int box) const;
    void open();
    void keepPlace(const GraphScene &before, const std::string &anchor);
    void setZoom(qreal zoom, const QPointF &about);
    void centreOn(int box);
    void centreOnPoint(const QPointF &point);
    void keepInReach();
    QString toolTipAt(const QPointF &position, QRectF &area) const;
    void followMap(const QPointF &position);
    void showCursorAt(const QPointF &position);

    std::shared_ptr<const GraphScene> m_scene;
    GraphLook m_look;
    QString m_emptyText;
    std::function<QString(int)> m_boxToolTip;
    std::function<QString(int)> m_edgeToolTip;
    qreal m_zoom = 1;
    QPointF m_origin; ///< of the scene, at the top left of the view
    qreal m_leastOpeningZoom;
    int m_opening = -1;
    bool m_touched = false; ///< the reader moved or zoomed

    enum class Drag { None, Pressed, Panning, Map };
    Drag m_drag = Drag::None;
    QPointF m_pressedAt;
    QPointF m_pressedOrigin;
    std::string m_pressedKey; ///< of the box, so that a double click does not open what has moved there
};

} // namespace dvmdash::ui
