// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/dvms/dvms_models.h"
#include "ui/dvms/dvms_page.h"
#include "ui/models/feed.h"
#include "ui/models/work_watch.h"
#include "ui/widgets/data_table.h"
#include "window_fixture.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

/// A question that is answered when the test says so.
class SlowFeed : public FeedBase
{
public:
    SlowFeed(engine::Engine &engine, WindowChoice &window)
        : FeedBase(engine, &window, 1, nullptr)
    {
    }
    int permille() const override { return done_permille; }
    void answer() { done({}); }

    int puts = 0;
    int done_permille = 0;
    engine::TimeWindow last;

protected:
    bool put(const engine::TimeWindow &window) override
    {
        ++puts;
        last = window;
        return true;
    }
};

QString id(const char *text)
{
    return QString::fromLatin1(text);
}

} // namespace

class WorkWatchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void fastAnswersAreNeverToldOf();
    void slowOnesAreToldOfUntilTheyAreThere();
    void whatIsOutOfSightIsNotToldOf();
    void cancelledIsNotAskedAgainByItself();
    void aFeedTurnsItsOwnClock();
    void aHeavyQuestionIsCancelledInTheWindow();

private:
    std::unique_ptr<WindowFixture> m_fixture;
};

void WorkWatchTest::initTestCase()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->import(test::recentEvents()));
    m_fixture->open();
}

void WorkWatchTest::cleanupTestCase()
{
    m_fixture.reset();
}

void WorkWatchTest::fastAnswersAreNeverToldOf()
{
    WindowChoice choice;
    SlowFeed feed(m_fixture->engine(), choice);
    WorkWatch watch;
    watch.watch(&feed);
    QSignalSpy told(&watch, &WorkWatch::changed);
    connect(&feed, &FeedBase::asked, &feed, [&feed] {
        QVERIFY(feed.waitedMs());
        feed.answer();
        QVERIFY(!feed.waitedMs());
    });
    feed.setActive(true);
    for (int i = 0; i < 20; ++i)
        feed.refresh();
    QVERIFY(feed.puts >= 20);
    QTest::qWait(WorkWatch::slowMs + 300);
    QCOMPARE(told.count(), 0);
}

void WorkWatchTest::slowOnesAreToldOfUntilTheyAreThere()
{
    WindowChoice choice;
    choice.setCustom({1'000, 2'000}); // does not move on
    SlowFeed feed(m_fixture->engine(), choice);
    SlowFeed other(m_fixture->engine(), choice);
    WorkWatch watch;
    watch.watch(&feed);
    watch.watch(&other);
    QElapsedTimer since;
    since.start();
    for (SlowFeed *each : {&feed, &other}) {
        each->setActive(true);
        each->refresh();
    }
    feed.done_permille = 420;
    other.done_permille = 700;
    QTRY_COMPARE(int(watch.work().kind), int(Work::Kind::Counting));
    QVERIFY(since.elapsed() >= WorkWatch::slowMs);
    QTRY_COMPARE(watch.work().permille, 420); // the one that is behind
    feed.done_permille = 800;
    QTRY_COMPARE(watch.work().permille, 700);
    other.done_permille = 1000; // but it is not there
    QTRY_COMPARE(watch.work().permille, 800);
    feed.answer();
    QTRY_COMPARE(watch.work().permille, 999);
    other.answer();
    QTRY_COMPARE(int(watch.work().kind), int(Work::Kind::Nothing));
    // Told of for long enough to be read.
    QVERIFY(since.elapsed() >= WorkWatch::slowMs + WorkWatch::leastShownMs);
}

void WorkWatchTest::whatIsOutOfSightIsNotToldOf()
{
    WindowChoice choice;
    SlowFeed feed(m_fixture->engine(), choice);
    WorkWatch watch;
    watch.watch(&feed);
    QSignalSpy told(&watch, &WorkWatch::changed);
    feed.setActive(true);
    feed.refresh();
    feed.setActive(false);
    QTest::qWait(WorkWatch::slowMs + 300);
    QCOMPARE(told.count(), 0);
    watch.cancel();
    QVERIFY(!feed.isCancelled());
}

void WorkWatchTest::cancelledIsNotAskedAgainByItself()
{
    WindowChoice choice;
    SlowFeed feed(m_fixture->engine(), choice);
    WorkWatch watch;
    watch.watch(&feed);
    feed.setActive(true);
    const auto cancelIt = [&] {
        QVERIFY(feed.waitedMs());
        watch.cancel();
        QVERIFY(feed.isCancelled() && !feed.waitedMs());
        QCOMPARE(int(watch.work().kind), int(Work::Kind::Cancelled));
    };
    feed.refresh();
    QCOMPARE(feed.puts, 1);
    cancelIt();
    // Something was stored; the window moves on.
    auto news = std::make_shared<engine::Activity>();
    news->stored = 5;
    news->jobs_changed = true;
    Q_EMIT m_fixture->engine().activity(news);
    QTest::qWait(100);
    QCOMPARE(feed.puts, 1);
    QCOMPARE(int(watch.work().kind), int(Work::Kind::Cancelled));

    feed.refresh(); // F5
    QCOMPARE(feed.puts, 2);
    QVERIFY(!feed.isCancelled());
    cancelIt();
    choice.setSpan(WindowChoice::Span::Week);
    QCOMPARE(feed.puts, 3);
    QCOMPARE(feed.last.length(), 7 * 86'400);
    cancelIt();
    feed.setActive(true); // it is in sight already
    QTest::qWait(50);
    QCOMPARE(feed.puts, 3);
    feed.setActive(false);
    feed.setActive(true); // the page is turned to
    QTRY_COMPARE(feed.puts, 4);
    QVERIFY(!feed.isCancelled());
    feed.cancel();
    feed.cancel(); // of nothing
    feed.refresh();
    QCOMPARE(feed.puts, 5);
    feed.answer();
    QTRY_COMPARE(int(watch.work().kind), int(Work::Kind::Nothing));
}

void WorkWatchTest::aFeedTurnsItsOwnClock()
{
    WindowChoice choice;
    choice.setSpan(WindowChoice::Span::Hour);
    SlowFeed feed(m_fixture->engine(), choice);
    feed.setClock([] { return qint64(1'000'000); });
    feed.setActive(true);
    feed.refresh();
    QVERIFY(feed.last == choice.window(1'000'000));
}

/// A real question, made heavy: the file says of a table that it has ever more rows to come.
void WorkWatchTest::aHeavyQuestionIsCancelledInTheWindow()
{
    MainWindow &window = m_fixture->window();
    window.showPage(id("dvms"));
    DvmsPage &page = window.dvms();
    QTRY_VERIFY_WITH_TIMEOUT(page.feed().latest().has_value(), 20'000);
    const int rows = page.model().rowCount();
    QVERIFY(rows > 0);
    auto *words = m_fixture->child<QLabel>("header.progress");
    auto *cancel = m_fixture->child<QPushButton>("header.cancel");
    auto *again = m_fixture->child<QPushButton>("header.again");
    QVERIFY(!words->isVisible() && !cancel->isVisible() && !again->isVisible());
    const int height = words->parentWidget()->height();

    m_fixture->change("ALTER TABLE activity RENAME TO activity_kept");
    m_fixture->change("CREATE VIEW activity AS SELECT * FROM activity_kept UNION ALL "
                      "SELECT -n, n, 0, 0, 0 FROM (WITH RECURSIVE numbers(n) AS "
                      "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT n FROM numbers)");
    // Asked of another window, so that no answer is remembered.
    window.windowChoice().setSpan(WindowChoice::Span::Week);
    QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible(), 20'000);
    QVERIFY2(words->text().startsWith(id("Counting")), qPrintable(words->text()));
    QVERIFY(words->text().endsWith(QLatin1Char('%')));
    QCOMPARE(page.model().rowCount(), rows); // what was shown stands
    QCOMPARE(words->parentWidget()->height(), height);

    cancel->click();
    QTRY_VERIFY(again->isVisible() && !cancel->isVisible());
    QVERIFY2(words->text().startsWith(id("Cancelled")), qPrintable(words->text()));
    QVERIFY(page.feed().isCancelled());
    QCOMPARE(page.model().rowCount(), rows);
    window.showPage(id("live")); // which asks nothing
    QVERIFY(!again->isVisible());
    QCOMPARE(window.currentPage(), id("live"));

    // Turned to again it asks again; this one is let run into the repaired file.
    window.showPage(id("dvms"));
    QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible(), 20'000);
    cancel->click();
    QTRY_VERIFY(again->isVisible());
    m_fixture->change("DROP VIEW activity");
    m_fixture->change("ALTER TABLE activity_kept RENAME TO activity");
    QSignalSpy answered(&page.feed(), &FeedBase::answered);
    again->click();
    QTRY_VERIFY_WITH_TIMEOUT(answered.count() > 0, 20'000);
    QTRY_VERIFY(!words->isVisible() && !again->isVisible() && !cancel->isVisible());
    QVERIFY(page.feed().error().isEmpty());
}

DVMDASH_TEST(WorkWatchTest)
#include "work_watch_test.moc"
