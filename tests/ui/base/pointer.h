// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QMouseEvent>
#include <QWidget>

namespace dvmdash::test
{

/// Tells a widget that the pointer moved there. QTest::mouseMove moves the pointer of the platform instead,
/// which sends nothing when it rests, and enter and leave events of windows that come and go.
inline void movePointer(QWidget &widget, const QPoint &place, Qt::MouseButtons pressed = Qt::NoButton)
{
    QMouseEvent event(QEvent::MouseMove, QPointF(place), QPointF(widget.mapToGlobal(place)), Qt::NoButton,
                      pressed, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace dvmdash::test
