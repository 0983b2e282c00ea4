// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/measure.h"
#include "engine/engine.h"

#include <cstdint>

namespace dvmdash::bench
{

class RelayProcess;

/// What came of a flood of frames, from the first that was sent to the commit of the last.
struct Flood {
    std::int64_t frames = 0;
    Spent spent;
    double relayCpu = 0; ///< seconds of the serving process, which are not in `spent`
    double network = 0;  ///< of that the network thread, where the system tells; the rows below too
    double workers = 0;
    double rest = 0; ///< the writer, and the little that the window's thread does
    ingest::SourceCounters counted;

    double usOf(double seconds) const { return seconds * 1e6 / static_cast<double>(frames); }
};

/// An engine as the program makes it, with its counters.
class CountingEngine
{
public:
    CountingEngine(const QString &database, std::int64_t since);

    engine::Engine &engine() { return m_engine; }
    void addRelay(const QString &url);
    /// Has the relay send all it has, and waits until that is stored.
    Flood flood(RelayProcess &relay);
    /// Counters of now, once nothing moves any more.
    ingest::Counters settled();

private:
    engine::Engine m_engine;
    relay::RelayList m_relays;
    ingest::Counters m_counters;
    std::int64_t m_done = 0; ///< frames that have found their end
};

/// The same frames read by a bare QWebSocket in a thread of its own: what nobody can go below who uses it.
Flood floodBareSocket(RelayProcess &relay);

} // namespace dvmdash::bench
