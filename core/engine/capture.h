// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capture_format.h"
#include "engine/questions.h"

#include <QFile>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::engine
{

/// Before a line of a capture.
struct CapturePlace {
    int file = 0;
    qint64 offset = 0;
    std::uint64_t line = 0; ///< how many stand before it, in all files
    std::int64_t at_ms = 0; ///< the latest time in these
};

/// A line and the moment from which it holds.
struct TimedLine {
    std::uint64_t number = 0; ///< from 0, in all files
    int file = 0;
    std::int64_t at_ms = 0;
    CaptureLine line;
};

/// How many events came when, for a picture of the whole.
struct CaptureCourse {
    std::int64_t from_ms = 0;
    std::int64_t step_ms = 1000;
    std::vector<int> events; ///< a step each
};

/// One or several files of a capture, in the order of their times, read once for what is in them. Immutable,
/// so any number of threads may read it, each with a CaptureReader.
class Capture
{
public:
    /// Called with how much is read, 0 to 1000; false stops.
    using Progress = std::function<bool(int permille)>;
    /// Blocks; any thread. Files that are written meanwhile are read as far as they were. The error says what
    /// to do.
    static Result<std::shared_ptr<const Capture>> open(const QStringList &files,
                                                       const Progress &progress = {});

    const QStringList &files() const { return m_names; }
    const dvm::KindChanges &kinds() const { return m_kinds; } ///< by which it was recorded
    std::int64_t fromMs() const { return m_course.from_ms; }
    std::int64_t untilMs() const { return m_until; }
    std::int64_t events() const { return m_events; }
    std::uint64_t lines() const { return m_lines; }
    std::int64_t malformed() const { return m_malformed; }
    const CaptureCourse &course() const { return m_course; }
    /// It does not say who listened when: a file of events alone. Then it is taken for a recording, see
    /// engine/import.h.
    bool isPlain(int file) const { return m_plain[static_cast<std::size_t>(file)]; }

    /// The moment of the next event after this one, or of the last before it; nothing when there is none.
    std::optional<std::int64_t> nextEvent(std::int64_t after_ms) const;
    std::optional<std::int64_t> previousEvent(std::int64_t before_ms) const;

private:
    friend class CaptureReader;
    void read(const Progress &progress);
    void noteEvent(std::int64_t at_ms);
    void dateBareEvents();
    CapturePlace placeBefore(std::int64_t at_ms) const;

    QStringList m_names;
    dvm::KindChanges m_kinds;
    bool m_saysKinds = false;
    std::vector<qint64> m_sizes;
    std::vector<bool> m_plain;
    std::vector<CapturePlace> m_marks; ///< every so many lines
    /// By line, Unix milliseconds, of files of events alone: when each of them may have come. 0: not known.
    std::vector<std::int64_t> m_dates;
    CaptureCourse m_course;
    std::int64_t m_until = 0;
    std::int64_t m_events = 0;
    std::int64_t m_malformed = 0;
    std::uint64_t m_lines = 0;
};
using CapturePtr = std::shared_ptr<const Capture>;

/// Reads line by line. One thread.
class CaptureReader
{
public:
    explicit CaptureReader(CapturePtr capture);

    /// The place of the line that next() gives.
    CapturePlace place() const { return m_place; }
    void seek(const CapturePlace &place);
    /// The line that comes next, without going on. nullptr at the end. Throws store::Error when a file cannot
    /// be read any more.
    const TimedLine *peek();
    std::optional<TimedLine> next();
    std::int64_t malformed() const { return m_malformed; }

private:
    friend class Capture;
    explicit CaptureReader(const Capture &capture);
    bool readOne();
    qint64 readBytes(std::string &line);

    const CapturePtr m_kept;
    const Capture &m_capture;
    QFile m_file;
    int m_opened = -1;
    std::string m_buffer;
    std::size_t m_used = 0;
    CapturePlace m_place; ///< of m_next, or of what is read next
    CapturePlace m_after; ///< behind m_next
    std::optional<TimedLine> m_next;
    std::int64_t m_malformed = 0;
};

} // namespace dvmdash::engine
