// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers.h"
#include "store/store_file.h"
#include "support/random_delivery.h"
#include "support/rebuild_words.h"
#include "support/signed_events.h"
#include "support/tangled_events.h"
#include "support/test_main.h"

#include <QFile>

#include <atomic>

using namespace dvmdash;
using store::test::ScratchStore;
using test::start;

class RebuildTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_scratch = std::make_unique<ScratchStore>(start + 20'000);
        m_scratch->makeListener = engine::countInRollups;
    }

    void whatWasWrittenIsWhatTheEventsGive_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void whatWasWrittenIsWhatTheEventsGive()
    {
        QFETCH(const int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto events = tangled(seed);
        for (const std::int64_t now : {start + 200, start + 3'000, start + 90'000}) {
            m_scratch->setNow(now);
            giveAtRandom(*m_scratch, events, random);
            m_scratch->close();
            const auto report = engine::checkDatabase(path());
            QCOMPARE(test::complaintsOf(report), QString());
            QCOMPARE(report.differences(), 0);
            QCOMPARE(report.tables.size(), store::derivedTables().size());
        }
    }

    /// More than one commit looks at.
    void closedWhileDeadlinesAreDue()
    {
        constexpr int jobs = 5'000;
        constexpr std::int64_t later = start + 20'000;
        const auto countDue = [this] {
            return m_scratch->read().database().integer("SELECT count(*) FROM job WHERE deadline <= " +
                                                        std::to_string(later));
        };
        std::vector<nostr::Event> requests;
        for (int i = 0; i < jobs; ++i)
            requests.push_back(test::signedEvent(1, 5050, i / 50, {{"i", std::to_string(i), "text"}}));
        m_scratch->setNow(start + 10);
        m_scratch->listen(start - 10, later);
        m_scratch->give(requests);
        const auto before = countDue();
        QVERIFY(before > 0);

        m_scratch->setNow(later);
        m_scratch->open();
        const auto after = countDue();
        QVERIFY2(after > 0 && after < before, qPrintable(QString::number(after)));
        QCOMPARE(test::complaintsOf(engine::checkDatabase(path())), QString());

        m_scratch->open();
        m_scratch->writer().settle();
        QCOMPARE(countDue(), 0);
        QCOMPARE(test::complaintsOf(engine::checkDatabase(path())), QString());
    }

    void everyKindOfDamageIsFoundAndRepaired()
    {
        fill(1);
        const QByteArray before = dump();
        struct Damage {
            const char *sql;
            const char *table;
        };
        const std::vector<Damage> damages{
            {"UPDATE job SET state = 6 WHERE jid = (SELECT min(jid) FROM job WHERE state <> 6)", "job"},
            {"DELETE FROM attempt WHERE jid = (SELECT max(jid) FROM attempt)", "attempt"},
            {"DELETE FROM job WHERE jid = (SELECT max(jid) FROM job)", "job"},
            {"UPDATE answer SET note = 1 - note WHERE rid = (SELECT min(rid) FROM answer)", "answer"},
            {"INSERT INTO rollup VALUES(0, 0, 60, 0, 0, x'0002')", "rollup"},
            {"DELETE FROM rollup WHERE level = 3", "rollup"},
            {"UPDATE duration SET counts = x'0002'", "duration"},
            {"DELETE FROM uniques WHERE level = 2", "uniques"},
            {"UPDATE activity SET last_at = last_at + 1", "activity"},
            {"UPDATE payment SET purpose = 0 WHERE counted = 1", "payment"},
            {"DELETE FROM id_new WHERE use = 1", "id"},
            {"DELETE FROM id_new WHERE use = 0 AND row = 5", "id"},
            {"UPDATE id_new SET row = row + 1000000 WHERE use = 16", "id"},
            {"UPDATE profile SET name = name || '!'", "profile"},
        };
        for (const auto &[sql, name] : damages) {
            {
                store::StoreFile file(path().toStdString());
                file.database().execute(sql);
                if (file.database().changes() == 0)
                    continue;
            }
            const auto found = engine::checkDatabase(path());
            QVERIFY2(found.ok, qPrintable(found.error));
            std::int64_t inTable = 0;
            for (const auto &table : found.tables)
                inTable += table.table == name ? table.total() : 0;
            QVERIFY2(inTable > 0, sql);
            QVERIFY(!test::complaintsOf(found).isEmpty());
            const auto repaired = engine::rebuildDatabase(path());
            QVERIFY2(repaired.ok, qPrintable(repaired.error));
            QCOMPARE(repaired.repaired, found.differences());
            QCOMPARE(engine::checkDatabase(path()).differences(), 0);
            QVERIFY2(dump() == before, sql);
        }
        QVERIFY(!QFile::exists(path() + QStringLiteral(".rebuild")));
    }

    void emptiedTablesAreMadeAgain()
    {
        fill(2);
        const QByteArray before = dump();
        {
            store::StoreFile file(path().toStdString());
            for (const auto &table : store::derivedTables())
                file.database().execute(("DELETE FROM " + table.name).c_str());
        }
        const auto repaired = engine::rebuildDatabase(path());
        QVERIFY2(repaired.ok, qPrintable(repaired.error));
        // Nobody remembers the row numbers of the jobs, so they may be others; all else is as it was.
        QCOMPARE(engine::checkDatabase(path()).differences(), 0);
        QCOMPARE(dump(), before);
    }

    void stoppedAndGoneOnWith()
    {
        fill(3, 400);
        {
            store::StoreFile file(path().toStdString());
            file.database().execute("DELETE FROM rollup");
        }
        int calls = 0;
        const auto stopped = engine::rebuildDatabase(path(), [&](const auto &) { return ++calls < 2; });
        QVERIFY(!stopped.ok);
        QVERIFY(stopped.stopped);
        QVERIFY(QFile::exists(path() + QStringLiteral(".rebuild")));
        std::int64_t firstDone = -1;
        const auto finished = engine::rebuildDatabase(path(), [&](const engine::RebuildProgress &progress) {
            if (firstDone < 0)
                firstDone = progress.done;
            return true;
        });
        QVERIFY2(finished.ok, qPrintable(finished.error));
        QVERIFY(firstDone > 0);
        QCOMPARE(engine::checkDatabase(path()).differences(), 0);
    }

    void worksBesideAWriter()
    {
        fill(4);
        m_scratch->open();
        const auto report = engine::checkDatabase(path());
        QCOMPARE(test::complaintsOf(report), QString());
        const auto refused = engine::rebuildDatabase(path());
        QVERIFY(!refused.ok);
        QVERIFY(refused.error.contains(QStringLiteral("writing")));
    }

    void repairsBesideAWriterWhatComesInMeanwhileIncluded()
    {
        const auto events = tangled(5, 60);
        std::mt19937 random(5);
        const std::size_t half = events.size() / 2;
        giveAtRandom(*m_scratch, {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(half)},
                     random);
        m_scratch->close();
        const std::vector<const char *> damages{"DELETE FROM rollup WHERE level = 0",
                                                "UPDATE job SET state = 6", "DELETE FROM attempt",
                                                "UPDATE activity SET last_at = last_at + 1"};
        {
            store::StoreFile file(path().toStdString());
            for (const char *sql : damages)
                file.database().execute(sql);
        }
        m_scratch->open();
        // The rest is delivered between the comparison and the repair.
        bool rested = false;
        const auto whileWriterRests = [&](const auto &work) {
            for (std::size_t i = half; i < events.size(); ++i)
                m_scratch->give({events[i]});
            m_scratch->writer().whileResting([&](store::StoreFile &file) {
                rested = true;
                work(file);
            });
        };
        const auto report = engine::rebuildBesideWriter(path(), whileWriterRests);
        QVERIFY2(report.ok, qPrintable(report.error));
        QVERIFY(rested);
        QVERIFY(report.repaired > 0);
        QVERIFY(report.events > static_cast<std::int64_t>(half));
        QVERIFY(!QFile::exists(path() + QStringLiteral(".rebuild")));
        QCOMPARE(engine::checkDatabase(path()).differences(), 0);

        // The writer goes on from what is now in the file.
        m_scratch->setNow(start + 90'000);
        giveAtRandom(*m_scratch, tangled(6), random);
        m_scratch->close();
        QCOMPARE(test::complaintsOf(engine::checkDatabase(path())), QString());
    }

    void aWriterIsNotDisturbedWhenNothingDiffers()
    {
        fill(7);
        m_scratch->open();
        const auto report =
            engine::rebuildBesideWriter(path(), [](const auto &) { QFAIL("there was nothing to repair"); });
        QVERIFY2(report.ok, qPrintable(report.error));
        QCOMPARE(report.differences(), 0);
        QCOMPARE(report.repaired, 0);
    }

    void stoppedBesideAWriterNothingIsChanged()
    {
        fill(8, 200);
        {
            store::StoreFile file(path().toStdString());
            file.database().execute("DELETE FROM rollup");
        }
        m_scratch->open();
        std::atomic<bool> stop = false;
        const auto report = engine::rebuildBesideWriter(
            path(), [&](const auto &work) { m_scratch->writer().whileResting(work); },
            [&](const engine::RebuildProgress &progress) {
                stop = progress.step == QStringLiteral("counting");
                return true;
            },
            &stop);
        QVERIFY(report.stopped);
        QVERIFY(!report.ok);
        m_scratch->close();
        store::Reader reader(path().toStdString());
        QCOMPARE(reader.database().integer("SELECT count(*) FROM rollup"), 0);
    }

    void nobodyWaitsForAWriterThatHasClosed()
    {
        m_scratch->open();
        m_scratch->writer().finish();
        QVERIFY_THROWS_EXCEPTION(store::Error, m_scratch->writer().whileResting([](store::StoreFile &) {}));
    }

    void whatIsThrownWhileRestingReachesTheCaller()
    {
        m_scratch->open();
        QVERIFY_THROWS_EXCEPTION(store::Error, m_scratch->writer().whileResting([](store::StoreFile &file) {
            file.database().execute("SELECT * FROM no_such_table");
        }));
        giveAtRandomAndCheck(9);
    }

    void aFileThatIsNoDatabaseIsRefused()
    {
        const auto report = engine::checkDatabase(path() + QStringLiteral(".none"));
        QVERIFY(!report.ok);
        QVERIFY(report.error.contains(QStringLiteral("no database")));
        QVERIFY(!QFile::exists(path() + QStringLiteral(".none")));
    }

private:
    QString path() const { return QString::fromStdString(m_scratch->path()); }

    static std::vector<nostr::Event> tangled(int seed, int groups = 30)
    {
        test::Tangle all;
        all.answersNameSeveral = all.receiptsShareKeys = all.paymentsNameAnswers = all.nestedAndDeleted =
            all.moneyIsChecked = true;
        return test::tangledEvents(all, static_cast<std::uint64_t>(seed), groups);
    }

    void fill(int seed, int groups = 30)
    {
        std::mt19937 random(static_cast<unsigned>(seed));
        giveAtRandom(*m_scratch, tangled(seed, groups), random);
        m_scratch->close();
    }

    void giveAtRandomAndCheck(int seed)
    {
        fill(seed);
        QCOMPARE(test::complaintsOf(engine::checkDatabase(path())), QString());
    }

    /// Everything that is derived, without the row numbers of jobs.
    QByteArray dump()
    {
        store::Reader reader(path().toStdString());
        QByteArray text = QByteArray::fromStdString(store::test::dumpJobs(reader));
        for (const char *sql :
             {"SELECT level || ' ' || dim || ' ' || bucket || ' ' || k1 || ' ' || k2 || ' ' || "
              "hex(counts) FROM rollup ORDER BY level, dim, bucket, k1, k2",
              "SELECT level || ' ' || members || ' ' || k1 || ' ' || bucket || ' ' || hex(keys) "
              "FROM uniques ORDER BY level, members, k1, bucket",
              "SELECT rid || ' ' || counted || ' ' || purpose || ' ' || kind FROM payment "
              "ORDER BY rid"}) {
            store::Statement rows = reader.database().prepare(sql);
            while (rows.step())
                text += QByteArray::fromStdString(std::string(rows.text(0))) + '\n';
        }
        return text;
    }

    std::unique_ptr<ScratchStore> m_scratch;
};

DVMDASH_TEST(RebuildTest)
#include "rebuild_test.moc"
