// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/clock_watch.h"

namespace dvmdash::relay
{

/// The clocks of this system, read as one: when reading them was held up it is done again. Any thread.
ClockReading readSystemClocks();

} // namespace dvmdash::relay
