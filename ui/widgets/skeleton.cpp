// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/skeleton.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <array>

namespace dvmdash::ui
{

void paintSkeleton(QPainter &painter, const QRectF &rect, const Theme &theme, qreal lineHeight)
{
    static constexpr std::array<qreal, 7> lengths{0.62, 0.84, 0.48, 0.71, 0.9, 0.55, 0.78};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colors().skeleton);
    const qreal height = qMin(theme.scaled(10), lineHeight * 0.6);
    std::size_t line = 0;
    for (qreal y = rect.top(); y + lineHeight <= rect.bottom() + 0.5; y += lineHeight, ++line) {
        const QRectF bar(rect.left(), y + (lineHeight - height) / 2,
                         rect.width() * lengths[line % lengths.size()], height);
        painter.drawRoundedRect(bar, height / 2, height / 2);
    }
    painter.restore();
}

Skeleton::Skeleton(QWidget *parent)
    : QWidget(parent)
    , m_lineHeight(qRound(Theme::of(this).scaled(30)))
{
    setAccessibleName(tr("Loading"));
}

void Skeleton::setLineHeight(int pixels)
{
    m_lineHeight = qMax(1, pixels);
    update();
}

void Skeleton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const int side = theme.space(Space::L);
    paintSkeleton(painter, QRectF(rect()).adjusted(side, 0, -side, 0), theme, m_lineHeight);
}

} // namespace dvmdash::ui
