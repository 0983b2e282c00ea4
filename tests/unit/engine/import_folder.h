// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/counters.h"

#include <QFile>
#include <QTemporaryDir>

namespace dvmdash::test
{

/// Where a test of imports keeps its files and the database; gone with it.
class ImportFolder
{
public:
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QString database() const { return path("db.sqlite"); }
    /// The path of a file with this text.
    QString write(const char *name, const QByteArray &text) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }

private:
    QTemporaryDir m_folder;
};

inline std::int64_t rejected(const ingest::SourceCounters &counters, nostr::Reject reason)
{
    return counters.rejected[static_cast<std::size_t>(reason)];
}

} // namespace dvmdash::test
