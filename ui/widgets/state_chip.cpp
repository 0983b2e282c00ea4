// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_chip.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

#include <QFontMetrics>
#include <QPainter>

namespace dvmdash::ui
{

void paintState(QPainter &painter, const QRectF &rect, const Theme &theme, Tone tone, const QString &word,
                const QColor &ink)
{
    paintState(painter, rect, theme, tone, toneIcon(tone), word, ink);
}

void paintState(QPainter &painter, const QRectF &rect, const Theme &theme, Tone tone, Icon icon,
                const QString &word, const QColor &ink)
{
    const qreal side = qMin(theme.scaled(14), rect.width());
    const QRectF place(rect.left(), rect.center().y() - side / 2, side, side);
    paintIcon(painter, place, icon, theme.color(tone));
    painter.setPen(ink);
    paintElided(painter, rect.adjusted(side + theme.scaled(6), 0, 0, 0), word);
}

StateChip::StateChip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

StateChip::StateChip(Tone tone, const QString &word, QWidget *parent)
    : StateChip(parent)
{
    setState(tone, word);
}

void StateChip::setState(Tone tone, const QString &word)
{
    m_tone = tone;
    m_word = word;
    setAccessibleName(word);
    setToolTip(word);
    updateGeometry();
    update();
}

QSize StateChip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const QFontMetrics metrics(theme.font());
    return {qRound(theme.scaled(20)) + metrics.horizontalAdvance(m_word) + 1,
            qMax(metrics.height(), qRound(theme.scaled(14))) + theme.space(Space::Xs)};
}

QSize StateChip::minimumSizeHint() const
{
    return {qRound(Theme::of(this).scaled(14)), sizeHint().height()};
}

void StateChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.setFont(theme.font());
    paintState(painter, rect(), theme, m_tone, m_word, theme.color(m_tone));
}

} // namespace dvmdash::ui
