// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "metrics/boards.h"
#include "metrics/overview.h"
#include "metrics/rollup_fill.h"
#include "store/progress.h"
#include "support/scratch_store.h"
#include "support/test_main.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <set>

using namespace dvmdash;
using metrics::TimeWindow;
using store::Progress;
using store::ProgressParts;
using store::test::ScratchStore;

namespace
{

/// What was told at the start of each statement while something ran.
struct Told {
    std::vector<int> permille;
    int last = 0;

    std::size_t different() const { return std::set<int>(permille.begin(), permille.end()).size(); }
    bool onlyGrows() const { return std::is_sorted(permille.begin(), permille.end()); }
};

struct Listening {
    std::atomic<int> permille = 0;
    Told told;
};

int noteStatement(unsigned, void *context, void *, void *)
{
    auto &listening = *static_cast<Listening *>(context);
    listening.told.permille.push_back(listening.permille);
    return 0;
}

Told listenTo(store::Reader &reader, const std::function<void()> &question)
{
    Listening listening;
    reader.setProgress(&listening.permille);
    sqlite3_trace_v2(reader.database().handle(), SQLITE_TRACE_STMT, noteStatement, &listening);
    question();
    sqlite3_trace_v2(reader.database().handle(), 0, nullptr, nullptr);
    reader.setProgress(nullptr);
    listening.told.last = listening.permille;
    return listening.told;
}

} // namespace

class ProgressTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void partsShareTheWhole();
    void nobodyListens();
    void initTestCase();
    void cleanupTestCase();
    void everyHeavyQuestionTells_data();
    void everyHeavyQuestionTells();
    void countingJobsTells();

private:
    std::unique_ptr<ScratchStore> m_scratch;
    TimeWindow m_window; ///< of several days, cut unevenly
    nostr::PublicKey m_dvm;
    std::int64_t m_nowMs = 0;
};

void ProgressTest::initTestCase()
{
    demo::ScenarioSettings settings;
    settings.seed = 3;
    settings.jobs = 400;
    settings.span = 5 * 86'400;
    settings.heartbeats = false;
    const auto scenario = demo::makeScenario(settings);
    m_scratch = std::make_unique<ScratchStore>(scenario.truth.until);
    m_scratch->makeListener = [](store::Database &db) {
        return metrics::openRollups(db, dvm::KindTable::standard());
    };
    std::vector<nostr::Event> events;
    for (const auto &timed : scenario.events)
        events.push_back(timed.event);
    m_scratch->give(events);
    m_nowMs = scenario.truth.until * 1000;
    m_window = {scenario.truth.start + 777, scenario.truth.until - 1'111};
    store::Reader reader = m_scratch->read();
    m_dvm = metrics::readDvms(reader, {m_window}, m_nowMs).rows.at(0).dvm;
}

void ProgressTest::cleanupTestCase()
{
    m_scratch.reset();
}

void ProgressTest::partsShareTheWhole()
{
    std::atomic<int> permille = 0;
    Progress progress;
    progress.setTarget(&permille);
    {
        ProgressParts parts(progress, {3, 1});
        progress.report(1, 2);
        QCOMPARE(permille.load(), 375);
        {
            ProgressParts inner(progress, ProgressParts::equal(2));
            progress.report(0, 9);
            QCOMPARE(permille.load(), 0);
            progress.report(9, 9);
            QCOMPARE(permille.load(), 375);
            inner.next();
            progress.report(1, 2);
            QCOMPARE(permille.load(), 562);
        }
        QCOMPARE(permille.load(), 750);
        parts.next();
        QCOMPARE(permille.load(), 750);
        progress.report(1, 2);
        QCOMPARE(permille.load(), 875);
        parts.next();
        parts.next(); // once too often
        QCOMPARE(permille.load(), 1000);
    }
    QCOMPARE(permille.load(), 1000);
    {
        const ProgressParts none(progress, {});
        progress.report(1, 2);
    }
    QCOMPARE(permille.load(), 1000);
    progress.report(5, 0); // of nothing nothing is told
    QCOMPARE(permille.load(), 1000);
}

void ProgressTest::nobodyListens()
{
    Progress progress;
    ProgressParts parts(progress, {1, 1});
    progress.report(1, 2);
    parts.next();
}

void ProgressTest::everyHeavyQuestionTells_data()
{
    QTest::addColumn<int>("question");
    QTest::addColumn<int>("steps");
    int number = 0;
    const auto row = [&](const char *name, int steps) { QTest::newRow(name) << number++ << steps; };
    row("overview", 60);
    row("series", 60);
    row("months", 2);
    row("dvms", 4);
    row("kinds", 6);
    row("users", 3);
    row("best", 8);
    row("dvm", 60);
    row("kind", 60);
}

void ProgressTest::everyHeavyQuestionTells()
{
    QFETCH(const int, question);
    QFETCH(const int, steps);
    store::Reader reader = m_scratch->read();
    const std::vector<std::function<void()>> questions{
        [&] {
            metrics::readOverview(reader, {m_window, {}}, m_nowMs);
        },
        [&] {
            metrics::readSeries(reader, {m_window, {}, {}, {}}, m_nowMs);
        },
        [&] { metrics::readMonths(reader, {}, m_nowMs); },
        [&] { metrics::readDvms(reader, {m_window}, m_nowMs); },
        [&] { metrics::readKinds(reader, {m_window}, m_nowMs); },
        [&] { metrics::readUsers(reader, {m_window}, m_nowMs); },
        [&] { metrics::readBest(reader, {m_window}, m_nowMs); },
        [&] {
            metrics::readDvm(reader, {m_dvm, m_window}, m_nowMs);
        },
        [&] {
            metrics::readKind(reader, {5050, m_window}, m_nowMs);
        },
    };
    const Told told = listenTo(reader, questions.at(static_cast<std::size_t>(question)));
    QVERIFY2(told.different() >= static_cast<std::size_t>(steps),
             qPrintable(QString::number(told.different())));
    QVERIFY(told.onlyGrows());
    QCOMPARE(told.last, 1000);
}

void ProgressTest::countingJobsTells()
{
    store::Reader reader = m_scratch->read();
    store::JobSelection selection{m_window.since, m_window.until};
    store::JobList list;
    const Told told = listenTo(reader, [&] { list = reader.jobs(selection); });
    QVERIFY(told.different() > 50);
    QVERIFY(told.onlyGrows());
    QCOMPARE(told.last, 1000);
    // Slices add up to the whole.
    const auto number = [&](const std::string &sql) {
        store::Statement row = reader.database().prepare(sql);
        row.bind(1, m_window.since).bind(2, m_window.until).step();
        return row.integer(0);
    };
    const std::string all = "SELECT count(*) FROM job WHERE created_at >= ?1 AND created_at < ?2";
    QCOMPARE(list.matching, number(all));
    QCOMPARE(list.failed, number(all + " AND state IN (6, 7, 8, 9)"));
    QVERIFY(list.failed > 0 && list.matching > 300);

    // Nobody of that key: nothing matches, and what failed is counted all the same.
    selection.people = {nostr::PublicKey()};
    const store::JobList none = reader.jobs(selection);
    QCOMPARE(none.matching, 0);
    QCOMPARE(none.failed, list.failed);
    QVERIFY(none.rows.empty());
    selection.people = {m_dvm};
    QVERIFY(reader.jobs(selection).matching > 0);
}

DVMDASH_TEST(ProgressTest)
#include "progress_test.moc"
