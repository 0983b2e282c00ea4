// SPDX-License-Identifier: GPL-3.0-or-later
#include "damage.h"
#include "dvm/kinds.h"
#include "effort.h"
#include "engine/import.h"
#include "failing_vfs.h"
#include "file_rig.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

namespace dvmdash::test
{

namespace
{

constexpr int jobs = 150;
constexpr std::size_t eventsAtOnce = 20;

QString describe(DiskFault fault)
{
    switch (fault) {
    case DiskFault::Full:
        return QStringLiteral("the disk is full");
    case DiskFault::TornWrite:
        return QStringLiteral("a write is torn");
    case DiskFault::Sync:
        return QStringLiteral("fsync fails");
    }
    return {};
}

bool includes(const std::set<std::string> &all, const std::set<std::string> &some)
{
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

} // namespace

/// The disk fails at its Nth call while a capture is written.
class DiskTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aFailureAtAnyCallLosesNothing();
    void aDiskThatStaysFullIsToldAndCloses();
    void aFailureWhileTheFileIsMadeIsToldAndTriedAgain();
    void anImportIntoAFullDiskEndsAndSaysSo();
    void whoeverGivesDoesNotWaitForADiskThatIsGivenUp();

private:
    void write(DiskFault fault, std::int64_t call, std::int64_t calls);
    /// What is wrong with what a process left that died; empty: nothing.
    static QString faultsOfADeath(const QString &database, const std::set<std::string> &acknowledged);

    std::vector<nostr::Event> m_events;
    std::int64_t m_opening = 0; ///< calls until the file is made
    std::int64_t m_calls = 0;   ///< calls of a capture that is written without a failure
};

void DiskTest::initTestCase()
{
    m_events = captureOf(jobs, 3);
    FailingVfs disk;
    const QTemporaryDir folder;
    FileRig rig(folder.filePath(QStringLiteral("calm.sqlite")));
    rig.give(m_events, 0, 1);
    m_opening = disk.calls();
    for (std::size_t i = 1; i < m_events.size(); i += eventsAtOnce)
        QVERIFY(rig.give(m_events, i, eventsAtOnce));
    qInfo("%lld calls, %lld syncs", static_cast<long long>(disk.calls()),
          static_cast<long long>(disk.syncs()));
    QVERIFY2(disk.syncs() >= 4, "the WAL was hardly ever worked off: no sync could fail");
    QCOMPARE(rig.close(), 0);
    m_calls = disk.calls();
    QVERIFY(m_calls > m_opening);
}

QString DiskTest::faultsOfADeath(const QString &database, const std::set<std::string> &acknowledged)
{
    if (const QString whole = integrityOf(database); whole != QLatin1String("ok"))
        return whole;
    {
        const store::StoreFile opened(database.toStdString());
    }
    if (!includes(storedIds(database), acknowledged))
        return QStringLiteral("an acknowledged event is missing");
    return differencesIn(database);
}

void DiskTest::write(DiskFault fault, std::int64_t call, std::int64_t calls)
{
    FailingVfs disk;
    const QTemporaryDir folder;
    const QString database = folder.filePath(QStringLiteral("failing.sqlite"));
    const QString left = folder.filePath(QStringLiteral("left.sqlite"));
    FileRig rig(database);
    rig.give(m_events, 0, 1);
    std::set<std::string> acknowledged;
    bool isCopied = false;
    disk.setOnFailure([&] {
        acknowledged = rig.acknowledged();
        isCopied = copyAsItStands(database, left);
    });
    disk.failAt(call, calls, fault);
    bool wasStopped = false;
    for (std::size_t i = 1; i < m_events.size(); i += eventsAtOnce) {
        if (rig.give(m_events, i, eventsAtOnce) && rig.problem().isEmpty())
            continue;
        if (!std::exchange(wasStopped, true)) {
            const QString told = rig.lastProblem();
            QVERIFY2(told.contains(QStringLiteral("disk")), qPrintable(told));
        }
        if (calls == FailingVfs::forEver)
            disk.recover();
        QVERIFY2(rig.waitUntilWell(), qPrintable(rig.problem()));
    }
    QVERIFY2(disk.failed() == 0 || wasStopped || !rig.lastProblem().isEmpty(), "a failure was not told");
    disk.recover();
    QVERIFY2(rig.waitUntilWell(), qPrintable(rig.problem()));
    QCOMPARE(rig.close(), 0);
    QCOMPARE(integrityOf(database), QStringLiteral("ok"));
    QCOMPARE(storedIds(database).size(), m_events.size());
    QVERIFY(includes(storedIds(database), rig.acknowledged()));
    QCOMPARE(differencesIn(database), QString());
    if (disk.failed() > 0) {
        QVERIFY(isCopied);
        const QString faults = faultsOfADeath(left, acknowledged);
        QVERIFY2(faults.isEmpty(), qPrintable(faults));
    }
}

void DiskTest::aFailureAtAnyCallLosesNothing()
{
    int rounds = 0;
    for (Effort effort(18, 300); effort.more();) {
        std::mt19937 random(static_cast<unsigned>(effort.round()));
        const auto fault = static_cast<DiskFault>(effort.round() % 3);
        // Syncs are rare: from an early call on all of them fail, for a while or for ever.
        const std::int64_t latest =
            fault == DiskFault::Sync ? (m_calls - m_opening) / 2 : m_calls - m_opening;
        const std::int64_t call = std::uniform_int_distribution<std::int64_t>(1, latest)(random);
        const std::int64_t calls = random() % 2 ? FailingVfs::forEver : std::int64_t{1} + random() % 20;
        write(fault, call, calls);
        if (QTest::currentTestFailed()) {
            qWarning("when %s at call %lld for %lld calls (round %d)", qPrintable(describe(fault)),
                     static_cast<long long>(call), static_cast<long long>(calls), effort.round());
            return;
        }
        rounds = effort.round();
    }
    qInfo("%d failures of the disk", rounds);
}

void DiskTest::aDiskThatStaysFullIsToldAndCloses()
{
    FailingVfs disk;
    const QTemporaryDir folder;
    const QString database = folder.filePath(QStringLiteral("full.sqlite"));
    FileRig rig(database);
    QVERIFY(rig.give(m_events, 0, eventsAtOnce));
    disk.failAt(1, FailingVfs::forEver, DiskFault::Full);
    QVERIFY(!rig.give(m_events, eventsAtOnce, eventsAtOnce));
    QVERIFY2(rig.problem().contains(QStringLiteral("free some space")), qPrintable(rig.problem()));
    QCOMPARE(rig.close(), static_cast<std::int64_t>(eventsAtOnce));
    disk.recover();
    QCOMPARE(storedIds(database), rig.acknowledged());
    QCOMPARE(differencesIn(database), QString());
}

void DiskTest::aFailureWhileTheFileIsMadeIsToldAndTriedAgain()
{
    for (std::int64_t call = 1; call < m_opening; call += std::max<std::int64_t>(1, m_opening / 12)) {
        for (const DiskFault fault : {DiskFault::Full, DiskFault::TornWrite, DiskFault::Sync}) {
            FailingVfs disk;
            const QTemporaryDir folder;
            const QString database = folder.filePath(QStringLiteral("new.sqlite"));
            disk.failAt(call, FailingVfs::forEver, fault);
            QString told;
            try {
                FileRig rig(database);
                if (!rig.give(m_events, 0, 1))
                    told = rig.problem();
            } catch (const store::Error &error) {
                told = QString::fromUtf8(error.what());
            }
            QVERIFY2(fault == DiskFault::Sync || told.contains(QStringLiteral("disk")), qPrintable(told));
            disk.recover();
            FileRig rig(database);
            QVERIFY(rig.give(m_events, 1, eventsAtOnce));
            QCOMPARE(rig.close(), 0);
            QCOMPARE(integrityOf(database), QStringLiteral("ok"));
            QCOMPARE(differencesIn(database), QString());
        }
    }
}

void DiskTest::anImportIntoAFullDiskEndsAndSaysSo()
{
    const QTemporaryDir folder;
    QByteArray capture;
    for (const auto &event : m_events)
        capture += QByteArray::fromStdString(nostr::toJson(event)) + '\n';
    const QString once = folder.filePath(QStringLiteral("once.jsonl"));
    const QString often = folder.filePath(QStringLiteral("often.jsonl"));
    // More than the queue of the writer takes: whoever reads would wait for the disk.
    constexpr std::size_t lines = 60'000;
    QVERIFY(overwrite(once, 0, capture));
    QVERIFY(overwrite(often, 0, capture.repeated(static_cast<int>(lines / m_events.size()))));
    const QString database = folder.filePath(QStringLiteral("import.sqlite"));
    {
        const store::StoreFile made(database.toStdString());
    }
    FailingVfs disk;
    disk.failAt(20, FailingVfs::forEver, DiskFault::Full);
    const auto stopped = engine::importFiles(database, {often});
    QVERIFY(!stopped.ok);
    QVERIFY2(stopped.error.contains(QStringLiteral("free some space")), qPrintable(stopped.error));
    disk.recover();
    QCOMPARE(integrityOf(database), QStringLiteral("ok"));
    const auto again = engine::importFiles(database, {once});
    QVERIFY2(again.ok, qPrintable(again.error));
    QCOMPARE(storedIds(database).size(), m_events.size());
    QCOMPARE(differencesIn(database), QString());
}

void DiskTest::whoeverGivesDoesNotWaitForADiskThatIsGivenUp()
{
    FailingVfs disk;
    const QTemporaryDir folder;
    ingest::CounterBoard counters;
    store::WriterSettings settings;
    settings.queue_items = 10;
    store::WriterThread writer(store::StoreFile(folder.filePath(QStringLiteral("full.sqlite")).toStdString()),
                               dvm::KindTable::standard(), counters, settings, {}, {});
    nameRelays(writer);
    disk.failAt(1, FailingVfs::forEver, DiskFault::Full);
    constexpr int batches = 4;
    std::atomic<int> delivered = 0;
    std::thread giver([&] {
        for (int i = 0; i < batches; ++i, ++delivered)
            writer.deliver(
                batchOf(writer, m_events, static_cast<std::size_t>(i) * eventsAtOnce, eventsAtOnce));
    });
    QTest::qWait(300);
    QVERIFY2(delivered < batches, "a full queue takes everything");
    writer.stopTryingAgain();
    giver.join();
    QCOMPARE(writer.finish(), static_cast<std::int64_t>(batches * eventsAtOnce));
}

DVMDASH_TEST(DiskTest)

} // namespace dvmdash::test

#include "disk_test.moc"
