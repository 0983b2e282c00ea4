// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>

namespace dvmdash::test
{

/// A capture of a simulated network as several relays might have given it: copies, receipt times that step
/// back, relays that come and go, coverage that lags, a recorder that was started anew, and lines that are
/// broken. The same for the same seed.
struct MadeCapture {
    QByteArray text;
    std::int64_t from_ms = 0;
    std::int64_t until_ms = 0;
    int events = 0;    ///< each once
    int malformed = 0; ///< lines that are none
    int refused = 0;   ///< events that are forged
};
MadeCapture madeCapture(std::uint64_t seed, int jobs);

} // namespace dvmdash::test
