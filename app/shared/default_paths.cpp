// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/default_paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace dvmdash::app
{

void setIdentity()
{
    QCoreApplication::setOrganizationName(QStringLiteral("DVMDash"));
    // One name for both programs: it is part of the path.
    QCoreApplication::setApplicationName(QStringLiteral("dvmdash"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DVMDASH_VERSION));
}

QString defaultDatabasePath()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
        .filePath(QStringLiteral("dvmdash.sqlite"));
}

QString defaultRelayListPath()
{
    return relayListPathBeside(defaultDatabasePath());
}

QString relayListPathBeside(const QString &file)
{
    return QFileInfo(file).dir().filePath(QStringLiteral("relays.json"));
}

bool makeDefaultFolder()
{
    return QDir().mkpath(QFileInfo(defaultDatabasePath()).path());
}

} // namespace dvmdash::app
