// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chain/waterfall_data.h"

#include <QAbstractScrollArea>

#include <optional>

class QPainter;

namespace dvmdash::ui
{

class NameBook;
class Theme;

/// A chain over time: one lane a DVM, a bar from its first answer to its result or failure, the request as a
/// tick before it; a second, thin line below is when we received what came live.
///
/// Keys: Up and Down lanes, Left and Right jobs, Home and End, Return opens, plus and minus zoom, 0 shows
/// all. Ctrl+wheel zooms at the pointer, Shift+wheel and dragging pan.
class ChainWaterfall : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit ChainWaterfall(NameBook &names, QWidget *parent = nullptr);

    /// Another chain is shown whole; of the same one the zoom stays.
    void setAnswer(const engine::ChainAnswer &answer);
    void clear();
    /// Selects the job and brings it into view; tells nobody.
    void select(const nostr::EventId &job);
    std::optional<nostr::EventId> selected() const { return m_selected; }

    const Waterfall &data() const { return m_data; }
    const WaterfallGeometry &geometryOfBars() const { return m_geometry; }
    /// What the tool tip of a bar says.
    QString words(const WaterfallBar &bar) const;

Q_SIGNALS:
    void jobSelected(const dvmdash::nostr::EventId &id);
    /// Return or a double click.
    void jobOpened(const dvmdash::nostr::EventId &id);

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void layOut(bool keepZoom);
    void choose(std::size_t bar);
    void showSelected();
    void describe();
    QString barWords(const WaterfallBar &bar) const;
    QString laneName(const WaterfallLane &lane) const;
    std::optional<std::size_t> barAt(const QPoint &place) const;
    std::optional<std::size_t> selectedBar() const;
    bool showToolTip(const QPoint &place, const QPoint &global);
    void paintLane(QPainter &painter, const Theme &theme, std::size_t lane) const;
    void paintBar(QPainter &painter, const Theme &theme, std::size_t bar) const;
    void paintReceipt(QPainter &painter, const Theme &theme, const WaterfallBar &bar, qreal y) const;
    void paintAxis(QPainter &painter, const Theme &theme) const;
    void paintCrosshair(QPainter &painter, const Theme &theme) const;

    NameBook &m_names;
    Waterfall m_data;
    std::optional<nostr::EventId> m_root; ///< the job that was asked about: another one is another chain
    WaterfallGeometry m_geometry;
    std::optional<nostr::EventId> m_selected;
    std::optional<std::size_t> m_bar; ///< that was chosen, where the job has several
    std::optional<qreal> m_pointer;   ///< over the times
    std::optional<QPoint> m_pressed;
    int m_panFrom = 0;
    bool m_panning = false;
};

} // namespace dvmdash::ui
