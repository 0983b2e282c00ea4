// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_chip.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"

#include <QFontMetrics>
#include <QPainter>

namespace dvmdash::ui
{

FilterChip::FilterChip(Icon icon, Tone tone, const QString &word, QWidget *parent)
    : QAbstractButton(parent)
    , m_shape(icon)
    , m_tone(tone)
{
    setText(word);
    setAccessibleName(word);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void FilterChip::setCount(std::optional<qint64> count)
{
    if (count == m_count)
        return;
    m_count = count;
    setAccessibleName(count ? QStringLiteral("%1, %2").arg(text(), format::count(*count)) : text());
    updateGeometry();
    update();
}

QString FilterChip::countText() const
{
    return m_count ? format::count(*m_count) : QString();
}

QSize FilterChip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const QFontMetrics strong(theme.font(TextSize::Body, TextWeight::Strong));
    int width = 2 * theme.space(Space::S) + qRound(theme.scaled(20)) + strong.horizontalAdvance(text());
    if (m_count)
        width += theme.space(Space::S) + QFontMetrics(theme.numberFont()).horizontalAdvance(countText());
    return {width + 2, qRound(theme.scaled(28))};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const qreal radius = height() / 2.0;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isChecked() ? theme.ink(Ink::Accent) : theme.colors().border, 1));
    painter.setBrush(isChecked()    ? theme.colors().selected
                     : underMouse() ? theme.colors().hover
                                    : theme.colors().card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (hasFocus()) {
        painter.setPen(QPen(theme.ink(Ink::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius - 1, radius - 1);
    }
    const qreal side = theme.scaled(14);
    QRectF place = QRectF(rect()).adjusted(theme.space(Space::S), 0, -theme.space(Space::S), 0);
    paintIcon(painter, {place.left(), place.center().y() - side / 2, side, side}, m_shape,
              theme.color(m_tone));
    place.setLeft(place.left() + theme.scaled(20));
    painter.setFont(theme.font(TextSize::Body, isChecked() ? TextWeight::Strong : TextWeight::Regular));
    painter.setPen(theme.ink(Ink::Text));
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.setFont(theme.numberFont());
    painter.setPen(theme.ink(Ink::Muted));
    painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, countText());
}

} // namespace dvmdash::ui
