// SPDX-License-Identifier: GPL-3.0-or-later
#include "out_file.h"

#include "command.h"
#include "output.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace dvmdash::cli
{

namespace
{

std::unique_ptr<QFileDevice> makeFile(const QString &path)
{
    const QFileInfo target(path);
    if (target.exists() && !target.isFile())
        return std::make_unique<QFile>(path);
    return std::make_unique<QSaveFile>(path);
}

} // namespace

OutFile::OutFile(QString path)
    : m_path(std::move(path))
    , m_file(makeFile(m_path))
{
}

OutFile::~OutFile() = default;

bool OutFile::open()
{
    return m_file->open(QIODevice::WriteOnly);
}

bool OutFile::write(std::string_view bytes)
{
    return m_file->write(bytes.data(), static_cast<qint64>(bytes.size())) >= 0;
}

bool OutFile::finish()
{
    auto *const whole = qobject_cast<QSaveFile *>(m_file.get());
    return m_file->error() == QFileDevice::NoError && (whole ? whole->commit() : m_file->flush());
}

int OutFile::complainOfWriting() const
{
    complain(QStringLiteral("cannot write %1: %2").arg(m_path, m_file->errorString()));
    return Failed;
}

} // namespace dvmdash::cli
