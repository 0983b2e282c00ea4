// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/layered_layout.h"

#include <QString>

namespace dvmdash::test
{

/// What is wrong with a layout, by brute force and nothing of the layout's own code; empty when all holds
/// that layered_layout.h promises of every layout. `strangers`: also whether an edge passes below a box that
/// is not its own, which takes long.
QString faultOf(const layout::Graph &graph, const layout::Options &options, const layout::Layout &placed,
                bool strangers);

} // namespace dvmdash::test
