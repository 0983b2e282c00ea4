// SPDX-License-Identifier: GPL-3.0-or-later
#include "damage.h"
#include "engine/archive.h"
#include "engine/salvage.h"
#include "file_rig.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <algorithm>

namespace dvmdash::test
{

namespace
{

constexpr int jobs = 120;
constexpr std::size_t eventsAtOnce = 60;

/// All rows of an answer as text.
QByteArray rowsOf(const QString &database, const char *sql)
{
    store::Database db = store::openForReading(database.toStdString());
    store::Statement rows = db.prepare(sql);
    QByteArray text;
    while (rows.step())
        text += QByteArray(rows.text(0).data(), static_cast<qsizetype>(rows.text(0).size())) + '\n';
    return text;
}

/// What is known of each event and of each job, without the numbers of rows.
constexpr const char *receipts = "SELECT hex(id24) || ' ' || received_ms || ' ' || live || ' ' || role || ' "
                                 "' || flags FROM event ORDER BY 1";
constexpr const char *sightings = "SELECT hex(e.id24) || ' ' || r.url || ' ' || s.first_ms FROM seen s "
                                  "JOIN event e USING(rid) JOIN relay r USING(relay) ORDER BY 1";
constexpr const char *coverage =
    "SELECT r.url || ' ' || c.since || ' ' || c.until FROM coverage c JOIN relay r USING(relay) ORDER BY 1";
constexpr const char *judgements = "SELECT hex(id24) || ' ' || state || ' ' || attempts || ' ' || "
                                   "coalesce(response_ms, '-') FROM job ORDER BY 1";
constexpr const char *numbers = "SELECT level || ' ' || dim || ' ' || bucket || ' ' || hex(counts) FROM "
                                "rollup WHERE level > 0 AND dim = 0 ORDER BY 1";

} // namespace

/// What can be read of a damaged file goes into a new one.
class SalvageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void ofAWholeFileNothingIsLost();
    void anyPageMayBeLost();
    void noSchemaNoTreesNoIndexesAreNeeded();
    void whatStandsInTheWalOnlyIsFound();
    void aForgedEventIsRefused();
    void aDamagedIdIsMadeAnew();
    void deletedEventsStayDeleted();
    void nothingIsOverwrittenAndNothingLeftBehind();
    void aFileInUseIsLeftAlone();
    void itStopsWhenTold();
    void theNewFileIsGoneOnWith();

private:
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QString damagedCopy() const;
    engine::SalvageReport salvaged(const QString &damaged);

    QTemporaryDir m_folder;
    QString m_database;
    QString m_out;
    std::vector<nostr::Event> m_events;
};

void SalvageTest::initTestCase()
{
    m_events = captureOf(jobs, 21);
    m_database = path("whole.sqlite");
    m_out = path("salvaged.sqlite");
    FileRig rig(m_database);
    for (std::size_t i = 0; i < m_events.size(); i += eventsAtOnce) {
        rig.writer().cover({0, captureStart, m_events[i].created_at});
        QVERIFY(rig.give(m_events, i, eventsAtOnce));
    }
    rig.writer().cover({1, captureStart + 500, captureStart + 900});
    QCOMPARE(rig.close(), 0);
}

QString SalvageTest::damagedCopy() const
{
    const QString copy = m_folder.filePath(QStringLiteral("damaged.sqlite"));
    if (!copyAsItStands(m_database, copy))
        QTest::qFail("a file cannot be copied", __FILE__, __LINE__);
    return copy;
}

engine::SalvageReport SalvageTest::salvaged(const QString &damaged)
{
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::remove(m_out + QLatin1String(suffix));
    return engine::salvageDatabase(damaged, m_out);
}

void SalvageTest::ofAWholeFileNothingIsLost()
{
    const auto report = salvaged(m_database);
    QVERIFY2(report.ok, qPrintable(report.error));
    QCOMPARE(report.stored, static_cast<std::int64_t>(m_events.size()));
    QCOMPARE(report.lost, 0);
    QVERIFY(!report.lost_is_estimate);
    QCOMPARE(report.refused, 0);
    QCOMPARE(report.unreadable_pages, 0);
    QCOMPARE(report.relays, 2);
    QCOMPARE(storedIds(m_out), storedIds(m_database));
    for (const char *sql : {receipts, sightings, coverage, judgements, numbers})
        QVERIFY2(!rowsOf(m_database, sql).isEmpty() && rowsOf(m_out, sql) == rowsOf(m_database, sql), sql);
    QCOMPARE(differencesIn(m_out), QString());
}

/// Each page in its turn (some of them): what stood on it is lost, nothing else.
void SalvageTest::anyPageMayBeLost()
{
    const qint64 pages = QFileInfo(m_database).size() / store::pageBytes;
    std::int64_t most = 0;
    for (qint64 page = 0; page < pages; page += std::max<qint64>(1, pages / 12)) {
        const QString damaged = damagedCopy();
        QVERIFY(overwrite(damaged, page * store::pageBytes, QByteArray(store::pageBytes, '\0')));
        const auto report = salvaged(damaged);
        QVERIFY2(report.ok, qPrintable(report.error));
        QCOMPARE(report.stored + report.lost, static_cast<std::int64_t>(m_events.size()));
        QCOMPARE(differencesIn(m_out), QString());
        most = std::max(most, report.lost);
    }
    QVERIFY2(most < 200, "more is lost than stands on a page");
}

void SalvageTest::noSchemaNoTreesNoIndexesAreNeeded()
{
    const QString damaged = damagedCopy();
    QByteArray bytes = contentOf(damaged);
    int wiped = 0;
    for (qsizetype at = 0; at < bytes.size(); at += store::pageBytes) {
        constexpr char interiorTable = 5;
        if (at > 0 && bytes[at] != interiorTable)
            continue;
        bytes.replace(at, store::pageBytes, QByteArray(store::pageBytes, '\xff'));
        ++wiped;
    }
    QVERIFY(wiped > 2);
    QVERIFY(overwrite(damaged, 0, bytes));
    QVERIFY(!engine::Archive::open(damaged));
    const auto report = salvaged(damaged);
    QVERIFY2(report.ok, qPrintable(report.error));
    QCOMPARE(storedIds(m_out), storedIds(m_database));
    QCOMPARE(rowsOf(m_out, judgements), rowsOf(m_database, judgements));
}

void SalvageTest::whatStandsInTheWalOnlyIsFound()
{
    const QString growing = path("growing.sqlite");
    FileRig rig(growing);
    for (std::size_t i = 0; i < m_events.size(); i += eventsAtOnce)
        QVERIFY(rig.give(m_events, i, eventsAtOnce));
    const QString copy = path("with-wal.sqlite");
    QVERIFY(copyAsItStands(growing, copy));
    const QString wal = copy + QStringLiteral("-wal");
    QVERIFY(QFileInfo(wal).size() > 20 * store::pageBytes);
    auto report = salvaged(copy);
    QVERIFY2(report.ok, qPrintable(report.error));
    QCOMPARE(storedIds(m_out), storedIds(m_database));
    QCOMPARE(report.lost, 0);

    // SQLite goes by checksums: to it nothing behind a bad frame exists.
    QVERIFY(overwrite(wal, 32 + 24 + 100, "damage"));
    report = salvaged(copy);
    QVERIFY2(report.ok, qPrintable(report.error));
    QVERIFY(report.stored > static_cast<std::int64_t>(m_events.size() * 9 / 10));
    QVERIFY(storedIds(copy).size() < static_cast<std::size_t>(report.stored));
}

void SalvageTest::aForgedEventIsRefused()
{
    const QString damaged = damagedCopy();
    {
        store::StoreFile file(damaged.toStdString());
        // Dated another day: neither id nor signature are those of what it says now.
        file.database().execute("UPDATE event SET created_at = created_at - 86400 WHERE rid = 7");
        file.database().execute("UPDATE payload SET sig = zeroblob(64) WHERE rid = 9");
        file.checkpointAll();
    }
    const auto report = salvaged(damaged);
    QVERIFY2(report.ok, qPrintable(report.error));
    QCOMPARE(report.refused, 2);
    QCOMPARE(report.stored, static_cast<std::int64_t>(m_events.size()) - 2);
    QCOMPARE(report.lost, 0);
    QCOMPARE(report.counters.rejected[static_cast<std::size_t>(nostr::Reject::WrongId)], 1);
    QCOMPARE(report.counters.rejected[static_cast<std::size_t>(nostr::Reject::BadSignature)], 1);
}

void SalvageTest::aDamagedIdIsMadeAnew()
{
    const QString damaged = damagedCopy();
    {
        store::StoreFile file(damaged.toStdString());
        file.database().execute("UPDATE event SET id8 = id8 + 1, id24 = zeroblob(24) WHERE rid = 7");
        file.checkpointAll();
    }
    const auto report = salvaged(damaged);
    QVERIFY2(report.ok, qPrintable(report.error));
    QCOMPARE(report.refused, 0);
    QCOMPARE(storedIds(m_out), storedIds(m_database));
}

void SalvageTest::deletedEventsStayDeleted()
{
    const QString damaged = damagedCopy();
    const std::int64_t horizon = captureStart + 1'800;
    {
        store::StoreFile file(damaged.toStdString());
        const std::string before = " WHERE created_at < " + std::to_string(horizon);
        file.database().execute("PRAGMA secure_delete = 0");
        file.database().execute(
            ("UPDATE meta SET value = " + std::to_string(horizon) + " WHERE key = 'horizon'").c_str());
        file.database().execute(
            ("DELETE FROM payload WHERE rid IN (SELECT rid FROM event" + before + ")").c_str());
        file.database().execute(("DELETE FROM event" + before).c_str());
        file.checkpointAll();
    }
    const auto left = storedIds(damaged);
    const auto report = salvaged(damaged);
    QVERIFY2(report.ok, qPrintable(report.error));
    QCOMPARE(report.horizon, horizon);
    store::Database db = store::openForReading(m_out.toStdString());
    QCOMPARE(db.integer("SELECT count(*) FROM event WHERE kind NOT IN (0, 10019, 31990) AND created_at < " +
                        std::to_string(horizon)),
             0);
    QCOMPARE(db.integer("SELECT count(*) FROM coverage WHERE since < " + std::to_string(horizon)), 0);
    QCOMPARE(db.integer("SELECT value FROM meta WHERE key = 'horizon'"), horizon);
    const auto held = storedIds(m_out);
    QVERIFY(std::includes(held.begin(), held.end(), left.begin(), left.end()));
}

void SalvageTest::nothingIsOverwrittenAndNothingLeftBehind()
{
    QVERIFY(QFile::remove(m_out) || !QFile::exists(m_out));
    QFile taken(m_out);
    QVERIFY(taken.open(QIODevice::WriteOnly) && taken.write("mine") == 4);
    taken.close();
    auto report = engine::salvageDatabase(m_database, m_out);
    QVERIFY(!report.ok);
    QVERIFY2(report.error.contains(QStringLiteral("exists already")), qPrintable(report.error));
    QCOMPARE(contentOf(m_out), QByteArray("mine"));

    QVERIFY(overwrite(path("noise.sqlite"), 0, QByteArray(100'000, 'n')));
    report = salvaged(path("noise.sqlite"));
    QVERIFY(!report.ok);
    QVERIFY2(report.error.contains(QStringLiteral("right file")), qPrintable(report.error));
    QVERIFY(!QFile::exists(m_out));
    report = salvaged(path("missing.sqlite"));
    QVERIFY2(!report.ok && report.error.contains(QStringLiteral("There is no file")),
             qPrintable(report.error));
    QVERIFY(!QFile::exists(path("missing.sqlite.lock")));
}

void SalvageTest::aFileInUseIsLeftAlone()
{
    const QString damaged = damagedCopy();
    const store::StoreFile inUse(damaged.toStdString());
    const auto report = salvaged(damaged);
    QVERIFY(!report.ok);
    QVERIFY2(report.error.contains(QStringLiteral("is writing to")), qPrintable(report.error));
    QVERIFY(!QFile::exists(m_out));
}

void SalvageTest::itStopsWhenTold()
{
    QFile::remove(m_out);
    const auto report =
        engine::salvageDatabase(m_database, m_out, [](const engine::SalvageProgress &) { return false; });
    QVERIFY(!report.ok);
    QVERIFY(report.stopped);
    QVERIFY(!QFile::exists(m_out));
}

void SalvageTest::theNewFileIsGoneOnWith()
{
    const auto report = salvaged(m_database);
    QVERIFY2(report.ok, qPrintable(report.error));
    const auto more = captureOf(20, 99);
    FileRig rig(m_out);
    QVERIFY(rig.give(more, 0, more.size()));
    QCOMPARE(rig.close(), 0);
    QCOMPARE(differencesIn(m_out), QString());
    // After a loss nothing is deleted before its owner says so.
    store::Database db = store::openForReading(m_out.toStdString());
    QCOMPARE(store::readPolicy(db).max_bytes, 0);
}

DVMDASH_TEST(SalvageTest)

} // namespace dvmdash::test

#include "salvage_test.moc"
