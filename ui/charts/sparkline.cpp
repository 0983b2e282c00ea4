// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sparkline.h"

#include "ui/charts/downsample.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace dvmdash::ui
{

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::NoFocus);
}

void Sparkline::setValues(const QVector<qint64> &values, bool lastRuns)
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
    const QColor color = theme.color(m_hue);
    const qreal dot = theme.scaled(2.25);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(dot, dot + 1, -dot - 1, -dot);
    painter.setPen(QPen(theme.colors().hairline, 1));
    painter.drawLine(QPointF(0, height() - 0.5), QPointF(width(), height() - 0.5));

    const QVector<QPointF> line = points(area);
    const QColor lighter = mixed(theme.colors().card, color, 0.45);
    const qsizetype solid = m_lastRuns && line.size() > 1 ? line.size() - 1 : line.size();
    painter.setPen(QPen(color, theme.scaled(1.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line.constData(), static_cast<int>(solid));
    if (solid < line.size()) {
        painter.setPen(QPen(lighter, theme.scaled(1.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawLine(line.at(solid - 1), line.back());
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(solid < line.size() ? lighter : color);
    painter.drawEllipse(line.back(), dot, dot);
}

QVector<QPointF> Sparkline::points(const QRectF &area) const
{
    QVector<ChartPoint> buckets;
    buckets.reserve(m_values.size());
    for (qsizetype i = 0; i < m_values.size(); ++i)
        buckets.append({i, m_values.at(i)});
    const auto count = static_cast<qint64>(m_values.size());
    const auto thinned = downsample(buckets, {0, count}, qMax(1, qRound(area.width())));
    const auto [lowest, highest] = std::minmax_element(m_values.begin(), m_values.end());
    const double floor = double(qMin<qint64>(0, *lowest));
    const double range = qMax(1.0, double(*highest) - floor);

    QVector<QPointF> line;
    line.reserve(thinned.size());
    for (const ChartPoint &point : thinned) {
        const double along = count > 1 ? double(point.time) / double(count - 1) : 1.0;
        line.append({area.left() + along * area.width(),
                     area.bottom() - (double(point.value) - floor) / range * area.height()});
    }
    return line;
}

} // namespace dvmdash::ui
