// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/charts/chart_data.h"

namespace dvmdash::ui
{

/// Puts into a chart what its answer rests on: the gaps, and before them the time before ours. A zero of a
/// counter that was counted where most was not observed is taken out, for nobody can vouch for it. Last, when
/// window, buckets and series are in.
void setObserved(ChartData &data, const metrics::Freshness &fresh);

} // namespace dvmdash::ui
