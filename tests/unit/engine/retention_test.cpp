// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers.h"
#include "engine/rebuild.h"
#include "metrics/window_reader.h"
#include "store/retention.h"
#include "store/storage.h"
#include "support/random_delivery.h"
#include "support/signed_events.h"
#include "support/tangled_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using metrics::Dimension;
using metrics::Level;
using metrics::TimeWindow;
using store::RetentionPolicy;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;

/// All numbers of a quarter of an hour and longer.
QByteArray coarseNumbers(store::Database &db)
{
    QByteArray text;
    for (const char *sql :
         {"SELECT 'c ' || level || ' ' || dim || ' ' || bucket || ' ' || k1 || ' ' || k2 || ' ' || "
          "hex(counts) FROM rollup WHERE level > 0 ORDER BY level, dim, bucket, k1, k2",
          "SELECT 'd ' || level || ' ' || dim || ' ' || bucket || ' ' || k1 || ' ' || k2 || ' ' || "
          "hex(counts) FROM duration WHERE level > 0 ORDER BY level, dim, bucket, k1, k2",
          "SELECT 'u ' || level || ' ' || members || ' ' || bucket || ' ' || k1 || ' ' || hex(keys) "
          "FROM uniques ORDER BY level, members, bucket, k1",
          "SELECT 'a ' || what || ' ' || k1 || ' ' || k2 || ' ' || first_at || ' ' || last_at "
          "FROM activity ORDER BY what, k1, k2"}) {
        store::Statement rows = db.prepare(sql);
        while (rows.step())
            text += QByteArray::fromStdString(std::string(rows.text(0))) + '\n';
    }
    return text;
}

QString faults(const engine::RebuildReport &report)
{
    QString text = report.error;
    for (const auto &table : report.tables)
        for (const auto &example : table.examples)
            text += QString::fromStdString(example) + QLatin1Char('\n');
    return text;
}

} // namespace

class RetentionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_scratch = std::make_unique<ScratchStore>(start + 100'000);
        m_scratch->makeListener = engine::countInRollups;
        std::mt19937 random(5);
        giveAtRandom(*m_scratch, m_events, random);
        m_scratch->close();
    }
    void initTestCase()
    {
        test::Tangle all;
        all.answersNameSeveral = all.receiptsShareKeys = all.paymentsNameAnswers = all.nestedAndDeleted =
            all.moneyIsChecked = true;
        m_events = test::tangledEvents(all, 5, 40);
        // The same again a few days later, so that something is left.
        for (int i = 0; i < 40; ++i) {
            const std::int64_t at = (i % 8) * 13 * hour + i;
            const auto request =
                signedEvent(static_cast<unsigned char>(100 + i % 5), 5050 + i % 3, at, {{"i", "x", "text"}});
            m_events.push_back(request);
            m_events.push_back(signedEvent(static_cast<unsigned char>(120 + i % 4), 6050 + i % 3,
                                           at + 40 * 60, {{"e", request.id.hex()}}, "done"));
        }
    }

    void noCoarseNumberChangesAndAllCanBeMadeAgain_data()
    {
        QTest::addColumn<qint64>("now");
        for (const std::int64_t hours : {26, 30, 49, 61, 100, 130})
            QTest::addRow("%d hours", static_cast<int>(hours)) << qint64(start + hours * hour);
    }
    void noCoarseNumberChangesAndAllCanBeMadeAgain()
    {
        QFETCH(const qint64, now);
        m_scratch->setNow(now);
        settle();
        const QByteArray before = coarseNumbers(m_scratch->read().database());
        const std::int64_t events = m_scratch->read().eventCount();
        prune({0, 1, 1, 0});
        auto reader = m_scratch->read();
        QVERIFY(horizon(reader) > 0);
        QCOMPARE(horizon(reader) % hour, 0);
        QVERIFY(reader.eventCount() < events);
        QCOMPARE(reader.eventCount(), reader.database().integer("SELECT count(*) FROM event"));
        QCOMPARE(
            reader.database().integer("SELECT count(*) FROM event WHERE created_at < (SELECT value FROM meta "
                                      "WHERE key = 'horizon') AND kind NOT IN (0, 10019, 31990)"),
            0);
        for (const char *orphans :
             {"SELECT count(*) FROM payload WHERE rid NOT IN (SELECT rid FROM event)",
              "SELECT count(*) FROM seen WHERE rid NOT IN (SELECT rid FROM event)",
              "SELECT count(*) FROM ref WHERE src NOT IN (SELECT rid FROM event)",
              "SELECT count(*) FROM id WHERE use = 0 AND row NOT IN (SELECT rid FROM event)",
              "SELECT count(*) FROM id WHERE use = 16 AND row NOT IN (SELECT jid FROM job)",
              "SELECT count(*) FROM rollup WHERE level = 0 AND bucket < (SELECT value FROM meta WHERE key = "
              "'minutes_from')"})
            QCOMPARE(reader.database().integer(orphans), 0);
        QVERIFY(coarseNumbers(reader.database()) == before);
        const auto check = engine::checkDatabase(path());
        QCOMPARE(faults(check), QString());
    }

    void repairedAfterDeletingToo()
    {
        m_scratch->setNow(start + 61 * hour);
        settle();
        prune({0, 1, 14, 30});
        const QByteArray before = coarseNumbers(m_scratch->read().database());
        {
            store::StoreFile file(m_scratch->path());
            file.database().execute("DELETE FROM rollup WHERE level IN (3, 4)");
            file.database().execute("UPDATE duration SET counts = x'0002' WHERE level = 4");
        }
        // Days and months before the horizon are sums of what is finer; nothing else could bring them back.
        const auto repaired = engine::rebuildDatabase(path());
        QVERIFY2(repaired.ok, qPrintable(repaired.error));
        QVERIFY(repaired.repaired > 0);
        store::Reader reader(m_scratch->path());
        const std::int64_t month = metrics::bucketStart(Level::Month, horizon(reader));
        QCOMPARE(reader.database().integer("SELECT count(*) FROM rollup WHERE level = 4 AND bucket = " +
                                           std::to_string(month)) > 0,
                 true);
        QCOMPARE(engine::checkDatabase(path()).differences(), 0);
        QVERIFY(!before.isEmpty());
    }

    void whatIsOlderIsRefusedAndSaidSo()
    {
        m_scratch->setNow(start + 61 * hour);
        settle();
        prune({0, 1, 14, 30});
        auto reader = m_scratch->read();
        const std::int64_t at = horizon(reader) - start;
        const QByteArray before = coarseNumbers(reader.database());
        const auto old = signedEvent(9, 5001, at - 1, {});
        const auto deletedBefore = m_events.front();
        const auto profile = signedEvent(9, 0, at - 1, {}, R"({"name":"kept"})");
        const auto young = signedEvent(9, 5001, at, {});
        m_scratch->give({old, deletedBefore, profile});
        m_scratch->give({young});
        m_scratch->giveCopy(old.id, 1, start * 1000);
        m_scratch->close();
        const auto counters = m_scratch->counters().snapshot().all;
        QCOMPARE(counters.rejected[static_cast<std::size_t>(nostr::Reject::TooOld)], 3);
        auto after = m_scratch->read();
        QVERIFY(!after.eventDetail(old.id).known);
        QVERIFY(after.eventDetail(profile.id).known);
        QVERIFY(after.eventDetail(young.id).known);
        QVERIFY(coarseNumbers(after.database()) != before); // the young one
        QCOMPARE(faults(engine::checkDatabase(path())), QString());
    }

    /// An answer to a request that was deleted finds its job, and changes nothing of what was counted of it.
    /// What is learnt later moves only payments that are still there, and what was redeemed stays so.
    void checksAfterDeleting()
    {
        m_scratch->setNow(start + 26 * hour);
        settle();
        const char *confirmed = "SELECT count(*) FROM payment WHERE tier = 4 AND counted = 1";
        const std::int64_t before = m_scratch->read().database().integer(confirmed);
        QVERIFY(before > 0);
        prune({0, 1, 1, 30});
        {
            auto reader = m_scratch->read();
            auto &db = reader.database();
            QCOMPARE(db.integer(confirmed), before);
            QVERIFY(db.integer("SELECT count(*) FROM redemption WHERE rid NOT IN (SELECT rid FROM event)") >
                    0);
        }
        for (unsigned char who = 1; who <= test::tangledPeople; ++who)
            m_scratch->writer().learn({{lookup::What::Lnurl, test::keyOf(who), "me@pay.dev"},
                                       lookup::Outcome::Key,
                                       test::keyOf(test::providerA),
                                       (start + 26 * hour) * 1000,
                                       {}});
        m_scratch->close();
        QCOMPARE(faults(engine::checkDatabase(path())), QString());
    }

    void lateAnswersToDeletedRequests()
    {
        const auto request =
            signedEvent(7, 5070, 2 * hour, {{"i", "x", "text"}, {"p", test::keyOf(8).hex()}});
        m_scratch->setNow(start + 3 * hour);
        m_scratch->give({request});
        m_scratch->listen(start, start + 3 * hour);
        m_scratch->setNow(start + 40 * hour);
        settle();
        prune({0, 1, 14, 30});
        const auto detail = m_scratch->read().jobDetail(request.id);
        QVERIFY(detail && detail->row.state == dvm::State::Ignored);
        m_scratch->give({signedEvent(8, 6070, 39 * hour, {{"e", request.id.hex()}}, "late")});
        m_scratch->close();
        QVERIFY(m_scratch->read().jobDetail(request.id)->row.state == dvm::State::Ignored);
        QCOMPARE(faults(engine::checkDatabase(path())), QString());
    }

    void theBudgetHolds()
    {
        m_scratch->setNow(start + 100 * hour);
        settle();
        const std::int64_t used = bytes();
        prune({used - 40'000, 0, 14, 30});
        auto reader = m_scratch->read();
        QVERIFY(horizon(reader) > 0);
        QVERIFY(bytes() <= used - 40'000 || horizon(reader) >= start + 75 * hour);
        // The last day stays whatever the budget.
        prune({1, 0, 14, 30});
        QVERIFY(horizon(m_scratch->read()) <= start + 76 * hour);
        QVERIFY(m_scratch->read().eventCount() > 0);
    }

    /// A clock that was set years ahead makes nothing old: what came last says what time it is.
    void aClockFarAheadDeletesNothingMore_data()
    {
        QTest::addColumn<qint64>("ahead");
        for (const std::int64_t days : {3, 30, 3650})
            QTest::addRow("%d days", static_cast<int>(days)) << qint64(days * day);
    }
    void aClockFarAheadDeletesNothingMore()
    {
        QFETCH(const qint64, ahead);
        m_scratch->setNow(start + 100 * hour);
        settle();
        const RetentionPolicy policy{0, 3, 3, 30};
        prune(policy);
        const std::int64_t left = m_scratch->read().eventCount();
        const std::int64_t minutes =
            m_scratch->read().database().integer("SELECT count(*) FROM rollup WHERE level = 0");
        QVERIFY(left > 20 && minutes > 0);
        m_scratch->setNow(start + 100 * hour + ahead);
        prune(policy);
        // A day more at most, for the clock may be right and the relays quiet.
        const std::int64_t kept = m_scratch->read().database().integer(
            "SELECT count(*) FROM event WHERE created_at > " + std::to_string(start + 44 * hour));
        QVERIFY(kept > 0);
        QVERIFY(horizon(m_scratch->read()) <= start + 44 * hour);
        QCOMPARE(m_scratch->read().eventCount() >= kept, true);
        QVERIFY(m_scratch->read().database().integer("SELECT count(*) FROM rollup WHERE level = 0") > 0);
    }

    void nothingIsDeletedWithoutAPolicy()
    {
        // Said before time goes on: a file is born with a policy for its minutes.
        keep({0, 0, 0, 30});
        m_scratch->setNow(start + 400 * day);
        settle();
        const std::int64_t events = m_scratch->read().eventCount();
        prune({0, 0, 0, 30});
        auto reader = m_scratch->read();
        QCOMPARE(reader.eventCount(), events);
        QCOMPARE(horizon(reader), 0);
        QVERIFY(reader.database().integer("SELECT count(*) FROM rollup WHERE level = 0") > 0);
    }

    void windowsOverDeletedTimeLoseOnlyTheirEnds()
    {
        m_scratch->setNow(start + 61 * hour);
        settle();
        const TimeWindow whole{metrics::bucketStart(Level::Day, start) - day, start + 10 * day};
        const TimeWindow ragged{start + 7, start + 50 * hour};
        const auto results = [&](const TimeWindow &window, bool *lost) {
            auto reader = m_scratch->read();
            metrics::WindowReader windows(reader.database(), dvm::KindTable::standard());
            const auto sum = windows.row(Dimension::Dvm, {1, 0}, window, false);
            *lost = windows.edgesLost();
            return sum;
        };
        bool lost = false;
        const auto before = results(whole, &lost);
        QVERIFY(!lost);
        prune({0, 1, 1, 0});
        QVERIFY(results(whole, &lost) == before);
        QVERIFY(!lost);
        results(ragged, &lost);
        QVERIFY(lost);
    }

    void storageIsShown()
    {
        m_scratch->setNow(start + 61 * hour);
        settle();
        store::Reader reader(m_scratch->path());
        const auto storage = store::readStorage(reader, (start + 61 * hour) * 1000, true, 100);
        QCOMPARE(storage.events, reader.database().integer("SELECT count(*) FROM event"));
        std::int64_t inDays = 0;
        for (const auto &one : storage.days) {
            QCOMPARE(one.day % day, 0);
            inDays += one.events;
        }
        QCOMPARE(inDays, reader.database().integer("SELECT count(*) FROM event WHERE created_at <= " +
                                                   std::to_string(start + 61 * hour)));
        std::int64_t inTables = 0;
        for (const auto &table : storage.tables)
            inTables += table.bytes;
        QVERIFY(inTables <= storage.used_bytes);
        QVERIFY(inTables > storage.used_bytes * 9 / 10);
        QVERIFY(storage.received_last_day <= storage.events);
        QVERIFY(storage.policy == RetentionPolicy());
    }

private:
    QString path() const { return QString::fromStdString(m_scratch->path()); }
    static std::int64_t horizon(store::Reader &reader)
    {
        return reader.database().integer("SELECT value FROM meta WHERE key = 'horizon'");
    }
    static std::int64_t horizon(store::Reader &&reader) { return horizon(reader); }
    std::int64_t bytes() { return store::bytesInUse(m_scratch->read().database()); }

    /// Lets the writer judge all that is due by now.
    void settle()
    {
        m_scratch->give({signedEvent(99, 1, 0, {}, std::to_string(++m_notes))});
        m_scratch->close();
    }

    void keep(const RetentionPolicy &policy)
    {
        m_scratch->close();
        store::StoreFile file(m_scratch->path());
        store::writePolicy(file.database(), policy);
        QCOMPARE(store::readPolicy(file.database()), policy);
    }

    /// All that the policy asks for, as the writer does it piece by piece.
    void prune(const RetentionPolicy &policy)
    {
        keep(policy);
        std::int64_t before = -1;
        for (int round = 0; round < 50; ++round) {
            m_scratch->open();
            QTest::qWait(60);
            m_scratch->close();
            const std::int64_t now =
                m_scratch->read().database().integer(
                    "SELECT sum(value) FROM meta WHERE key IN ('event_count', 'horizon', 'minutes_from')") *
                    1'000 +
                m_scratch->read().database().integer("SELECT count(*) FROM rollup") +
                m_scratch->read().database().integer("SELECT count(*) FROM job");
            if (now == before)
                return;
            before = now;
        }
        QFAIL("it never ends");
    }

    std::vector<nostr::Event> m_events;
    std::unique_ptr<ScratchStore> m_scratch;
    int m_notes = 0;
};

DVMDASH_TEST(RetentionTest)
#include "retention_test.moc"
