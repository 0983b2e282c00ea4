// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/painting.h"

#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

namespace dvmdash::ui
{

void paintCard(QPainter &painter, const QRectF &rect, const Theme &theme, const QColor &fill)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.colors().hairline, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.cornerRadius(), theme.cornerRadius());
    painter.restore();
}

void paintBannerCard(QPainter &painter, const QRectF &rect, const Theme &theme, const QColor &bar)
{
    paintCard(painter, rect, theme, theme.colors().card);
    painter.save();
    // The bar keeps the corners of the card.
    QPainterPath surface;
    surface.addRoundedRect(rect, theme.cornerRadius(), theme.cornerRadius());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipPath(surface);
    painter.fillRect(QRectF(rect.left(), rect.top(), theme.scaled(4), rect.height()), bar);
    painter.restore();
}

void paintFocus(QPainter &painter, const QRectF &rect, const Theme &theme)
{
    constexpr qreal width = 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.ink(Ink::Accent), width));
    painter.setBrush(Qt::NoBrush);
    const qreal half = width / 2;
    const qreal radius = qMin(theme.cornerRadius(), rect.height() / 2) - half;
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius);
    painter.restore();
}

void paintCheck(QPainter &painter, const QRectF &rect, bool checked, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(checked ? theme.ink(Ink::Accent) : theme.colors().border, theme.scaled(1.5)));
    painter.setBrush(checked ? theme.ink(Ink::Accent) : theme.colors().card);
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.scaled(3), theme.scaled(3));
    if (checked)
        paintIcon(painter, rect.adjusted(2, 2, -2, -2), Icon::Check, theme.ink(Ink::OnAccent));
    painter.restore();
}

void paintElided(QPainter &painter, const QRectF &rect, const QString &text, Qt::Alignment alignment,
                 Qt::TextElideMode mode)
{
    const QString shown = QFontMetricsF(painter.font()).elidedText(text, mode, rect.width());
    painter.drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine, shown);
}

} // namespace dvmdash::ui
