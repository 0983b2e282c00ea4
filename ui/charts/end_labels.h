// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>

namespace dvmdash::ui
{

/// Places labels of one height in a column so that none overlap and all lie between top and bottom, each as
/// near to where it was wanted as the others allow, in the wanted order. Returns the centres, in the order of
/// the input. When they do not all fit, those after the first `(bottom - top) / height` in the input get NaN
/// and are not drawn: put what matters first.
QVector<qreal> placeLabels(const QVector<qreal> &wanted, qreal height, qreal top, qreal bottom);

} // namespace dvmdash::ui
