// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPainter;

namespace dvmdash::ui
{

class Theme;

/// Fills `rect` with still bars where text will stand, `lineHeight` apart, of varied but fixed lengths.
void paintSkeleton(QPainter &painter, const QRectF &rect, const Theme &theme, qreal lineHeight);

/// A loading page or card: bars instead of a spinner. It does not move.
class Skeleton : public QWidget
{
    Q_OBJECT
public:
    explicit Skeleton(QWidget *parent = nullptr);
    /// Distance of the bars; by default the height of a table row.
    void setLineHeight(int pixels);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_lineHeight;
};

} // namespace dvmdash::ui
