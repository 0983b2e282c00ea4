// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/file_lock.h"

#include "store/error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QString>
#include <QSysInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace dvmdash::store
{

namespace
{

/// Who makes a lock writes its name into it within microseconds.
constexpr int nameless_ms = 1'000;

struct Owner {
    qint64 pid = 0;
    QString host;
    QString program;
};

#ifdef Q_OS_UNIX
/// Takes an abandoned lock away. QLockFile keeps its file open and locked with flock(), which ends with the
/// process. Not where there is none: then nobody can tell.
void removeAbandoned(const QString &lock)
{
    const QByteArray name = QFile::encodeName(lock);
    const int file = ::open(name.constData(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return;
    struct stat opened {
    };
    struct stat named {
    };
    // Somebody may have put another one in its place since.
    if (::flock(file, LOCK_EX | LOCK_NB) == 0 && ::fstat(file, &opened) == 0 &&
        ::stat(name.constData(), &named) == 0 && opened.st_dev == named.st_dev &&
        opened.st_ino == named.st_ino)
        ::unlink(name.constData());
    ::close(file);
}
#else
/// Elsewhere a file that is open cannot be taken away.
void removeAbandoned(const QString &lock)
{
    QFile::remove(lock);
}
#endif

bool isHeld(const QLockFile &lock, Owner &owner)
{
    return lock.error() == QLockFile::LockFailedError &&
           lock.getLockInfo(&owner.pid, &owner.host, &owner.program);
}

} // namespace

std::unique_ptr<QLockFile> lockFor(const std::string &path)
{
    const QFileInfo file(QString::fromStdString(path));
    // A folder is not made here: a slip in a path would leave a second, empty database somewhere.
    if (!file.absoluteDir().exists())
        throw Error("There is no folder " + file.absolutePath().toStdString() +
                    ". Make it, or choose another file with --db");
    const QString name = file.absoluteFilePath() + QStringLiteral(".lock");
    auto lock = std::make_unique<QLockFile>(name);
    // A lock is stale only when its owner is gone, however old it is: sessions run for weeks.
    lock->setStaleLockTime(0);
    if (lock->tryLock(0))
        return lock;
    Owner owner;
    // A moment later one that is being made names its owner.
    const bool namesNobody = !isHeld(*lock, owner) && lock->error() == QLockFile::LockFailedError;
    if (namesNobody && lock->tryLock(nameless_ms))
        return lock;
    const bool isNamed = isHeld(*lock, owner);
    const bool isOfThisMachine = isNamed && owner.host == QSysInfo::machineHostName();
    const bool mayBeAbandoned = isOfThisMachine || (namesNobody && !isNamed);
    if (mayBeAbandoned)
        removeAbandoned(name);
    if (mayBeAbandoned && lock->tryLock(0))
        return lock;
    if (!isHeld(*lock, owner))
        throw Error("Cannot lock " + path +
                    ". Check that you may write to its folder and that the disk is not full, or choose "
                    "another file with --db");
    const std::string who =
        "Another program (" + owner.program.toStdString() + ", process " + std::to_string(owner.pid);
    if (isOfThisMachine)
        throw Error(who + ") is writing to " + path + ". Close it, or choose another file with --db");
    throw Error(who + " on " + owner.host.toStdString() + ") is writing to " + path +
                ". Close it, or choose another file with --db. If that machine is gone, remove " +
                name.toStdString());
}

} // namespace dvmdash::store
