// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/check_box.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace dvmdash::ui
{

void CheckBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    const QRectF words = style()->subElementRect(QStyle::SE_CheckBoxContents, &option, this);
    QRectF box(0, 0, theme.iconSize(), theme.iconSize());
    box.moveCenter(QRectF(style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, this)).center());
    // It may be wider than the indicator of the style, which begins at the very edge.
    box.moveLeft(qMax(box.left(), 0.0));
    paintCheck(painter, box, isChecked(), theme);
    painter.setPen(theme.ink(isEnabled() ? Ink::Text : Ink::Disabled));
    paintElided(painter, words.adjusted(0, 0, 1, 0), text());
    if (hasFocus())
        paintFocus(painter, rect(), theme);
}

} // namespace dvmdash::ui
