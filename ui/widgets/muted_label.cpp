// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/muted_label.h"

#include "ui/theme/theme.h"

#include <QEvent>

namespace dvmdash::ui
{

MutedLabel::MutedLabel(QWidget *parent, const QString &text)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setText(text);
    restyle();
}

void MutedLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QLabel::changeEvent(event);
}

void MutedLabel::restyle()
{
    const Theme &theme = Theme::of(this);
    setFont(theme.numberFont(TextSize::Caption));
    QPalette colors = palette();
    // Setting it is a change of the palette again.
    if (colors.color(QPalette::WindowText) == theme.ink(Ink::Muted))
        return;
    colors.setColor(QPalette::WindowText, theme.ink(Ink::Muted));
    setPalette(colors);
}

} // namespace dvmdash::ui
