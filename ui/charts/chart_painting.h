// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_data.h"
#include "ui/charts/ticks.h"

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QVector>

class QPainter;

namespace dvmdash::ui
{

class Theme;

enum class ChartStyle { Lines, GroupedBars, StackedBars };

/// The colour of its lines and bars, and of its name: text keeps its contrast.
QColor seriesColor(const Theme &theme, const ChartSeries &series);
QColor seriesInk(const Theme &theme, const ChartSeries &series);

/// Where things of a chart lie. Depends on the data and the size alone, never on the pointer, so hovering
/// moves nothing.
struct ChartGeometry {
    QRectF view;
    QRectF plot;
    ValueTicks values;
    int valueStride = 1; ///< every how many value ticks are drawn: in a low chart their labels would touch
    TimeSpan window;

    qreal x(double time) const;
    qreal y(double value) const;
    /// Unix seconds under `x`, within the window.
    qint64 time(qreal x) const;
};

ChartGeometry chartGeometry(const Theme &theme, const ChartData &data, ChartStyle style, const QSizeF &size);

/// The value at the end of each series' line (or the middle of its last bar), where its label points.
QVector<double> endValues(const ChartData &data, ChartStyle style);

/// Hatching where nothing was observed.
void paintGaps(QPainter &painter, const Theme &theme, const ChartData &data, const ChartGeometry &geometry);
/// Hairlines at the values of the axis, the base a little stronger.
void paintGrid(QPainter &painter, const Theme &theme, const ChartGeometry &geometry);
/// Numbers, times and titles of both axes.
void paintAxes(QPainter &painter, const Theme &theme, const ChartData &data, const ChartGeometry &geometry);
void paintBars(QPainter &painter, const Theme &theme, const ChartData &data, ChartStyle style,
               const ChartGeometry &geometry);
/// Names of the series at the right, in their colours.
void paintEndLabels(QPainter &painter, const Theme &theme, const ChartData &data, ChartStyle style,
                    const ChartGeometry &geometry);
/// The line at a bucket and the values of all series in a box beside it.
void paintCrosshair(QPainter &painter, const Theme &theme, const ChartData &data, ChartStyle style,
                    const ChartGeometry &geometry, qint64 bucket);
/// The span that is being selected.
void paintSelection(QPainter &painter, const Theme &theme, const ChartGeometry &geometry, TimeSpan span);

/// What the crosshair says at a bucket, in one sentence; for screen readers.
QString crosshairWords(const ChartData &data, qint64 bucket);

} // namespace dvmdash::ui
