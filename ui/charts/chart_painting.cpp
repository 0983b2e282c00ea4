// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_painting.h"

#include "ui/charts/end_labels.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dvmdash::ui
{

namespace
{

constexpr qreal valueLineDistance = 36; ///< wanted distance of value lines, at the reference text size
constexpr double runningStrength = 0.45;
constexpr double paleStrength = 0.55;

/// Known values of all series in one bucket.
QVector<std::optional<qint64>> valuesAt(const ChartData &data, qint64 bucket)
{
    QVector<std::optional<qint64>> values;
    values.reserve(data.series.size());
    for (const ChartSeries &series : data.series)
        values.append(data.valueAt(series, bucket));
    return values;
}

qint64 sum(const QVector<std::optional<qint64>> &values)
{
    qint64 total = 0;
    for (const auto &value : values)
        total += value.value_or(0);
    return total;
}

/// Where gaps are drawn, from left to right: what is shorter than two pixels is still seen, and what meets in
/// a pixel is one.
QVector<QRectF> gapAreas(const ChartData &data, const ChartGeometry &g)
{
    constexpr qreal narrowest = 2;
    QVector<QRectF> areas;
    for (const ChartGap &gap : data.gaps) {
        const qint64 since = qMax(gap.since, data.window.since);
        const qint64 until = qMin(gap.until, data.window.until);
        if (since >= until)
            continue;
        qreal left = std::floor(g.x(double(since)));
        qreal right = qMax(std::ceil(g.x(double(until))), left + narrowest);
        right = qMin(right, g.plot.right());
        left = qMin(left, right - narrowest);
        if (!areas.isEmpty() && left <= areas.back().right())
            areas.back().setRight(qMax(areas.back().right(), right));
        else
            areas.append(QRectF(left, g.plot.top(), right - left, g.plot.height()));
    }
    return areas;
}

struct Range {
    qint64 lowest = 0;
    qint64 highest = 0;
    void include(qint64 value)
    {
        lowest = qMin(lowest, value);
        highest = qMax(highest, value);
    }
};

Range valueRange(const ChartData &data, ChartStyle style)
{
    Range range;
    if (style == ChartStyle::StackedBars) {
        for (qint64 i = 0, count = data.bucketCount(); i < count; ++i)
            range.include(sum(valuesAt(data, data.bucketAt(i))));
        return range;
    }
    for (const ChartSeries &series : data.series) {
        for (const ChartPoint &point : series.points) {
            if (data.bucketEnd(point.time) > data.window.since && point.time < data.window.until)
                range.include(point.value);
        }
    }
    return range;
}

/// The last bucket of which any series knows a value; rather a complete one than the running one.
qint64 lastKnownBucket(const ChartData &data)
{
    for (qint64 i = data.bucketCount() - 1; i >= 0; --i) {
        const qint64 bucket = data.bucketAt(i);
        if (data.isRunning(bucket) && i > 0)
            continue;
        const auto values = valuesAt(data, bucket);
        if (std::any_of(values.begin(), values.end(), [](const auto &value) { return value.has_value(); }))
            return bucket;
    }
    return data.firstBucket();
}

QColor barColor(const Theme &theme, const ChartSeries &series, bool running)
{
    const QColor color = seriesColor(theme, series);
    return running ? mixed(theme.colors().card, color, runningStrength) : color;
}

void paintStack(QPainter &painter, const Theme &theme, const ChartData &data, const ChartGeometry &g,
                qint64 bucket, qreal left, qreal width)
{
    double base = 0;
    const auto values = valuesAt(data, bucket);
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double top = base + double(values.at(i).value_or(0));
        if (top > base)
            painter.fillRect(QRectF(QPointF(left, g.y(top)), QPointF(left + width, g.y(base))),
                             barColor(theme, data.series.at(i), data.isRunning(bucket)));
        base = top;
    }
}

void paintGroup(QPainter &painter, const Theme &theme, const ChartData &data, const ChartGeometry &g,
                qint64 bucket, qreal left, qreal width)
{
    const auto values = valuesAt(data, bucket);
    const qreal each = width / qreal(values.size());
    const qreal gap = each > 4 ? 1 : 0;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double value = double(values.at(i).value_or(0));
        if (value != 0)
            painter.fillRect(QRectF(QPointF(left + each * qreal(i), g.y(qMax(0.0, value))),
                                    QPointF(left + each * qreal(i + 1) - gap, g.y(qMin(0.0, value)))),
                             barColor(theme, data.series.at(i), data.isRunning(bucket)));
    }
}

qreal widestValue(const ChartData &data, const ValueTicks &ticks, const QFontMetricsF &metrics)
{
    qreal widest = 0;
    for (int i = 0; i < ticks.count; ++i)
        widest = qMax(widest, metrics.horizontalAdvance(data.formatted(ticks.first + ticks.step * i)));
    return widest;
}

/// Before the name of each series a square of its colour, where names alone do not tell them apart; its room.
qreal swatchRoom(const Theme &theme, const ChartData &data)
{
    const bool isNeeded = std::any_of(data.series.begin(), data.series.end(),
                                      [](const ChartSeries &series) { return series.isPale; });
    return isNeeded ? theme.scaled(14) : 0;
}

qreal widestName(const Theme &theme, const ChartData &data, const QFontMetricsF &metrics)
{
    qreal widest = 0;
    for (const ChartSeries &series : data.series)
        widest = qMax(widest, swatchRoom(theme, data) + metrics.horizontalAdvance(series.name));
    return widest;
}

} // namespace

QColor seriesInk(const Theme &theme, const ChartSeries &series)
{
    return series.tone ? theme.color(*series.tone) : theme.color(series.hue);
}

QColor seriesColor(const Theme &theme, const ChartSeries &series)
{
    const QColor ink = seriesInk(theme, series);
    return series.isPale ? mixed(theme.colors().card, ink, paleStrength) : ink;
}

qreal ChartGeometry::x(double time) const
{
    const double length = double(qMax<qint64>(1, window.until - window.since));
    return plot.left() + (time - double(window.since)) / length * plot.width();
}

qreal ChartGeometry::y(double value) const
{
    const double length = double(qMax<qint64>(1, values.last() - values.first));
    return plot.bottom() - (value - double(values.first)) / length * plot.height();
}

qint64 ChartGeometry::time(qreal x) const
{
    const double along = qBound(0.0, (x - plot.left()) / qMax(1.0, plot.width()), 1.0);
    return window.since + static_cast<qint64>(std::floor(along * double(window.until - window.since)));
}

ChartGeometry chartGeometry(const Theme &theme, const ChartData &data, ChartStyle style, const QSizeF &size)
{
    ChartGeometry g;
    g.view = QRectF(QPointF(0, 0), size);
    g.window = data.window;
    const QFontMetricsF metrics(theme.numberFont(TextSize::Caption));
    const qreal gap = theme.space(Space::S);
    const qreal top = metrics.height() + gap; // the title of the value axis stands above it
    const qreal bottom = metrics.height() + gap;
    const qreal height = qMax<qreal>(1, size.height() - top - bottom);
    const Range range = valueRange(data, style);
    const int wanted = qMax(1, static_cast<int>(height / theme.scaled(valueLineDistance)));
    g.values = valueTicks(range.lowest, range.highest, wanted, data.format);
    const qreal lineDistance = height / (g.values.count - 1);
    g.valueStride = qMax(1, static_cast<int>(std::ceil((metrics.height() + 2) / lineDistance)));
    const qreal left = widestValue(data, g.values, metrics) + gap;
    // One series needs its name as well: a title may be read without the card around it.
    const qreal names = data.series.isEmpty() ? 0 : widestName(theme, data, metrics) + theme.space(Space::M);
    const qreal right = qMax(names, metrics.horizontalAdvance(QStringLiteral("00:00")) / 2);
    g.plot = QRectF(left, top, qMax<qreal>(1, size.width() - left - right), height);
    return g;
}

QVector<double> endValues(const ChartData &data, ChartStyle style)
{
    const qint64 bucket = lastKnownBucket(data);
    QVector<double> ends;
    double base = 0;
    for (const ChartSeries &series : data.series) {
        double value = double(data.valueAt(series, bucket).value_or(0));
        if (style == ChartStyle::StackedBars) {
            base += value;
            value = base - value / 2;
        } else if (!series.points.isEmpty() && !data.valueAt(series, bucket)) {
            value = double(series.points.back().value);
        }
        ends.append(value);
    }
    return ends;
}

void paintGaps(QPainter &painter, const Theme &theme, const ChartData &data, const ChartGeometry &g)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal distance = theme.scaled(7);
    QVector<QLineF> lines;
    for (const QRectF &area : gapAreas(data, g)) {
        painter.fillRect(area, theme.colors().hover);
        // All gaps share one set of lines, so that neighbours do not clash. They are cut here and not by a
        // clip, which drawings (SVG) do not know and which would be set hundreds of times.
        const qreal first = std::ceil((area.left() - area.height()) / distance) * distance;
        for (qreal x = first; x < area.right(); x += distance) {
            const qreal from = qMax(0.0, area.left() - x);
            const qreal until = qMin(area.height(), area.right() - x);
            lines.append(QLineF(x + from, area.bottom() - from, x + until, area.bottom() - until));
        }
    }
    painter.setPen(QPen(theme.colors().border, 1, Qt::SolidLine, Qt::FlatCap));
    painter.drawLines(lines);
    painter.restore();
}

void paintGrid(QPainter &painter, const Theme &theme, const ChartGeometry &g)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int i = 0; i < g.values.count; i += g.valueStride) {
        const qint64 value = g.values.first + g.values.step * i;
        painter.setPen(QPen(value == 0 ? theme.colors().border : theme.colors().hairline, 1));
        const qreal y = sharp(g.y(double(value)));
        painter.drawLine(QPointF(g.plot.left(), y), QPointF(g.plot.right(), y));
    }
    painter.restore();
}

void paintAxes(QPainter &painter, const Theme &theme, const ChartData &data, const ChartGeometry &g)
{
    painter.save();
    const QFont font = theme.numberFont(TextSize::Caption);
    const QFontMetricsF metrics(font);
    const qreal gap = theme.space(Space::S);
    painter.setFont(font);
    painter.setPen(theme.ink(Ink::Muted));
    for (int i = 0; i < g.values.count; i += g.valueStride) {
        const qint64 value = g.values.first + g.values.step * i;
        const QRectF place(0, g.y(double(value)) - metrics.height() / 2, g.plot.left() - gap,
                           metrics.height());
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, data.formatted(value));
    }
    painter.drawText(QRectF(0, 0, g.view.width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     data.unit);

    // The zone is the unit of the time axis; its place is kept free of ticks.
    const QString zone = format::utcOffset(data.window.until);
    const QRectF foot(0, g.plot.bottom() + gap / 2, g.view.width(), metrics.height());
    painter.drawText(foot, Qt::AlignRight | Qt::AlignVCenter, zone);
    const qreal ticksEnd = g.view.right() - metrics.horizontalAdvance(zone) - gap;
    const qreal tickWidth = metrics.horizontalAdvance(widestClockText()) + theme.space(Space::Xl);
    const int most = qMax(1, static_cast<int>(g.plot.width() / tickWidth));
    for (const TimeTick &tick : timeTicks(data.window, most)) {
        painter.setFont(
            theme.numberFont(TextSize::Caption, tick.isMajor ? TextWeight::Strong : TextWeight::Regular));
        const qreal x = g.x(double(tick.time));
        const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(tick.text) + 2;
        const QRectF place(qMax(0.0, x - width / 2), foot.top(), width, foot.height());
        if (place.right() > ticksEnd)
            continue;
        painter.drawText(place, Qt::AlignCenter, tick.text);
        painter.setPen(QPen(theme.colors().border, 1));
        painter.drawLine(QPointF(sharp(x), g.plot.bottom() + 1),
                         QPointF(sharp(x), g.plot.bottom() + gap / 2));
        painter.setPen(theme.ink(Ink::Muted));
    }
    painter.restore();
}

void paintBars(QPainter &painter, const Theme &theme, const ChartData &data, ChartStyle style,
               const ChartGeometry &g)
{
    if (data.series.isEmpty())
        return;
    painter.save();
    painter.setClipRect(g.plot);
    painter.setRenderHint(QPainter::Antialiasing);
    const qint64 count = data.bucketCount();
    const auto paint = style == ChartStyle::StackedBars ? paintStack : paintGroup;
    if (g.plot.width() >= 2.0 * double(count)) {
        for (qint64 i = 0; i < count; ++i) {
            // Of a bucket that the window cuts all bars stand in the part that is shown.
            const qint64 bucket = data.bucketAt(i);
            const qreal left = g.x(double(qMax(bucket, data.window.since)));
            const qreal width = g.x(double(qMin(data.bucketEnd(bucket), data.window.until))) - left;
            const qreal gap = qBound(0.0, width * 0.2, theme.scaled(6));
            paint(painter, theme, data, g, bucket, left + gap / 2, width - gap);
        }
    } else {
        // More buckets than pixels: of each pixel the highest, so that no peak is lost.
        qint64 i = 0;
        for (int pixel = 0; pixel < g.plot.width() && i < count; ++pixel) {
            const qreal x = g.plot.left() + pixel;
            qint64 highest = 0;
            qint64 most = -1;
            for (; i < count && g.x(double(data.bucketAt(i))) < x + 1; ++i) {
                const qint64 bucket = data.bucketAt(i);
                if (const qint64 total = sum(valuesAt(data, bucket)); total > most) {
                    most = total;
                    highest = bucket;
                }
            }
            if (most > 0)
                paint(painter, theme, data, g, highest, x, 1);
        }
    }
    painter.restore();
}

void paintEndLabels(QPainter &painter, const Theme &theme, const ChartData &data, ChartStyle style,
                    const ChartGeometry &g)
{
    painter.save();
    painter.setFont(theme.font(TextSize::Caption, TextWeight::Strong));
    const qreal height = QFontMetricsF(painter.font()).height();
    QVector<qreal> wanted;
    const QVector<double> ends = endValues(data, style);
    for (const double value : ends)
        wanted.append(g.y(value));
    const QVector<qreal> placed = placeLabels(wanted, height, g.plot.top() - height / 2, g.plot.bottom() + 2);
    const qreal swatch = swatchRoom(theme, data);
    const qreal side = theme.scaled(9);
    for (qsizetype i = 0; i < placed.size(); ++i) {
        if (std::isnan(placed.at(i)))
            continue;
        painter.setPen(seriesInk(theme, data.series.at(i)));
        const QRectF place(g.plot.right() + theme.space(Space::S), placed.at(i) - height / 2,
                           g.view.right() - g.plot.right() - theme.space(Space::S), height);
        if (swatch > 0)
            painter.fillRect(QRectF(place.left(), place.center().y() - side / 2, side, side),
                             seriesColor(theme, data.series.at(i)));
        painter.drawText(place.adjusted(swatch, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                         data.series.at(i).name);
    }
    painter.restore();
}

void paintSelection(QPainter &painter, const Theme &theme, const ChartGeometry &g, TimeSpan span)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRectF area(QPointF(g.x(double(span.since)), g.plot.top()),
                      QPointF(g.x(double(span.until)), g.plot.bottom()));
    QColor fill = theme.ink(Ink::Accent);
    fill.setAlphaF(0.12F);
    painter.fillRect(area, fill);
    painter.setPen(QPen(theme.ink(Ink::Accent), 1));
    for (const qreal x : {area.left(), area.right()})
        painter.drawLine(QPointF(sharp(x), area.top()), QPointF(sharp(x), area.bottom()));
    painter.restore();
}

} // namespace dvmdash::ui
