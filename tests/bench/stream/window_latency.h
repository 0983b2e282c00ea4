// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stream/busy_probe.h"

#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace dvmdash::bench
{

struct Capture;

/// How a page of the real window kept up with a steady stream.
struct PageLatency {
    std::string page;
    std::vector<double> ms; ///< of each row: from the frame sent to the row in the model
    std::int64_t expected = 0;
    ProbedApplication::Longest busy;
};

struct WindowMeasured {
    std::int64_t stored = 0; ///< events in the file then
    std::vector<PageLatency> pages;
};

/// From nothing, in milliseconds.
struct StartMeasured {
    double running = 0; ///< the file is open
    double numbers = 0; ///< the window shows the numbers of the file
};

struct LatencySettings {
    QString folder;   ///< for what a window keeps
    QString database; ///< is added to
    int perSecond = 500;
    int secondsPerPage = 20;
};

/// Opens the window over the file, without a relay, and closes it.
StartMeasured measureStart(ProbedApplication &application, const LatencySettings &settings);

/// Opens the window over the file, has a relay of its own process send the events at that pace, and watches
/// the models of the Live and the Jobs page, each while it is shown.
WindowMeasured measureWindow(ProbedApplication &application, const Capture &capture,
                             const LatencySettings &settings);

} // namespace dvmdash::bench
