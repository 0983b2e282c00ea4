// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_painting.h"
#include "ui/charts/ticks.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("TimeSeriesChart", text);
}

/// How much of the bucket is missing; empty when nothing is.
QString missingWords(const ChartData &data, qint64 bucket)
{
    constexpr qint64 msPerSecond = 1000;
    const qint64 missing = data.missingIn(bucket);
    if (missing == 0)
        return {};
    const qint64 until = data.asOf > 0 ? qMin(data.window.until, data.asOf + 1) : data.window.until;
    const qint64 past = qMin(data.bucketEnd(bucket), until) - qMax(bucket, data.window.since);
    return missing >= past ? tr("not observed")
                           : tr("not observed for %1").arg(format::durationMs(missing * msPerSecond));
}

/// One line of the crosshair's box.
struct ReadoutLine {
    QColor swatch; ///< invalid for none
    QString name;
    QString value;
};

QVector<ReadoutLine> readout(const Theme &theme, const ChartData &data, qint64 bucket)
{
    QVector<ReadoutLine> lines;
    for (const ChartSeries &series : data.series) {
        const auto value = data.valueAt(series, bucket);
        lines.append({seriesColor(theme, series), series.name,
                      value ? data.formatted(*value) : QStringLiteral("\u2013")});
    }
    if (const QString missing = missingWords(data, bucket); !missing.isEmpty())
        lines.append({QColor(), missing, {}});
    if (data.isRunning(bucket))
        lines.append({QColor(), tr("still running"), {}});
    return lines;
}

void paintReadout(QPainter &painter, const Theme &theme, const ChartData &data, const ChartGeometry &g,
                  qint64 bucket, qreal x)
{
    const QVector<ReadoutLine> lines = readout(theme, data, bucket);
    const QString head = bucketText({bucket, data.bucketEnd(bucket)}, QLocale());
    const QFont font = theme.numberFont(TextSize::Caption);
    const QFontMetricsF metrics(font);
    const qreal pad = theme.space(Space::S);
    const qreal swatch = theme.scaled(14);
    qreal width = metrics.horizontalAdvance(head);
    for (const ReadoutLine &line : lines)
        width = qMax(width, swatch + metrics.horizontalAdvance(line.name) + theme.space(Space::L) +
                                metrics.horizontalAdvance(line.value));
    const qreal lineHeight = metrics.height() + 2;
    QRectF box(x + pad, g.plot.top(), width + 2 * pad, lineHeight * qreal(lines.size() + 1) + 2 * pad - 2);
    if (box.right() > g.view.right() - 1)
        box.moveRight(x - pad);
    box.moveLeft(qMax(box.left(), g.view.left() + 1));
    paintCard(painter, box, theme, theme.colors().card);

    painter.setFont(font);
    QRectF row(box.left() + pad, box.top() + pad - 1, width, lineHeight);
    painter.setPen(theme.ink(Ink::Muted));
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, head);
    for (const ReadoutLine &line : lines) {
        row.translate(0, lineHeight);
        if (line.swatch.isValid())
            painter.fillRect(QRectF(row.left(), row.center().y() - 1, theme.scaled(9), 2), line.swatch);
        painter.setPen(theme.ink(line.swatch.isValid() ? Ink::Text : Ink::Muted));
        painter.drawText(row.adjusted(line.swatch.isValid() ? swatch : 0, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter, line.name);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.value);
    }
}

} // namespace

void paintCrosshair(QPainter &painter, const Theme &theme, const ChartData &data, ChartStyle style,
                    const ChartGeometry &g, qint64 bucket)
{
    painter.save();
    const qreal middle = qBound(g.plot.left(), g.x(data.middleOf(bucket)), g.plot.right());
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme.ink(Ink::Muted), 1));
    painter.drawLine(QPointF(sharp(middle), g.plot.top()), QPointF(sharp(middle), g.plot.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    if (style == ChartStyle::Lines) {
        for (const ChartSeries &series : data.series) {
            const auto value = data.valueAt(series, bucket);
            if (!value)
                continue;
            painter.setPen(QPen(theme.colors().card, 1.5));
            painter.setBrush(seriesColor(theme, series));
            painter.drawEllipse(QPointF(middle, g.y(double(*value))), theme.scaled(3.5), theme.scaled(3.5));
        }
    }
    paintReadout(painter, theme, data, g, bucket, middle);
    painter.restore();
}

QString crosshairWords(const ChartData &data, qint64 bucket)
{
    QStringList parts{bucketText({bucket, data.bucketEnd(bucket)})};
    for (const ChartSeries &series : data.series) {
        const auto value = data.valueAt(series, bucket);
        parts.append(series.name + QLatin1Char(' ') + (value ? data.formatted(*value) : tr("unknown")));
    }
    if (const QString missing = missingWords(data, bucket); !missing.isEmpty())
        parts.append(missing);
    if (data.isRunning(bucket))
        parts.append(tr("still running"));
    return parts.join(QStringLiteral(", "));
}

} // namespace dvmdash::ui
