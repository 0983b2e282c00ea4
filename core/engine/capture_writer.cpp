// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capture_writer.h"

#include "engine/capture_format.h"
#include "store/error.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace dvmdash::engine
{

namespace
{

const QString suffix = QStringLiteral(".jsonl");

[[noreturn]] void fail(const QString &doing, const QFile &file)
{
    throw store::Error(
        QStringLiteral("%1 %2: %3").arg(doing, file.fileName(), file.errorString()).toStdString());
}

/// Where the last whole line ends. One without its end that is whole gets it with the next line.
qint64 endOfLines(QFile &file)
{
    constexpr qint64 step = 64 * 1024;
    QByteArray tail;
    qint64 from = file.size();
    while (from > 0 && !tail.contains('\n')) {
        const qint64 size = qMin(step, from);
        from -= size;
        if (!file.seek(from))
            fail(QStringLiteral("Cannot read"), file);
        tail.prepend(file.read(size));
    }
    const qsizetype newline = tail.lastIndexOf('\n');
    return from + newline + 1;
}

} // namespace

CaptureWriter::CaptureWriter(RecordingSettings settings, std::int64_t now_ms, dvm::KindChanges kinds)
    : m_settings(std::move(settings))
    , m_kinds(std::move(kinds))
{
    const QFileInfo wanted(m_settings.path);
    const bool isFolder = m_settings.namesFolder();
    m_folder = isFolder ? m_settings.path : wanted.path();
    m_name = isFolder ? QStringLiteral("dvmdash") : wanted.fileName();
    if (m_name.endsWith(suffix))
        m_name.chop(suffix.size());
    if (isFolder && !QDir().mkpath(m_folder))
        throw store::Error("Cannot record to " + m_folder.toStdString() +
                           ": the folder cannot be made. Choose one that you may write to");
    const bool isOne = !isFolder && !m_settings.rotates();
    open(isOne ? m_settings.path : nextPath(now_ms), now_ms, {});
}

QString CaptureWriter::nextPath(std::int64_t now_ms)
{
    const QString time =
        QDateTime::fromMSecsSinceEpoch(now_ms, Qt::UTC).toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    const QString path = QDir(m_folder).filePath(m_name + u'-' + time);
    // Names go up within a second too, also where earlier files of it were deleted.
    m_inSecond = m_second == time ? m_inSecond : 0;
    m_second = time;
    const auto name = [&] {
        return m_inSecond == 1
                   ? path + suffix
                   : QStringLiteral("%1-%2").arg(path).arg(m_inSecond, 3, 10, QLatin1Char('0')) + suffix;
    };
    do
        ++m_inSecond;
    while (QFileInfo::exists(name()));
    return name();
}

void CaptureWriter::open(const QString &path, std::int64_t now_ms, const std::string &standing)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        throw store::Error("Cannot record to " + path.toStdString() + ": " +
                           file.errorString().toStdString() +
                           ". Choose a file in a folder that you may write to");
    qint64 end = file.isSequential() ? 0 : file.size();
    if (end > 0) {
        end = endOfLines(file);
        if (!file.seek(end))
            fail(QStringLiteral("Cannot record to"), file);
        if (readCaptureLine(file.readAll().toStdString()))
            end = file.size(); // whole, but for its end
        if (!file.resize(end))
            fail(QStringLiteral("Cannot record to"), file);
        const bool lacksEnd = end > 0 && (!file.seek(end - 1) || file.read(1) != "\n");
        if (lacksEnd && file.write("\n") != 1)
            fail(QStringLiteral("Cannot record to"), file);
        end += lacksEnd ? 1 : 0;
    }
    file.close();
    auto appended = std::make_unique<QFile>(path);
    if (!appended->open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        fail(QStringLiteral("Cannot record to"), *appended);
    m_file = std::move(appended);
    m_end = end;
    m_openedMs = now_ms;
    m_begins = captureHeader(now_ms, m_kinds) + standing;
    write({});
}

void CaptureWriter::write(std::string_view lines)
{
    const std::string text = m_begins + std::string(lines);
    const auto size = static_cast<qint64>(text.size());
    if (m_file->write(text.data(), size) == size) {
        m_begins.clear();
        m_end += size;
        m_bytes += size;
        return;
    }
    const QString why = m_file->errorString();
    m_file->resize(m_end); // when that fails too, the half line goes when the file is opened again
    throw store::Error("Recording to " + m_file->fileName().toStdString() + " failed: " + why.toStdString() +
                       ". What was collected is in the database; it is tried again");
}

void CaptureWriter::rotateIfDue(std::int64_t now_ms, const std::string &standing)
{
    const bool isLarge = m_settings.max_bytes > 0 && m_end >= m_settings.max_bytes;
    const bool isOld = m_settings.max_seconds > 0 && now_ms - m_openedMs >= m_settings.max_seconds * 1000;
    if (!isLarge && !isOld)
        return;
    open(nextPath(now_ms), now_ms, standing);
    deleteOldest();
}

/// Of exactly our names: nothing else is ever deleted.
void CaptureWriter::deleteOldest() const
{
    if (m_settings.keep <= 0)
        return;
    const QRegularExpression ours(QRegularExpression::anchoredPattern(
        QRegularExpression::escape(m_name) + QStringLiteral("-\\d{8}T\\d{6}Z(-\\d{3})?\\.jsonl")));
    QDir folder(m_folder);
    QStringList files;
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name))
        if (ours.match(name).hasMatch())
            files.append(name);
    // "...Z-002" comes after "...Z" in time, and before it by the letter.
    std::sort(files.begin(), files.end(), [](const QString &a, const QString &b) {
        return QFileInfo(a).completeBaseName() < QFileInfo(b).completeBaseName();
    });
    while (files.size() > m_settings.keep)
        folder.remove(files.takeFirst());
}

} // namespace dvmdash::engine
