// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kind_changes.h"
#include "engine/recording.h"

#include <QFile>
#include <QString>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace dvmdash::engine
{

/// Writes the lines of a capture into one file, or into one after the other. What stands in them is whole
/// lines, also after a crash or on a full disk: a half one is taken off when the file is opened again.
class CaptureWriter
{
public:
    /// Opens the first file. Throws store::Error when that cannot be.
    CaptureWriter(RecordingSettings settings, std::int64_t now_ms, dvm::KindChanges kinds = {});

    /// All of these lines or none. Throws store::Error; may be tried again.
    void write(std::string_view lines);
    /// Goes on in a new file when it is time, which begins with these lines: what holds on has to be said in
    /// each file. Throws store::Error; may be tried again.
    void rotateIfDue(std::int64_t now_ms, const std::string &standing);

    QString file() const { return m_file->fileName(); }
    std::int64_t bytes() const { return m_bytes; } ///< in all files

private:
    QString nextPath(std::int64_t now_ms);
    void open(const QString &path, std::int64_t now_ms, const std::string &standing);
    void deleteOldest() const;

    const RecordingSettings m_settings;
    const dvm::KindChanges m_kinds; ///< that each file begins with
    QString m_folder;
    QString m_name;
    QString m_second; ///< of the last file's name
    int m_inSecond = 0;
    std::unique_ptr<QFile> m_file;
    std::string m_begins; ///< of this file, until it is written
    qint64 m_end = 0;     ///< of the last whole line
    std::int64_t m_openedMs = 0;
    std::int64_t m_bytes = 0;
};

} // namespace dvmdash::engine
