// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_painting.h"
#include "ui/models/table_export.h"

#include <QChartView>
#include <QVector>

#include <optional>

class QLineSeries;

namespace dvmdash::ui
{

class Card;

/// Values over time as lines or bars. Qt Charts draws the lines; grid, axes, hatching, bars, labels and
/// crosshair are painted here, so that nothing moves when the pointer does. Drag selects a time, a double
/// click goes back. With the keyboard: Left and Right move the crosshair (Ctrl ten at a time, Home and End),
/// with Shift they select, Enter takes the selection, Backspace goes back, Escape puts away.
///
///     auto *chart = new TimeSeriesChart(tr("Requests and results over time"));
///     chart->setData(data);
///     connect(chart, &TimeSeriesChart::windowSelected, page, &Page::setWindow);
class TimeSeriesChart : public QChartView
{
    Q_OBJECT
public:
    /// `title` is the accessible name and the stem of exported files.
    explicit TimeSeriesChart(const QString &title, QWidget *parent = nullptr);
    ~TimeSeriesChart() override;

    /// Replaces everything shown. The crosshair keeps its time.
    void setData(const ChartData &data);
    const ChartData &data() const { return m_data; }
    void setStyle(ChartStyle style);
    ChartStyle style() const { return m_style; }
    /// What stands in the plot while there is nothing: what, and why.
    void setEmptyText(const QString &title, const QString &why);

    /// Start of the bucket under the crosshair.
    std::optional<qint64> crosshair() const { return m_crosshair; }
    /// For charts that share one time: shows the bucket that holds `time`, or none.
    void setCrosshair(std::optional<qint64> time);

    void setFileChooser(FileChooser &chooser);
    /// Puts the buttons "Export CSV" and "Save as picture" into the header of a card.
    void addActionsTo(Card &card);
    /// The chart without crosshair, at twice the resolution.
    QImage toImage() const;
    QByteArray toSvg() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void exportCsv();
    void exportPng();
    void exportSvg();

Q_SIGNALS:
    /// Unix seconds, at bucket bounds, since < until.
    void windowSelected(qint64 since, qint64 until);
    void resetWindow();
    /// The reader moved the crosshair; nothing when it left.
    void crosshairMoved(std::optional<qint64> bucket);
    void exportFinished(const QString &path, int rows);
    void exportFailed(const QString &message);

protected:
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void rebuild();
    void rebuildLines();
    void drawRun(const QVector<ChartPoint> &run, const QColor &color);
    QLineSeries *nextLine(const QColor &color);
    void moveCrosshair(std::optional<qint64> bucket);
    void stepCrosshair(qint64 buckets, bool select);
    std::optional<qint64> bucketAt(const QPointF &position) const;
    std::optional<TimeSpan> selection() const;
    void takeSelection();
    void renderTo(QPainter &painter) const;
    void describe();
    QString fileStem() const;

    ChartData m_data;
    ChartStyle m_style = ChartStyle::Lines;
    ChartGeometry m_geometry;
    QString m_emptyTitle;
    QString m_emptyWhy;
    QVector<QLineSeries *> m_lines; ///< reused; owned by the chart
    qsizetype m_usedLines = 0;
    QVector<QPointF> m_dots; ///< single buckets between gaps, which a line cannot show (Unix seconds, value)
    QVector<QColor> m_dotColors;
    std::optional<qint64> m_crosshair;
    std::optional<qint64> m_anchor; ///< bucket where a selection began
    bool m_dragging = false;
    mutable bool m_plain = false; ///< while exporting: no crosshair, no focus
    TableExport *m_export;
};

} // namespace dvmdash::ui
