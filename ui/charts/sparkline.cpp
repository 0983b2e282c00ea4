// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sparkline.h"

#include "ui/charts/downsample.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace dvmdash::ui
{

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::NoFocus);
}

void Sparkline::setValues(const QVector<qint64> &values, bool lastRuns)
{
    setKnownValues({values.begin(), values.end()}, lastRuns);
}

void Sparkline::setKnownValues(const QVector<std::optional<qint64>> &values, bool lastRuns)
{
    m_values = values;
    m_lastRuns = lastRuns;
    update();
}

void Sparkline::setHue(Hue hue)
{
    m_hue = hue;
    update();
}

QSize Sparkline::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(120)), qRound(theme.scaled(40))};
}

void Sparkline::paintEvent(QPaintEvent *)
{
    if (m_values.isEmpty())
        return;
    const Theme &theme = Theme::of(this);
    const qreal dot = theme.scaled(2.25);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(dot, dot + 1, -dot - 1, -dot);
    painter.setPen(QPen(theme.colors().hairline, 1));
    painter.drawLine(QPointF(0, height() - 0.5), QPointF(width(), height() - 0.5));
    const auto all = lines(area);
    for (qsizetype i = 0; i < all.size(); ++i)
        paintLine(painter, all.at(i), i == all.size() - 1 && m_values.back().has_value());
}

void Sparkline::paintLine(QPainter &painter, const QVector<QPointF> &line, bool isLast) const
{
    const Theme &theme = Theme::of(this);
    const QColor color = theme.color(m_hue);
    const QColor lighter = mixed(theme.colors().card, color, 0.45);
    const bool runs = isLast && m_lastRuns && line.size() > 1;
    const qsizetype solid = runs ? line.size() - 1 : line.size();
    painter.setPen(QPen(color, theme.scaled(1.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line.constData(), static_cast<int>(solid));
    if (runs) {
        painter.setPen(QPen(lighter, theme.scaled(1.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawLine(line.at(solid - 1), line.back());
    }
    // A single value between unknown ones is a dot too: a line of one point is not seen.
    if (!isLast && line.size() > 1)
        return;
    const qreal dot = theme.scaled(isLast ? 2.25 : 1.25);
    painter.setPen(Qt::NoPen);
    painter.setBrush(runs ? lighter : color);
    painter.drawEllipse(line.back(), dot, dot);
}

QVector<QVector<QPointF>> Sparkline::lines(const QRectF &area) const
{
    const auto count = static_cast<qint64>(m_values.size());
    QVector<QVector<ChartPoint>> runs;
    qint64 floor = 0;
    qint64 highest = 0;
    for (qint64 i = 0; i < count; ++i) {
        const auto &value = m_values.at(i);
        if (!value)
            continue;
        if (runs.isEmpty() || runs.back().back().time + 1 != i)
            runs.append(QVector<ChartPoint>());
        runs.back().append({i, *value});
        floor = qMin(floor, *value);
        highest = qMax(highest, *value);
    }
    const double range = qMax(1.0, double(highest) - double(floor));
    QVector<QVector<QPointF>> all;
    for (const auto &run : std::as_const(runs)) {
        QVector<QPointF> line;
        for (const ChartPoint &point : downsample(run, {0, count}, qMax(1, qRound(area.width())))) {
            const double along = count > 1 ? double(point.time) / double(count - 1) : 1.0;
            line.append({area.left() + along * area.width(),
                         area.bottom() - (double(point.value) - double(floor)) / range * area.height()});
        }
        all.append(line);
    }
    return all;
}

} // namespace dvmdash::ui
