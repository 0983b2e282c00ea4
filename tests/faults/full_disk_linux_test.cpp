// SPDX-License-Identifier: GPL-3.0-or-later
#include "file_rig.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <sys/mount.h>

namespace dvmdash::test
{

namespace
{

constexpr int jobs = 150;
constexpr std::size_t eventsAtOnce = 60;

/// A disk of a few megabytes. Needs root.
class SmallDisk
{
public:
    SmallDisk()
        : m_isMounted(mount("tmpfs", path().constData(), "tmpfs", 0, "size=3m") == 0)
    {
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            umount2(path().constData(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    bool isMounted() const { return m_isMounted; }
    bool grow() const { return mount("tmpfs", path().constData(), "tmpfs", MS_REMOUNT, "size=200m") == 0; }
    QString file(const QString &name) const { return m_folder.filePath(name); }

private:
    QByteArray path() const { return m_folder.path().toLocal8Bit(); }
    const QTemporaryDir m_folder;
    const bool m_isMounted;
};

} // namespace

/// A disk that is full indeed, as far as one can be mounted.
class FullDiskTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ingestPausesAndGoesOnWithRoom()
    {
        const SmallDisk disk;
        if (!disk.isMounted())
            QSKIP("a small disk cannot be mounted without root; DiskTest covers the same with a VFS that "
                  "fails");
        const auto events = captureOf(jobs, 5);
        const QString database = disk.file(QStringLiteral("full.sqlite"));
        FileRig rig(database);
        std::size_t given = 0;
        while (given < events.size() && rig.give(events, given, eventsAtOnce) && rig.problem().isEmpty())
            given += eventsAtOnce;
        QVERIFY2(given < events.size(), "the disk was large enough");
        QVERIFY2(rig.problem().contains(QStringLiteral("free some space")), qPrintable(rig.problem()));
        const auto acknowledged = rig.acknowledged();

        const QTemporaryDir elsewhere;
        const QString copy = elsewhere.filePath(QStringLiteral("copy.sqlite"));
        QVERIFY(copyAsItStands(database, copy));
        QCOMPARE(integrityOf(copy), QStringLiteral("ok"));
        QCOMPARE(storedIds(copy), acknowledged);
        QCOMPARE(differencesIn(copy), QString());

        QVERIFY(disk.grow());
        QVERIFY2(rig.waitUntilWell(), qPrintable(rig.problem()));
        for (given += eventsAtOnce; given < events.size(); given += eventsAtOnce)
            QVERIFY(rig.give(events, given, eventsAtOnce));
        QCOMPARE(rig.close(), 0);
        QCOMPARE(storedIds(database).size(), events.size());
        QCOMPARE(differencesIn(database), QString());
    }

    void aDiskWithoutAnyRoomIsToldWhenOpening()
    {
        const SmallDisk disk;
        if (!disk.isMounted())
            QSKIP("a small disk cannot be mounted without root");
        QFile filler(disk.file(QStringLiteral("filler")));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        const QByteArray block(4096, 'x');
        while (filler.write(block) == block.size()) {
        }
        QString told;
        try {
            const store::StoreFile file(disk.file(QStringLiteral("new.sqlite")).toStdString());
        } catch (const store::Error &error) {
            told = QString::fromUtf8(error.what());
        }
        QVERIFY2(told.contains(QStringLiteral("full")), qPrintable(told));
    }
};

DVMDASH_TEST(FullDiskTest)

} // namespace dvmdash::test

#include "full_disk_linux_test.moc"
