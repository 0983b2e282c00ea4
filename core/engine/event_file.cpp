// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/event_file.h"

#include "engine/bundle.h"
#include "engine/foreign_format.h"

#include <QFileInfo>

#include <algorithm>
#include <cstdio>

namespace dvmdash::engine
{

namespace
{

constexpr std::size_t chunkBytes = 256 * 1024;

bool isStandardInput(const QString &name)
{
    return name == QLatin1String("-");
}

QString openFile(QFile &file, const QString &name)
{
    if (isStandardInput(name))
        return file.open(stdin, QIODevice::ReadOnly) ? QString()
                                                     : QStringLiteral("Cannot read standard input");
    file.setFileName(name);
    if (QFileInfo(name).isDir())
        return QStringLiteral("%1 is a folder: name the files in it").arg(name);
    if (file.open(QIODevice::ReadOnly))
        return {};
    return QStringLiteral("Cannot read %1: %2. Check the name and that you may read it")
        .arg(name, file.errorString());
}

} // namespace

QString EventFile::check(const QString &name)
{
    QFile file;
    return isStandardInput(name) ? QString() : openFile(file, name);
}

std::int64_t EventFile::bytesOf(const QString &name)
{
    return isStandardInput(name) ? 0 : QFileInfo(name).size();
}

QString EventFile::open(const QString &name)
{
    m_name = isStandardInput(name) ? QStringLiteral("Standard input") : name;
    if (QString problem = openFile(m_file, name); !problem.isEmpty())
        return problem;
    m_chunk.resize(chunkBytes);
    // A pipe gives what it has: the rest comes later.
    while (m_begun < foreignFormatBytes) {
        const qint64 got = m_file.read(m_chunk.data() + m_begun, static_cast<qint64>(chunkBytes - m_begun));
        if (got <= 0)
            break;
        m_begun += static_cast<std::size_t>(got);
    }
    const std::string_view beginning(m_chunk.data(), m_begun);
    const Compression compression = compressionOf(beginning);
    m_isCompressed = compression != Compression::None;
    m_decompressor = makeDecompressor(compression);
    return {};
}

bool EventFile::isBundle() const
{
    return looksLikeBundle(QByteArray::fromRawData(m_chunk.data(), static_cast<qsizetype>(m_begun)));
}

QByteArray EventFile::readBundle()
{
    QByteArray bytes(m_chunk.data(), static_cast<qsizetype>(m_begun));
    while (bytes.size() <= mostBundleBytes) {
        const QByteArray more = m_file.read(mostBundleBytes + 1 - bytes.size());
        if (more.isEmpty())
            break;
        bytes += more;
    }
    m_bytesRead = bytes.size();
    return bytes;
}

EventFile::Step EventFile::read(const Take &take)
{
    std::size_t got = std::exchange(m_begun, 0);
    if (got == 0) {
        const qint64 read = m_file.read(m_chunk.data(), static_cast<qint64>(chunkBytes));
        if (read < 0)
            return failed(
                QStringLiteral("Reading %1 failed: %2. What was read until then is stored: import it again "
                               "when it can be read, and what is known is passed over")
                    .arg(m_name, m_file.errorString()));
        got = static_cast<std::size_t>(read);
    }
    if (got == 0)
        return m_isCompressed && m_bytesRead > 0 ? judge(m_decompressor->finish()) : Step::End;
    m_bytesRead += static_cast<std::int64_t>(got);
    QString foreign;
    const auto decoded = m_decompressor->feed({m_chunk.data(), got}, [&](std::string_view bytes) {
        if (std::exchange(m_isFirst, false))
            foreign = foreignFormat(m_name, bytes.substr(0, foreignFormatBytes));
        return foreign.isEmpty() && take(bytes);
    });
    if (!foreign.isEmpty())
        return failed(foreign);
    return decoded == Decoded::Good ? Step::More : judge(decoded);
}

EventFile::Step EventFile::failed(const QString &problem)
{
    m_problem = problem;
    return Step::Failed;
}

EventFile::Step EventFile::judge(Decoded decoded)
{
    switch (decoded) {
    case Decoded::Good:
        break;
    case Decoded::Stopped:
        return Step::Stopped;
    case Decoded::Damaged:
        return failed(QStringLiteral("%1 is damaged: what is compressed in it cannot be read on at about "
                                     "byte %2. What was read until then is stored. Get the file anew and "
                                     "import it again: what is known by then is passed over")
                          .arg(m_name)
                          .arg(m_bytesRead));
    case Decoded::NeedsTooMuch:
        return failed(QStringLiteral("%1 was compressed so that it takes over %2 MB of memory to read it. "
                                     "Unpack it (zstd -d --long=31) and import what is in it")
                          .arg(m_name)
                          .arg(mostWindowBytes / 1'000'000));
    case Decoded::EndsTooEarly:
        return failed(QStringLiteral("%1 ends too early: the end of what is compressed in it is missing, as "
                                     "after a broken download. What was read until then is stored. Get the "
                                     "rest and import it again: what is known by then is passed over")
                          .arg(m_name));
    case Decoded::GarbageFollows:
        return failed(QStringLiteral("%1 holds something else behind what is compressed in it, from about "
                                     "byte %2 on, which was left out. What stands before it is stored")
                          .arg(m_name)
                          .arg(m_bytesRead));
    }
    return Step::End;
}

} // namespace dvmdash::engine
