// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileDevice>
#include <QString>

#include <memory>
#include <string_view>

namespace dvmdash::cli
{

/// A file that a command writes: a regular one appears whole or not at all; a device or a pipe is written as
/// it goes.
class OutFile
{
public:
    explicit OutFile(QString path);
    ~OutFile();

    bool open();
    bool write(std::string_view bytes);
    /// False when anything could not be written.
    bool finish();
    /// Says what went wrong; gives Failed.
    int complainOfWriting() const;

private:
    const QString m_path;
    std::unique_ptr<QFileDevice> m_file;
};

} // namespace dvmdash::cli
