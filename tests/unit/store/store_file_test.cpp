// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/schema.h"
#include "store/store_file.h"
#include "support/test_main.h"

#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <QTemporaryDir>

#include <functional>

#ifdef Q_OS_UNIX
#include <sys/file.h>
#endif

using namespace dvmdash::store;

namespace
{

QString errorOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const Error &error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace

class StoreFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aSlipInThePathMakesNoFolder()
    {
        QVERIFY_THROWS_EXCEPTION(Error, StoreFile(path("deep/er/a.sqlite")));
        QVERIFY(!QFileInfo::exists(QString::fromStdString(path("deep"))));
    }

    void makesFileAndSchema()
    {
        StoreFile file(path("a.sqlite"));
        QCOMPARE(file.database().integer("PRAGMA user_version"), schemaVersion);
        QCOMPARE(file.database().integer("PRAGMA page_size"), 8192);
        QCOMPARE(file.database().integer("PRAGMA wal_autocheckpoint"), 0);
        QCOMPARE(file.database().integer("PRAGMA mmap_size"), 0);
        Statement mode = file.database().prepare("PRAGMA journal_mode");
        QVERIFY(mode.step());
        QCOMPARE(QString::fromUtf8(mode.text(0).data()), QStringLiteral("wal"));
    }

    void aSecondWriterIsKeptOut()
    {
        const StoreFile first(path("a.sqlite"));
        const QString error = errorOf([&] { const StoreFile second(path("a.sqlite")); });
        QVERIFY2(error.contains(QStringLiteral("is writing to")), qPrintable(error));
        QVERIFY2(error.contains(QStringLiteral("--db")), qPrintable(error));
        const StoreFile other(path("b.sqlite"));
    }

    void theLockGoesWithItsOwner()
    {
        {
            const StoreFile first(path("a.sqlite"));
        }
        const StoreFile second(path("a.sqlite"));
        // What a killed process leaves: a lock that names a process that is gone.
        QFile lock(QString::fromStdString(path("c.sqlite")) + QStringLiteral(".lock"));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.write("99999999\ndvmdash\n" + QSysInfo::machineHostName().toLocal8Bit() + "\n");
        lock.close();
        const StoreFile third(path("c.sqlite"));
    }

    /// The number of a killed process is given to another one sooner or later; in a container mostly to the
    /// same program.
    void aLockThatNamesARunningProcessIsAbandonedAllTheSame()
    {
        const auto leave = [this](const QString &host) {
            QFile lock(QString::fromStdString(path("a.sqlite")) + QStringLiteral(".lock"));
            QVERIFY(lock.open(QIODevice::WriteOnly));
            const QString program = QFileInfo(QCoreApplication::applicationFilePath()).fileName();
            lock.write((QString::number(QCoreApplication::applicationPid()) + QLatin1Char('\n') + program +
                        QLatin1Char('\n') + host + QLatin1Char('\n'))
                           .toLocal8Bit());
        };
        leave(QSysInfo::machineHostName());
        {
            const StoreFile file(path("a.sqlite"));
            const QString error = errorOf([&] { const StoreFile second(path("a.sqlite")); });
            QVERIFY2(error.contains(QStringLiteral("is writing to")), qPrintable(error));
        }
        // What another machine holds, over a network, only that one knows.
        leave(QStringLiteral("elsewhere"));
        const QString error = errorOf([&] { const StoreFile file(path("a.sqlite")); });
        QVERIFY2(error.contains(QStringLiteral("on elsewhere)")), qPrintable(error));
        QVERIFY2(error.contains(QStringLiteral("a.sqlite.lock")), qPrintable(error));
    }

    /// Killed between making the lock and writing into it, or a power failure.
    void aLockThatNamesNobodyIsAbandonedUnlessSomebodyHoldsIt()
    {
        const QString name = QString::fromStdString(path("a.sqlite")) + QStringLiteral(".lock");
        for (const QByteArray &left : {QByteArray(), QByteArray(40, '\0')}) {
            QFile lock(name);
            QVERIFY(lock.open(QIODevice::WriteOnly));
            lock.write(left);
            lock.close();
            const StoreFile file(path("a.sqlite"));
            const QString error = errorOf([&] { const StoreFile second(path("a.sqlite")); });
            QVERIFY2(error.contains(QStringLiteral("is writing to")), qPrintable(error));
        }
#ifdef Q_OS_UNIX
        QFile lock(name);
        QVERIFY(lock.open(QIODevice::WriteOnly));
        QCOMPARE(flock(lock.handle(), LOCK_EX | LOCK_NB), 0);
        QVERIFY(!errorOf([&] { const StoreFile file(path("a.sqlite")); }).isEmpty());
        QVERIFY(lock.exists());
#endif
    }

    void readersReadBesideTheWriter()
    {
        StoreFile file(path("a.sqlite"));
        file.database().execute("INSERT INTO meta VALUES('x', 5)");
        Database reader = openForReading(path("a.sqlite"));
        QCOMPARE(reader.integer("SELECT value FROM meta WHERE key = 'x'"), 5);
        QVERIFY(!errorOf([&] { reader.execute("INSERT INTO meta VALUES('y', 6)"); }).isEmpty());
        QCOMPARE(reader.integer("PRAGMA wal_autocheckpoint"), 0);
    }

    void readersNeedAFileOfOurs()
    {
        QVERIFY(errorOf([&] {
                    openForReading(path("missing.sqlite"));
                }).contains(QStringLiteral("There is no database")));
        QFile text(QString::fromStdString(path("text.sqlite")));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write(QByteArray(10'000, 't'));
        text.close();
        QVERIFY(!errorOf([&] { openForReading(path("text.sqlite")); }).isEmpty());
        QVERIFY(!errorOf([&] { const StoreFile file(path("text.sqlite")); }).isEmpty());
        {
            Database foreign(path("foreign.sqlite"), OpenMode::ReadWrite);
            foreign.execute("CREATE TABLE theirs(a)");
        }
        const QString error = errorOf([&] { const StoreFile file(path("foreign.sqlite")); });
        QVERIFY2(error.contains(QStringLiteral("another program")), qPrintable(error));
        Database foreign(path("foreign.sqlite"), OpenMode::ReadOnly);
        QCOMPARE(foreign.integer("SELECT count(*) FROM sqlite_schema"), 1);
    }

    void aNewerSchemaIsLeftAlone()
    {
        {
            StoreFile file(path("a.sqlite"));
            file.database().execute("PRAGMA user_version = 999");
        }
        QVERIFY(errorOf([&] {
                    const StoreFile file(path("a.sqlite"));
                }).contains(QStringLiteral("newer DVMDash")));
        QVERIFY(errorOf([&] { openForReading(path("a.sqlite")); }).contains(QStringLiteral("newer DVMDash")));
    }

    void closingEmptiesTheWal()
    {
        StoreFile file(path("a.sqlite"));
        file.database().execute("INSERT INTO meta VALUES('x', 5)");
        const QFileInfo wal(QString::fromStdString(path("a.sqlite")) + QStringLiteral("-wal"));
        QVERIFY(wal.size() > 0);
        file.checkpointAll();
        QCOMPARE(QFileInfo(wal.filePath()).size(), 0);
        QVERIFY(bytesOnDisk(path("a.sqlite")) > 0);
    }

    void theWalStaysShort()
    {
        StoreFile file(path("a.sqlite"));
        file.database().execute("CREATE TABLE filler(bytes BLOB)");
        const QString wal = QString::fromStdString(path("a.sqlite")) + QStringLiteral("-wal");
        constexpr qint64 commitBytes = 512 * 1024;
        constexpr qint64 largeBytes = 8 * 1024 * 1024;
        for (int i = 0; i < 100; ++i) {
            file.database().execute("INSERT INTO filler VALUES(zeroblob(524288))");
            file.checkpointIfLarge();
            QVERIFY(QFileInfo(wal).size() < largeBytes + 2 * commitBytes);
        }
        QVERIFY(QFileInfo(QString::fromStdString(path("a.sqlite"))).size() > 80 * commitBytes);
    }

    void aTransactionThatIsNotCommittedIsGone()
    {
        StoreFile file(path("a.sqlite"));
        {
            Transaction transaction(file.database(), Transaction::Kind::Write);
            file.database().execute("INSERT INTO meta VALUES('x', 5)");
        }
        QCOMPARE(file.database().integer("SELECT count(*) FROM meta WHERE key = 'x'"), 0);
        QVERIFY(!file.database().inTransaction());
    }

    void aStopFlagInterrupts()
    {
        StoreFile file(path("a.sqlite"));
        const std::atomic<bool> stop = true;
        file.database().setStopFlag(&stop);
        bool interrupted = false;
        try {
            file.database().integer(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000000) "
                "SELECT count(*) FROM n");
        } catch (const Interrupted &) {
            interrupted = true;
        }
        QVERIFY(interrupted);
        file.database().setStopFlag(nullptr);
        QCOMPARE(file.database().integer("SELECT 7"), 7);
    }

private:
    std::string path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name)).toStdString();
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

DVMDASH_TEST(StoreFileTest)
#include "store_file_test.moc"
