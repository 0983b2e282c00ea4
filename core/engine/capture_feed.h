// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capture.h"
#include "ingest/counter_board.h"
#include "relay/relay_status.h"
#include "store/writer_thread.h"

#include <QVector>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace dvmdash::engine
{

/// Gives lines of a capture to a writer: events with the checks of the wire, copies, coverage, who listens.
/// An event that was verified once is not verified again. One thread, but for relays().
class CaptureFeed
{
public:
    CaptureFeed(CapturePtr capture, store::WriterThread &writer, ingest::CounterBoard &counters);
    ~CaptureFeed();

    /// Of a new sitting of the recorder, too. Such a line stands alone in give().
    static bool changesWhoListens(const TimedLine &line);
    /// Blocks while the writer has enough to do.
    void give(std::vector<TimedLine> lines);
    /// Of files of events alone: as far as they vouch for silence at this moment. `next` is the line that
    /// follows; nullptr: none.
    void coverPlain(std::int64_t moment_ms, const TimedLine *next);

    /// What is known beside the file.
    struct Standing {
        std::map<relay::RelayNumber, store::RelayStanding> relays;
        std::int64_t plain_from_ms = 0; ///< of the span that goes on; 0: none does
        std::int64_t plain_until_ms = 0;
        relay::RelayNumber plain = 0;
    };
    const Standing &standing() const { return m_standing; }
    /// As it was then. The same for the writer.
    std::vector<store::RelayStanding> restore(const Standing &standing);

    /// All that were named so far, as they stand. Any thread.
    QVector<relay::RelayStatus> relays() const;

private:
    struct Tools;
    struct Made;
    relay::RelayNumber numberOf(const TimedLine &line);
    Made make(const TimedLine &line, relay::RelayNumber number, Tools &tools) const;
    std::vector<Made> makeAll(const std::vector<TimedLine> &lines,
                              const std::vector<relay::RelayNumber> &numbers);
    void setListening(relay::RelayNumber number, bool on);
    void notePlain(const TimedLine &line, relay::RelayNumber number);
    void tellRelays();

    const CapturePtr m_capture;
    store::WriterThread &m_writer;
    ingest::CounterBoard &m_counters;
    std::vector<std::unique_ptr<Tools>> m_tools; ///< one for each thread that verifies
    std::vector<bool> m_verified;                ///< by line
    std::map<std::string, relay::RelayNumber> m_numbers;
    Standing m_standing;
    mutable std::mutex m_mutex;
    QVector<relay::RelayStatus> m_statuses;
};

} // namespace dvmdash::engine
