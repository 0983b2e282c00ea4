// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_data.h"

namespace dvmdash::ui
{

/// Thins points (ascending times) to what a line of `pixels` columns over `span` can show: of each column the
/// first, the lowest, the highest and the last point, in order of time. So no peak is lost and the drawn line
/// covers the same pixels. Points outside of the span are kept only next to its ends. Returns the input when
/// it is thin enough.
QVector<ChartPoint> downsample(const QVector<ChartPoint> &points, TimeSpan span, int pixels);

} // namespace dvmdash::ui
