// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileInfo>
#include <QMetaType>
#include <QString>

#include <cstdint>

namespace dvmdash::engine
{

/// Where and how a capture is written (engine/capture_format.h).
struct RecordingSettings {
    /// A file that is appended to. With a size or an age it is cut into several, FOLDER/NAME-TIME.jsonl for
    /// FOLDER/NAME.jsonl, TIME as 20261122T101500Z. A folder means captures called "dvmdash" in it.
    QString path;
    std::int64_t max_bytes = 0;   ///< a file is followed by another one when it is larger; 0: never
    std::int64_t max_seconds = 0; ///< or older; 0: never
    int keep = 0;                 ///< so many files of that name stay, oldest first out; 0: all
    bool namesFolder() const { return path.endsWith(u'/') || QFileInfo(path).isDir(); }
    bool rotates() const { return max_bytes > 0 || max_seconds > 0; }
    bool operator==(const RecordingSettings &) const = default;
};

/// A recording as it stands.
struct RecordingStatus {
    bool on = false;
    QString file;              ///< that is written now, or was last
    std::int64_t since_ms = 0; ///< Unix milliseconds
    std::int64_t bytes = 0;    ///< written since then, in all files
    std::int64_t events = 0;
    QString problem; ///< why it cannot be written at the moment: it is tried again, and nothing is left out
    bool operator==(const RecordingStatus &) const = default;
};

} // namespace dvmdash::engine

Q_DECLARE_METATYPE(dvmdash::engine::RecordingStatus)
