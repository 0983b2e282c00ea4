// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRect>
#include <QString>

#include <cmath>

class QPainter;

namespace dvmdash::ui
{

class Theme;

/// The surface of a card: rounded, one hairline around it.
void paintCard(QPainter &painter, const QRectF &rect, const Theme &theme, const QColor &fill);

/// The same with a bar in this colour at its left: says how what stands on it is meant.
void paintBannerCard(QPainter &painter, const QRectF &rect, const Theme &theme, const QColor &bar);

/// The ring around what has the keyboard, inside of `rect`.
void paintFocus(QPainter &painter, const QRectF &rect, const Theme &theme);

/// Half pixels, where a line of one pixel is sharp.
inline qreal sharp(qreal position)
{
    return std::floor(position) + 0.5;
}

/// Text in one line, elided at the right when it does not fit, in the painter's pen and font.
void paintElided(QPainter &painter, const QRectF &rect, const QString &text,
                 Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter,
                 Qt::TextElideMode mode = Qt::ElideRight);

/// A box with a mark in it when checked; `rect` is square.
void paintCheck(QPainter &painter, const QRectF &rect, bool checked, const Theme &theme);

} // namespace dvmdash::ui
