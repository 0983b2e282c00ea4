// SPDX-License-Identifier: GPL-3.0-or-later
#include "damage.h"
#include "effort.h"
#include "engine/archive.h"
#include "engine/comparison_questions.h"
#include "engine/rebuild.h"
#include "engine/salvage.h"
#include "file_rig.h"
#include "store/schema.h"
#include "support/test_main.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <random>

namespace dvmdash::test
{

namespace
{

constexpr int jobs = 120;
constexpr std::size_t eventsAtOnce = 60;
constexpr qint64 longestAnswerMs = 20'000;

/// Something that is said to people: not empty, and with what to do.
bool saysWhatToDo(const QString &text)
{
    static const QStringList ways{QStringLiteral("salvage"),      QStringLiteral("dvmdash-cli rebuild"),
                                  QStringLiteral("--db"),         QStringLiteral("Update"),
                                  QStringLiteral("Open it once"), QStringLiteral("Check")};
    return std::any_of(ways.begin(), ways.end(), [&](const QString &way) { return text.contains(way); });
}

} // namespace

/// Files that are truncated or have flipped bits.
class DamageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void damageNeverCrashesAndIsSaid();
    void theWriterPausesAndSaysSo();
    void theCheckFindsThatAFileIsNotWhole();

private:
    /// A copy of the file of this test, all of it in the database, or some only in its WAL.
    QString freshCopy(const QString &name, bool withWal = true) const;
    template<typename Question>
    void ask(engine::Archive &archive, const Question &question);
    void askEverything(const QString &database);
    void write(const QString &database);
    /// `isCountWhole`: the file still knows how many events it had.
    void salvage(const QString &database, bool isCountWhole);

    QTemporaryDir m_folder;
    QString m_database;                 ///< as a killed process leaves it
    QString m_settled;                  ///< closed in peace
    std::vector<nostr::Event> m_events; ///< the last tenth is not in the file
    std::set<std::string> m_stored;
};

void DamageTest::initTestCase()
{
    m_events = captureOf(jobs, 11);
    m_database = m_folder.filePath(QStringLiteral("whole.sqlite"));
    const std::size_t kept = m_events.size() * 9 / 10;
    const QString growing = m_folder.filePath(QStringLiteral("growing.sqlite"));
    FileRig rig(growing);
    const std::vector<nostr::Event> events(m_events.begin(),
                                           m_events.begin() + static_cast<std::ptrdiff_t>(kept));
    for (std::size_t i = 0; i < events.size(); i += eventsAtOnce)
        QVERIFY(rig.give(events, i, eventsAtOnce));
    QVERIFY(copyAsItStands(growing, m_database));
    QVERIFY(QFileInfo(m_database + QStringLiteral("-wal")).size() > 0);
    m_stored = storedIds(m_database);
    QCOMPARE(m_stored.size(), kept);
    QCOMPARE(rig.close(), 0);
    m_settled = growing;
}

QString DamageTest::freshCopy(const QString &name, bool withWal) const
{
    const QString copy = m_folder.filePath(name);
    for (const char *suffix : {"-shm", ".rebuild"})
        QFile::remove(copy + QLatin1String(suffix));
    if (!copyAsItStands(withWal ? m_database : m_settled, copy))
        QTest::qFail("a file cannot be copied", __FILE__, __LINE__);
    return copy;
}

template<typename Question>
void DamageTest::ask(engine::Archive &archive, const Question &question)
{
    QElapsedTimer timer;
    timer.start();
    const auto answer = archive.ask(question);
    // An event that cannot be found any more is none that is stored, one that is not what its id says a
    // stand-in.
    QVERIFY2(answer || saysWhatToDo(answer.error) || answer.error.contains(QStringLiteral("is stored")) ||
                 answer.error.contains(QStringLiteral("redacted bundle")),
             qPrintable(answer.error));
    QVERIFY2(timer.elapsed() < longestAnswerMs, "an answer takes for ever");
}

void DamageTest::askEverything(const QString &database)
{
    auto opened = engine::Archive::open(database);
    if (!opened) {
        QVERIFY2(saysWhatToDo(opened.error), qPrintable(opened.error));
        return;
    }
    engine::Archive archive = std::move(*opened.value);
    const auto always = engine::TimeWindow::everything();
    ask(archive, engine::OverviewQuestion{always, {}});
    ask(archive, engine::SeriesQuestion{always});
    ask(archive, engine::MonthsQuestion{});
    ask(archive, engine::BestQuestion{always});
    ask(archive, engine::DvmsQuestion{always});
    ask(archive, engine::KindsQuestion{always});
    ask(archive, engine::UsersQuestion{always});
    ask(archive, engine::RelaysUsedQuestion{always});
    ask(archive, engine::RelaysGivenQuestion{always});
    ask(archive, engine::NamedRelaysQuestion{always});
    if (const auto relays = archive.relays(); relays && !relays->empty())
        ask(archive, engine::RelayCourseQuestion{relays->front().url, always});
    ask(archive, engine::JobsQuestion{.window = always, .limit = 100, .chains = true});
    ask(archive, engine::StorageQuestion{true});
    ask(archive, engine::LookupsQuestion{});
    std::mt19937 random(1);
    for (int i = 0; i < 5; ++i) {
        const nostr::Event &event = m_events[random() % m_events.size()];
        ask(archive, engine::EventQuestion{event.id});
        ask(archive, engine::JobQuestion{event.id});
        ask(archive, engine::ChainQuestion{event.id, {}});
        ask(archive, engine::JobMaterialQuestion{event.id});
        ask(archive, engine::BundleQuestion{event.id});
        ask(archive, engine::SimilarChainsQuestion{event.id});
        ask(archive, engine::DvmQuestion{event.pubkey, always});
        ask(archive, engine::DvmTroublesQuestion{event.pubkey, always});
        ask(archive, engine::ProfileQuestion{event.pubkey});
        ask(archive, engine::NamesQuestion{{event.pubkey}});
    }
    const auto exported = archive.exportEvents({}, [](std::string_view) { return true; });
    QVERIFY(exported || saysWhatToDo(exported.error));
    const engine::RebuildReport check = engine::checkDatabase(database);
    QVERIFY2(check.ok || saysWhatToDo(check.error), qPrintable(check.error));
}

void DamageTest::write(const QString &database)
{
    try {
        FileRig rig(database);
        const std::size_t kept = m_stored.size();
        if (!rig.give(m_events, kept, eventsAtOnce))
            QVERIFY2(saysWhatToDo(rig.problem()), qPrintable(rig.problem()));
        rig.close();
    } catch (const store::Error &error) {
        QVERIFY2(saysWhatToDo(QString::fromUtf8(error.what())), error.what());
    }
}

void DamageTest::salvage(const QString &database, bool isCountWhole)
{
    const QByteArray before = contentOf(database) + contentOf(database + QStringLiteral("-wal"));
    const QString out = m_folder.filePath(QStringLiteral("salvaged.sqlite"));
    const engine::SalvageReport report = engine::salvageDatabase(database, out);
    QVERIFY2(before == contentOf(database) + contentOf(database + QStringLiteral("-wal")),
             "the damaged file was changed");
    if (!report.ok) {
        QVERIFY2(!report.error.isEmpty() && !QFile::exists(out), qPrintable(report.error));
        return;
    }
    const auto salvaged = storedIds(out);
    QCOMPARE(static_cast<std::int64_t>(salvaged.size()), report.stored);
    QVERIFY2(std::includes(m_stored.begin(), m_stored.end(), salvaged.begin(), salvaged.end()),
             "something was salvaged that never was in the file");
    QVERIFY2(!isCountWhole || report.lost_is_estimate ||
                 report.stored + report.refused + report.lost >= static_cast<std::int64_t>(m_stored.size()),
             "what was lost is not told");
    QCOMPARE(integrityOf(out), QStringLiteral("ok"));
    QCOMPARE(differencesIn(out), QString());
    QVERIFY(QFile::remove(out));
    QFile::remove(out + QStringLiteral("-wal"));
}

void DamageTest::damageNeverCrashesAndIsSaid()
{
    int readable = 0;
    int rounds = 0;
    for (Effort effort(12, 300); effort.more();) {
        std::mt19937 random(static_cast<unsigned>(effort.round()));
        const QString read = freshCopy(QStringLiteral("read.sqlite"), effort.round() % 2 == 0);
        const QString how = damageAtRandom(read, random);
        const QString written = m_folder.filePath(QStringLiteral("written.sqlite"));
        QFile::remove(written + QStringLiteral("-shm"));
        QVERIFY(copyAsItStands(read, written));
        // The end of the WAL is what was committed last: what is cut off there, nothing else knows of.
        salvage(read, !how.contains(QStringLiteral("WAL")));
        if (!QTest::currentTestFailed())
            askEverything(read);
        if (!QTest::currentTestFailed())
            write(written);
        rounds = effort.round();
        readable += engine::Archive::open(read) ? 1 : 0;
        if (QTest::currentTestFailed()) {
            qWarning("round %d, %s", effort.round(), qPrintable(how));
            return;
        }
    }
    qInfo("%d damaged files, of which %d could be opened", rounds, readable);
    QVERIFY2(readable > 0, "no file could be opened: nothing was asked of any");
}

/// A page that the writer needs, and that is found to be damaged only then.
void DamageTest::theWriterPausesAndSaysSo()
{
    const QString database = freshCopy(QStringLiteral("paused.sqlite"));
    qint64 root = 0;
    {
        store::StoreFile file(database.toStdString());
        root = file.database().integer("SELECT rootpage FROM sqlite_schema WHERE name = 'id_new'");
        file.checkpointAll();
    }
    const QByteArray page = contentOf(database).mid((root - 1) * store::pageBytes, store::pageBytes);
    QVERIFY(overwrite(database, (root - 1) * store::pageBytes, QByteArray(store::pageBytes, '\x7f')));
    FileRig rig(database);
    const std::size_t kept = m_stored.size();
    QVERIFY(!rig.give(m_events, kept, eventsAtOnce));
    QVERIFY2(rig.problem().contains(QStringLiteral("damaged")), qPrintable(rig.problem()));
    QVERIFY2(rig.problem().contains(QStringLiteral("dvmdash-cli salvage")), qPrintable(rig.problem()));
    QVERIFY(rig.writer().isFileDamaged());
    // Somebody puts the page back: nothing that waited is lost.
    QVERIFY(overwrite(database, (root - 1) * store::pageBytes, page));
    QVERIFY(rig.waitUntilWell());
    QVERIFY(!rig.writer().isFileDamaged());
    QCOMPARE(rig.close(), 0);
    QCOMPARE(differencesIn(database), QString());
}

void DamageTest::theCheckFindsThatAFileIsNotWhole()
{
    const QString database = freshCopy(QStringLiteral("unsound.sqlite"));
    {
        store::StoreFile file(database.toStdString());
        // An index that lacks a row: no question need ever meet it.
        file.database().execute("PRAGMA writable_schema = 1");
        file.database().execute(
            "UPDATE sqlite_schema SET sql = sql || ' WHERE rid <> 5' WHERE name = 'event_time'");
        file.database().execute("PRAGMA writable_schema = 0");
    }
    {
        store::StoreFile file(database.toStdString());
        file.database().execute("REINDEX event_time");
        file.database().execute("PRAGMA writable_schema = 1");
        file.database().execute("UPDATE sqlite_schema SET sql = replace(sql, ' WHERE rid <> 5', '') "
                                "WHERE name = 'event_time'");
    }
    const engine::RebuildReport report = engine::checkDatabase(database);
    QVERIFY(!report.ok);
    QVERIFY2(report.error.contains(QStringLiteral("damaged")) &&
                 report.error.contains(QStringLiteral("salvage")),
             qPrintable(report.error));
}

DVMDASH_TEST(DamageTest)

} // namespace dvmdash::test

#include "damage_test.moc"
