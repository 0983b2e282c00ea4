// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/decompression.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <cstdint>
#include <string>

namespace dvmdash::engine
{

/// A file of events, or standard input ("-"), as a stream of its bytes, decompressed when they are
/// compressed. What is wrong is said in sentences for people.
class EventFile
{
public:
    using Take = Decompressor::Take;

    /// Empty: it is open, and its beginning is read.
    QString open(const QString &name);
    /// Whether it can be opened, without reading.
    static QString check(const QString &name);
    static std::int64_t bytesOf(const QString &name); ///< on the disk

    /// It is the bundle of a chain; then all of it, and a byte more than a bundle may have.
    bool isBundle() const;
    QByteArray readBundle();

    enum class Step { More, End, Stopped, Failed };
    /// Reads on, and hands on what that comes to.
    Step read(const Take &take);
    QString problem() const { return m_problem; } ///< after Failed
    std::int64_t bytesRead() const { return m_bytesRead; }

private:
    Step failed(const QString &problem);
    Step judge(Decoded decoded);

    QString m_name;
    QFile m_file;
    std::string m_chunk;
    std::size_t m_begun = 0; ///< of the chunk, read to see what it is
    std::unique_ptr<Decompressor> m_decompressor;
    bool m_isCompressed = false;
    bool m_isFirst = true; ///< nothing was handed on
    std::int64_t m_bytesRead = 0;
    QString m_problem;
};

} // namespace dvmdash::engine
