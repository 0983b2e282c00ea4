// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dvmdash::relay
{

/// When the sink last made the network thread wait (monotonic ms; -1 never). All connections share the
/// thread, so while one waits all have unread data, and none may claim to have delivered everything up to
/// now.
struct LoopStall {
    std::int64_t ended_ms = -1;
};

} // namespace dvmdash::relay
