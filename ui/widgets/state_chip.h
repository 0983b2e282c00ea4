// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

namespace dvmdash::ui
{

class Theme;

/// Draws the shape and the word of a state into `rect`, left-aligned; shared by the chip and the table cells.
/// `ink` is the colour of the word.
void paintState(QPainter &painter, const QRectF &rect, const Theme &theme, Tone tone, const QString &word,
                const QColor &ink);
/// The same with another shape than that of the tone.
void paintState(QPainter &painter, const QRectF &rect, const Theme &theme, Tone tone, Icon icon,
                const QString &word, const QColor &ink);

/// A state: shape and word in the colour of its tone.
class StateChip : public QWidget
{
    Q_OBJECT
public:
    explicit StateChip(QWidget *parent = nullptr);
    StateChip(Tone tone, const QString &word, QWidget *parent = nullptr);

    void setState(Tone tone, const QString &word);
    Tone tone() const { return m_tone; }
    QString word() const { return m_word; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Waiting;
    QString m_word;
};

} // namespace dvmdash::ui
