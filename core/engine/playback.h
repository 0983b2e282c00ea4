// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capture.h"
#include "engine/capture_feed.h"
#include "store/writer_thread.h"

#include <QString>

#include <atomic>
#include <functional>
#include <vector>

namespace dvmdash::engine
{

/// The clock of a file that shows a moment of a capture, Unix milliseconds. Any thread.
using PlaybackClock = std::atomic<std::int64_t>;

/// How a moment is kept to come back to. The file is exactly as it would be had it been filled up to here
/// just now, whichever way it came.
struct PlaybackSettings {
    std::uint64_t lines_between_copies = 0; ///< of the file; 0: a 32nd of the capture
    std::uint64_t least_lines_between_copies = 2'000;
    std::int64_t most_copy_bytes = 1'000'000'000; ///< of all copies; above, every other one goes
};

/// Takes a passing file to any moment of a capture, as if all had just come in live: forwards by taking in
/// what follows, backwards from the nearest copy of the file before. The clock goes with it. One thread; the
/// writer is used by nobody else, and its file, which is new, is made for WriterSettings::exact_moments.
class Playback
{
public:
    /// Called with how much of the way is done, 0 to 1000; false: stop at the moment that is reached.
    using GoOn = std::function<bool(int permille)>;

    /// `folder` is for copies. All but the capture outlive it. Throws store::Error.
    Playback(CapturePtr capture, store::WriterThread &writer, ingest::CounterBoard &counters,
             PlaybackClock &clock, QString folder, PlaybackSettings settings = {});

    /// False when it was stopped on its way. Beyond the ends of the capture it goes to the end. Throws
    /// store::Error when the capture or the disk fails.
    bool moveTo(std::int64_t moment_ms, const GoOn &goOn = {});
    std::int64_t moment() const { return m_moment; }
    const CaptureFeed &feed() const { return m_feed; }

private:
    struct Copy {
        QString path;
        std::int64_t at_ms = 0;
        CapturePlace place;
        CaptureFeed::Standing standing;
        std::int64_t bytes = 0;
    };
    void goBackTo(std::int64_t moment_ms);
    bool goForwardTo(std::int64_t moment_ms, const GoOn &goOn);
    void settleAt(std::int64_t moment_ms);
    void copyIfDue();
    void keepCopy();
    void thinOut();

    const CapturePtr m_capture;
    store::WriterThread &m_writer;
    PlaybackClock &m_clock;
    const QString m_folder;
    PlaybackSettings m_settings;
    CaptureReader m_reader;
    CaptureFeed m_feed;
    std::vector<Copy> m_copies; ///< by time; the first is of the empty file
    int m_copiesMade = 0;
    std::int64_t m_moment = 0;
};

} // namespace dvmdash::engine
