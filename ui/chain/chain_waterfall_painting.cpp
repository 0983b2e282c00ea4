// SPDX-License-Identifier: GPL-3.0-or-later
// How ChainWaterfall is drawn.
#include "ui/chain/chain_waterfall.h"
#include "ui/charts/ticks.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>

namespace dvmdash::ui
{

namespace
{

constexpr qreal barHeight = 8;
constexpr qreal iconSide = 13;

Tone toneOf(const WaterfallBar &bar)
{
    return stateTone(bar.state, bar.awaits_payment);
}

} // namespace

void ChainWaterfall::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const Theme &theme = Theme::of(this);
    if (m_data.bars.empty()) {
        painter.setFont(theme.font());
        painter.setPen(theme.ink(Ink::Muted));
        painter.drawText(viewport()->rect(), Qt::AlignCenter,
                         m_data.timeless > 0
                             ? tr("No request of this chain was seen: there are no times to show.")
                             : QString());
        return;
    }
    const QRectF plot = m_geometry.plot();
    painter.save();
    painter.setClipRect(QRectF(0, 0, viewport()->width(), plot.bottom()));
    painter.translate(0, -verticalScrollBar()->value());
    for (std::size_t lane = 0; lane < m_data.lanes.size(); ++lane)
        paintLane(painter, theme, lane);
    painter.setClipRect(QRectF(plot.left() - theme.space(Space::S), verticalScrollBar()->value(),
                               viewport()->width(), plot.height()));
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t bar = 0; bar < m_data.bars.size(); ++bar)
        paintBar(painter, theme, bar);
    painter.restore();
    paintAxis(painter, theme);
    paintCrosshair(painter, theme);
    if (hasFocus())
        paintFocus(painter, QRectF(viewport()->rect()), theme);
}

void ChainWaterfall::paintLane(QPainter &painter, const Theme &theme, std::size_t index) const
{
    const WaterfallLane &lane = m_data.lanes[index];
    const QRectF area = m_geometry.lane(index);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme.colors().hairline, 1));
    painter.drawLine(QPointF(0, sharp(area.bottom() - 1)), QPointF(area.right(), sharp(area.bottom() - 1)));
    const QFont font = theme.font();
    const qreal line = QFontMetricsF(font).height();
    QRectF name(theme.space(Space::M), area.top() + theme.space(Space::S),
                m_geometry.plot().left() - theme.space(Space::M) - theme.space(Space::L), line);
    if (lane.dvm) {
        const qreal side = theme.scaled(9);
        painter.fillRect(QRectF(name.left(), name.center().y() - side / 2, side, side),
                         theme.dvmColor(QString::fromStdString(lane.dvm->hex())));
        name.setLeft(name.left() + side + theme.space(Space::S));
    }
    painter.setFont(font);
    painter.setPen(theme.ink(lane.dvm ? Ink::Text : Ink::Muted));
    paintElided(painter, name, laneName(lane));
}

void ChainWaterfall::paintBar(QPainter &painter, const Theme &theme, std::size_t index) const
{
    const WaterfallBar &bar = m_data.bars[index];
    const QRectF place = m_geometry.bar(index);
    const QRectF plot = m_geometry.plot();
    const QFont font =
        theme.numberFont(TextSize::Caption, bar.is_root ? TextWeight::Strong : TextWeight::Regular);
    const QString text = barWords(bar);
    const qreal width = QFontMetricsF(font).horizontalAdvance(text) + theme.scaled(18);
    const qreal textLeft =
        qBound(plot.left(), place.left(), qMax(plot.left(), plot.right() + theme.space(Space::M) - width));
    const QColor color = theme.color(toneOf(bar));
    if (selectedBar() == index) {
        const qreal left = qMin(textLeft, place.left()) - theme.space(Space::Xs);
        const qreal right = qMax(textLeft + width, place.right()) + theme.space(Space::Xs);
        painter.setPen(QPen(theme.ink(Ink::Accent), 1));
        painter.setBrush(theme.colors().selected);
        painter.drawRoundedRect(QRectF(left, place.top() - 1, right - left, place.height() - 1), 4, 4);
    }

    const qreal side = theme.scaled(iconSide);
    const QRectF words(textLeft, place.top() + 1, width, QFontMetricsF(font).height());
    paintIcon(painter, {words.left(), words.center().y() - side / 2, side, side}, toneIcon(toneOf(bar)),
              color);
    painter.setFont(font);
    painter.setPen(theme.ink(Ink::Text));
    painter.drawText(words.adjusted(side + theme.scaled(4), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);

    const qreal height = theme.scaled(barHeight);
    const QRectF track(place.left(), words.bottom() + 2, place.width(), height);
    const qreal requested = m_geometry.x(bar.requested);
    const qreal ended = qMax(place.right(), requested);
    // Silence before the first answer: a line, of what never answered up to the end.
    const qreal began = bar.began ? m_geometry.x(*bar.began) : ended;
    painter.setPen(
        QPen(bar.began ? theme.colors().border : color, 1, bar.began ? Qt::SolidLine : Qt::DashLine));
    painter.drawLine(QPointF(requested, sharp(track.center().y())),
                     QPointF(began, sharp(track.center().y())));
    painter.setPen(QPen(theme.color(Hue::Requests), theme.scaled(2)));
    painter.drawLine(QPointF(requested, track.top() - 1), QPointF(requested, track.bottom() + 1));
    if (bar.began) {
        const QRectF work(began, track.top(), qMax(theme.scaled(3), ended - began), height);
        painter.setPen(Qt::NoPen);
        painter.setBrush(bar.open ? mixed(theme.colors().card, color, 0.45) : color);
        painter.drawRoundedRect(work, 2, 2);
    } else if (!bar.open && ended > requested) {
        painter.setPen(QPen(color, theme.scaled(2)));
        painter.drawLine(QPointF(ended, track.top() - 1), QPointF(ended, track.bottom() + 1));
    }
    paintReceipt(painter, theme, bar, track.bottom() + theme.scaled(5));
}

void ChainWaterfall::paintReceipt(QPainter &painter, const Theme &theme, const WaterfallBar &bar,
                                  qreal y) const
{
    if (!bar.request_received && !bar.received_first)
        return;
    const QColor color = bar.skew ? theme.color(Tone::Suspect) : theme.ink(Ink::Muted);
    const qreal radius = theme.scaled(2);
    painter.setPen(QPen(color, 1));
    // As with the authors' clocks, the request is a tick.
    if (bar.request_received) {
        const qreal request = m_geometry.x(*bar.request_received);
        painter.drawLine(QPointF(request, sharp(y) - radius), QPointF(request, sharp(y) + radius));
    }
    if (!bar.received_first)
        return;
    const qreal first = m_geometry.x(*bar.received_first);
    const qreal last = m_geometry.x(*bar.received_last);
    painter.drawLine(QPointF(m_geometry.x(bar.request_received.value_or(*bar.received_first)), sharp(y)),
                     QPointF(last, sharp(y)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QPointF(first, sharp(y)), radius, radius);
    painter.drawEllipse(QPointF(last, sharp(y)), radius, radius);
}

void ChainWaterfall::paintAxis(QPainter &painter, const Theme &theme) const
{
    constexpr qint64 second = 1000;
    const QRectF plot = m_geometry.plot();
    const QFontMetricsF metrics(theme.numberFont(TextSize::Caption));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme.colors().border, 1));
    painter.drawLine(QPointF(0, sharp(plot.bottom())), QPointF(viewport()->width(), sharp(plot.bottom())));
    const TimeSpan span{m_geometry.since() / second, m_geometry.until() / second + 1};
    const QRectF foot(0, plot.bottom() + theme.space(Space::Xs), viewport()->width(), metrics.height());
    painter.setFont(theme.numberFont(TextSize::Caption));
    painter.setPen(theme.ink(Ink::Muted));
    painter.drawText(foot.adjusted(theme.space(Space::M), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     format::utcOffset(span.since));
    const qreal tickWidth = metrics.horizontalAdvance(QStringLiteral("00:00:00")) + theme.space(Space::Xl);
    for (const TimeTick &tick : timeTicks(span, qMax(1, static_cast<int>(plot.width() / tickWidth)))) {
        const qreal x = m_geometry.x(tick.time * second);
        const qreal half = metrics.horizontalAdvance(tick.text) / 2 + 1;
        if (x < plot.left() || x + half > viewport()->width())
            continue;
        painter.setPen(theme.ink(Ink::Muted));
        painter.drawText(QRectF(x - half, foot.top(), 2 * half, foot.height()), Qt::AlignCenter, tick.text);
        painter.setPen(QPen(theme.colors().border, 1));
        painter.drawLine(QPointF(sharp(x), plot.bottom()), QPointF(sharp(x), plot.bottom() + 3));
    }
}

void ChainWaterfall::paintCrosshair(QPainter &painter, const Theme &theme) const
{
    if (!m_pointer || m_panning)
        return;
    const QRectF plot = m_geometry.plot();
    const qint64 time = m_geometry.time(*m_pointer);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme.ink(Ink::Muted), 1, Qt::DotLine));
    painter.drawLine(QPointF(sharp(*m_pointer), 0), QPointF(sharp(*m_pointer), plot.bottom()));
    QString text = QDateTime::fromMSecsSinceEpoch(time).toString(QStringLiteral("HH:mm:ss"));
    if (const auto bar = selectedBar(); bar && time >= m_data.bars[*bar].requested)
        text = tr("%1  +%2", "time, since the request of the selected job")
                   .arg(text, format::durationMs(time - m_data.bars[*bar].requested));
    const QFontMetricsF metrics(theme.numberFont(TextSize::Caption));
    const qreal width = metrics.horizontalAdvance(text) + 2 * theme.space(Space::S);
    const qreal left = qBound(0.0, *m_pointer - width / 2, qMax(0.0, viewport()->width() - width));
    const QRectF box(left, plot.bottom() + 2, width, metrics.height() + 4);
    painter.setRenderHint(QPainter::Antialiasing);
    paintCard(painter, box, theme, theme.colors().hover);
    painter.setFont(theme.numberFont(TextSize::Caption));
    painter.setPen(theme.ink(Ink::Text));
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace dvmdash::ui
