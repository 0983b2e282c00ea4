// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card_pair.h"

#include "ui/theme/theme.h"

#include <QBoxLayout>

namespace dvmdash::ui
{

CardPair::CardPair(QWidget *left, int leftShare, QWidget *right, int rightShare, int leastWidth,
                   QWidget *parent)
    : QWidget(parent)
    , m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_leastWidth(leastWidth)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::of(this).space(Space::M));
    m_layout->addWidget(left, leftShare);
    m_layout->addWidget(right, rightShare);
    // The shares hold whatever the two would like.
    for (QWidget *part : {left, right}) {
        QSizePolicy policy = part->sizePolicy();
        policy.setHorizontalPolicy(QSizePolicy::Ignored);
        part->setSizePolicy(policy);
    }
}

bool CardPair::isStacked() const
{
    return m_layout->direction() == QBoxLayout::TopToBottom;
}

void CardPair::resizeEvent(QResizeEvent *event)
{
    const bool stacks = width() < m_leastWidth;
    if (stacks != isStacked()) {
        m_layout->setDirection(stacks ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
        updateGeometry();
    }
    QWidget::resizeEvent(event);
}

} // namespace dvmdash::ui
