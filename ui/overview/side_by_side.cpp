// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/side_by_side.h"

#include "ui/theme/theme.h"

#include <QBoxLayout>

namespace dvmdash::ui
{

namespace
{

QSize least(const QWidget &widget)
{
    return widget.minimumSizeHint().expandedTo(widget.minimumSize());
}

} // namespace

SideBySide::SideBySide(QWidget *left, int leftShare, QWidget *right, int rightShare, int leastWidth,
                       QWidget *parent)
    : QWidget(parent)
    , m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_left(left)
    , m_right(right)
    , m_leastWidth(leastWidth)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::of(this).space(Space::M));
    m_layout->setSizeConstraint(QLayout::SetNoConstraint);
    m_layout->addWidget(left, leftShare);
    m_layout->addWidget(right, rightShare);
}

QSize SideBySide::minimumSizeHint() const
{
    const QSize left = least(*m_left);
    const QSize right = least(*m_right);
    const int height = isNarrow() ? left.height() + m_layout->spacing() + right.height()
                                  : qMax(left.height(), right.height());
    return {qMax(left.width(), right.width()), height};
}

void SideBySide::resizeEvent(QResizeEvent *event)
{
    const int needed = least(*m_left).width() + m_layout->spacing() + least(*m_right).width() +
                       Theme::of(this).space(Space::Xxl);
    const bool fits = width() >= qMax(needed, m_leastWidth);
    if (fits == isNarrow()) {
        m_layout->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        updateGeometry();
    }
    QWidget::resizeEvent(event);
}

bool SideBySide::isNarrow() const
{
    return m_layout->direction() == QBoxLayout::TopToBottom;
}

} // namespace dvmdash::ui
