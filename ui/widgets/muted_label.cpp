// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/muted_label.h"

#include "ui/theme/theme.h"

#include <QEvent>

namespace dvmdash::ui
{

void setTextInk(QWidget &label, const QColor &ink)
{
    QPalette palette = label.palette();
    if (palette.color(QPalette::WindowText) == ink)
        return;
    palette.setColor(QPalette::WindowText, ink);
    label.setPalette(palette);
}

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
    setTextInk(*this, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
