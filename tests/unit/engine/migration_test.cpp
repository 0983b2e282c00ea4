// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers.h"
#include "engine/archive.h"
#include "engine/rebuild.h"
#include "store/event_writer.h"
#include "store/schema.h"
#include "store/store_file.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QFile>

#include <map>

using namespace dvmdash;
using store::test::ScratchStore;

namespace
{

/// When the last event of the file was received, Unix seconds.
constexpr std::int64_t lastReceipt = 1'795'266'512;

/// A file as the first schema wrote it: an imported recording of 60 jobs of the simulated network, then half
/// a minute of another one, heard live. Compressed with qCompress().
QByteArray fileOfSchema1()
{
    QFile file(qEnvironmentVariable("DVMDASH_SOURCE_DIR") +
               QStringLiteral("/tests/fixtures/store/schema-1.sqlite.z"));
    return file.open(QIODevice::ReadOnly) ? qUncompress(file.readAll()) : QByteArray();
}

using States = std::map<std::pair<std::int64_t, QByteArray>, std::int64_t>;

States statesOfJobs(store::Database &db)
{
    States states;
    store::Statement rows = db.prepare("SELECT id8, id24, state FROM job");
    while (rows.step()) {
        const std::string_view id = rows.blob(1);
        states[{rows.integer(0), QByteArray(id.data(), static_cast<qsizetype>(id.size()))}] = rows.integer(2);
    }
    return states;
}

} // namespace

class MigrationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_scratch = std::make_unique<ScratchStore>(lastReceipt);
        m_scratch->makeListener = engine::countInRollups;
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray bytes = fileOfSchema1();
        QVERIFY(!bytes.isEmpty());
        QCOMPARE(file.write(bytes), bytes.size());
    }

    void nothingIsLostAndAllIsCounted()
    {
        States before;
        std::map<std::string, std::int64_t> counts;
        const std::vector<std::string> raw{"event", "payload", "seen", "coverage", "relay", "pubkey", "job"};
        {
            store::Database db(path().toStdString(), store::OpenMode::ReadWrite);
            QCOMPARE(db.integer("PRAGMA user_version"), 1);
            before = statesOfJobs(db);
            for (const auto &table : raw)
                counts[table] = db.integer("SELECT count(*) FROM " + table);
        }
        QCOMPARE(counts["event"], 1'120);
        QCOMPARE(counts["job"], 269);

        m_scratch->writer().whileResting([](store::StoreFile &) {});
        m_scratch->close();
        QVERIFY(m_scratch->problems().empty());
        store::Reader reader(path().toStdString());
        QCOMPARE(reader.database().integer("PRAGMA user_version"), store::schemaVersion);
        for (const auto &table : raw)
            if (table != "relay") // the writer names its own
                QCOMPARE(reader.database().integer("SELECT count(*) FROM " + table), counts[table]);
        // Judged anew by today's rules, at the time when it was last written.
        const States after = statesOfJobs(reader.database());
        QVERIFY(after == before);

        const auto check = engine::checkDatabase(path());
        QVERIFY2(check.ok, qPrintable(check.error));
        for (const auto &table : check.tables)
            QVERIFY2(table.total() == 0, table.examples.empty() ? "" : table.examples.front().c_str());

        auto archive = engine::Archive::open(path());
        const auto overview =
            archive.value->ask(engine::OverviewQuestion{metrics::TimeWindow::everything(), {}});
        QVERIFY2(overview, qPrintable(overview.error));
        const auto inFile = [&](const char *sql) { return reader.database().integer(sql); };
        QCOMPARE(overview->totals.requests,
                 inFile("SELECT count(*) FROM event WHERE role = 1 AND (flags & 1) = 0"));
        QCOMPARE(overview->totals.results,
                 inFile("SELECT count(*) FROM event WHERE role = 2 AND (flags & 1) = 0"));
        QVERIFY(overview->totals.requests > 200);
        QVERIFY(overview->totals.results > 150);
        QCOMPARE(inFile("SELECT count(*) FROM answer WHERE note = 1"), 1);
        QCOMPARE(inFile("SELECT count(*) FROM event WHERE role = 10"), 0);
        QVERIFY(inFile("SELECT count(*) FROM event WHERE live = 1") > 300);
    }

    /// Version 3 stored what redeems nutzaps and what their recipients say of them, and read neither.
    void moneyThatWasStoredAndNotRead()
    {
        using test::keyOf;
        using test::signedEvent;
        ScratchStore scratch(test::start + 1'000);
        scratch.makeListener = engine::countInRollups;
        const auto request = signedEvent(1, 5001, 0, {{"i", "x", "text"}});
        const auto result = signedEvent(2, 6001, 9, {{"e", request.id.hex()}}, "done");
        const auto nutzap = [&](const char *secret, const char *mint) {
            return signedEvent(
                1, 9321, 12,
                {{"proof",
                  std::string("{\"amount\":8,\"id\":\"00\",\"C\":\"02\",\"secret\":\"") + secret + "\"}"},
                 {"u", mint},
                 {"e", result.id.hex()},
                 {"p", keyOf(2).hex()}});
        };
        const auto redeemed = nutzap("one", "https://mint.example");
        const auto other = nutzap("two", "https://other.example");
        scratch.give({request, result, redeemed, other});
        scratch.close();
        {
            store::StoreFile file(scratch.path());
            auto &db = file.database();
            store::Transaction transaction(db, store::Transaction::Kind::Write);
            store::Interner keys(db);
            store::IdTable ids(db);
            store::EventWriter events(db, keys, ids);
            events.nameRelay(0, "file:old");
            for (const auto &event : {signedEvent(2, 7376, 20, {{"e", redeemed.id.hex(), "", "redeemed"}}),
                                      signedEvent(2, 10019, 1, {{"mint", "https://mint.example"}})}) {
                const auto prepared =
                    store::prepare({event, 0, event.created_at * 1000, false}, dvm::KindTable::standard());
                events.store({prepared.get()});
            }
            db.execute("DROP INDEX payment_payee; DROP INDEX payment_uncounted; DROP INDEX event_wallet;"
                       "DROP TABLE redemption; DROP TABLE lookup; DROP TABLE signer;"
                       "ALTER TABLE payment DROP COLUMN refused;"
                       "DELETE FROM meta WHERE key = 'money_rules';"
                       "UPDATE meta SET value = value + 2 WHERE key = 'event_count';"
                       "CREATE INDEX event_id ON event(id8); CREATE INDEX job_id ON job(id8);"
                       "CREATE TABLE ptag(pid INTEGER NOT NULL, created_at INTEGER NOT NULL, "
                       "src INTEGER NOT NULL, PRIMARY KEY(pid, created_at, src)) STRICT, WITHOUT ROWID;"
                       "CREATE TABLE refs(dst8 INTEGER NOT NULL, rel INTEGER NOT NULL, src INTEGER NOT NULL, "
                       "PRIMARY KEY(dst8, rel, src)) STRICT, WITHOUT ROWID;"
                       "INSERT INTO refs SELECT * FROM ref; DROP VIEW ref; ALTER TABLE refs RENAME TO ref;"
                       "DROP VIEW id; DROP TABLE id_new; DROP TABLE id_old;"
                       "DROP TABLE asked_kinds; DROP TABLE former_coverage; DROP VIEW seen;"
                       "INSERT INTO seen_again SELECT rid, relay, received_ms FROM event WHERE relay <> 0;"
                       "ALTER TABLE seen_again RENAME TO seen; ALTER TABLE event DROP COLUMN relay;"
                       "PRAGMA user_version = 3");
            transaction.commit();
        }
        scratch.writer().whileResting([](store::StoreFile &) {});
        auto reader = scratch.read();
        QCOMPARE(reader.database().integer("PRAGMA user_version"), store::schemaVersion);
        QVERIFY(scratch.problems().empty());
        QVERIFY(reader.eventDetail(redeemed.id).payment->tier == dvm::Tier::Confirmed);
        QVERIFY(reader.eventDetail(other.id).payment->refused == dvm::PaymentReject::WrongMint);
        QVERIFY(reader.jobDetail(request.id)->attempts.front().payment == dvm::PaymentState::Confirmed);
        const auto check = engine::checkDatabase(QString::fromStdString(scratch.path()));
        for (const auto &table : check.tables)
            QVERIFY2(table.total() == 0, table.examples.empty() ? "" : table.examples.front().c_str());
        auto archive = engine::Archive::open(QString::fromStdString(scratch.path()));
        const auto overview =
            archive.value->ask(engine::OverviewQuestion{metrics::TimeWindow::everything(), {}});
        QCOMPARE(overview->totals.money.confirmed, 8'000);
        QCOMPARE(overview->totals.money.claimed, 0);
    }

    void aReaderSaysWhatToDoFirst()
    {
        const auto archive = engine::Archive::open(path());
        QVERIFY(!archive);
        QVERIFY2(archive.error.contains(QStringLiteral("older DVMDash")), qPrintable(archive.error));
    }

private:
    QString path() const { return QString::fromStdString(m_scratch->path()); }

    std::unique_ptr<ScratchStore> m_scratch;
};

DVMDASH_TEST(MigrationTest)
#include "migration_test.moc"
