// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/coverage.h"
#include "store/schema.h"
#include "support/scratch_store.h"
#include "support/test_main.h"

#include <QRandomGenerator>

#include <bitset>

using namespace dvmdash;
using store::IntervalSet;

class CoverageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mergesWhatTouches()
    {
        IntervalSet set;
        set.add(10, 20);
        set.add(30, 40);
        QVERIFY(!set.covers(10, 40));
        set.add(20, 30);
        QVERIFY(set.covers(10, 40));
        QCOMPARE(set.intervals().size(), std::size_t(1));
        QCOMPARE(set.total(), 30);
        QCOMPARE(set.end(), 40);
        set.add(50, 50);
        QCOMPARE(set.intervals().size(), std::size_t(1));
    }

    void agreesWithASetOfSeconds()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            IntervalSet set;
            std::bitset<120> seconds;
            for (int i = 0; i < 8; ++i) {
                const int from = random.bounded(100);
                const int until = from + random.bounded(20);
                set.add(from, until);
                for (int second = from; second < until; ++second)
                    seconds.set(static_cast<std::size_t>(second));
            }
            QCOMPARE(set.total(), static_cast<std::int64_t>(seconds.count()));
            for (int from = 0; from < 110; from += 3) {
                for (int until = from; until < 119; until += 4) {
                    bool all = true;
                    for (int second = from; second < until; ++second)
                        all = all && seconds.test(static_cast<std::size_t>(second));
                    QCOMPARE(set.covers(from, until), all);
                }
            }
        }
    }

    void isKeptInTheFileMergedForEachRelay()
    {
        store::test::ScratchStore scratch(1000);
        scratch.listen(100, 200, 1);
        scratch.listen(200, 300, 1);
        scratch.listen(250, 400, 2);
        scratch.listen(900, 950, 1);
        auto reader = scratch.read();
        QCOMPARE(reader.database().integer("SELECT count(*) FROM coverage"), 3);
        QCOMPARE(reader.database().integer("SELECT sum(until - since) FROM coverage"), 200 + 150 + 50);
    }

    void whatAWrongClockSaidIsTakenBack_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("until");
        QTest::addColumn<QString>("left"); // of relay 1 [100, 200), [300, 400), and of relay 2 [150, 350)
        const auto row = [](int from, int until, const char *left) {
            QTest::addRow("%d-%d", from, until) << from << until << QString::fromLatin1(left);
        };
        row(500, 600, "1 100-200, 1 300-400, 2 150-350");
        row(350, 500, "1 100-200, 1 300-350, 2 150-350");
        row(160, 170, "1 100-160, 1 170-200, 1 300-400, 2 150-160, 2 170-350");
        row(100, 200, "1 300-400, 2 200-350");
        row(0, 1000, "");
        row(300, 300, "1 100-200, 1 300-400, 2 150-350");
    }
    void whatAWrongClockSaidIsTakenBack()
    {
        QFETCH(const int, from);
        QFETCH(const int, until);
        QFETCH(const QString, left);
        store::Database db(":memory:", store::OpenMode::ReadWrite);
        store::migrate(db);
        store::Coverage coverage(db);
        coverage.add(1, 100, 200);
        coverage.add(1, 300, 400);
        coverage.add(2, 150, 350);
        coverage.setLive(1, true);
        coverage.noteFrontier(1, 990);
        coverage.takeBack(from, until);
        QStringList rows;
        store::Statement all = db.prepare("SELECT relay, since, until FROM coverage ORDER BY relay, since");
        IntervalSet together;
        while (all.step()) {
            rows << QStringLiteral("%1 %2-%3").arg(all.integer(0)).arg(all.integer(1)).arg(all.integer(2));
            together.add(all.integer(1), all.integer(2));
        }
        QCOMPARE(rows.join(QStringLiteral(", ")), left);
        for (int second = 90; second < 410; ++second)
            QCOMPARE(coverage.covers(5000, second, second + 1), together.covers(second, second + 1));
        if (from < until)
            QVERIFY(coverage.judgeTime(1000) <= std::max(940, from));
    }

    void judgeTimeWaitsForProofWhileARelayIsLive()
    {
        store::Database db(":memory:", store::OpenMode::ReadWrite);
        store::migrate(db);
        store::Coverage coverage(db);
        QCOMPARE(coverage.judgeTime(1000), 1000);
        coverage.setLive(1, true);
        QCOMPARE(coverage.judgeTime(1000), 940);
        coverage.noteFrontier(1, 990);
        QCOMPARE(coverage.judgeTime(1000), 990);
        coverage.noteFrontier(1, 2000);
        QCOMPARE(coverage.judgeTime(1000), 1000);
        coverage.setLive(1, false);
        QCOMPARE(coverage.judgeTime(5000), 5000);
    }
};

DVMDASH_TEST(CoverageTest)
#include "coverage_test.moc"
