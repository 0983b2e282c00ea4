// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/charts/time_series_chart.h"
#include "ui/models/columns.h"
#include "ui/storage/days_card.h"
#include "ui/storage/storage_feed.h"
#include "ui/storage/storage_page.h"
#include "ui/storage/storage_words.h"
#include "ui/storage/tables_card.h"
#include "ui/storage/tables_model.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/copy_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/stat_card.h"
#include "window_fixture.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

constexpr qint64 day = 86'400;

} // namespace

/// What the page says of the file, against the file read by SQL.
class StorageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void cardsEqualTheFile();
    void daysEqualTheFile();
    void csvEqualsTheFile();
    void daysAreSeenCloser();
    void tablesEqualTheFile();
    void everyTableIsExplained();
    void followsWhatIsStored();
    void statusLineLeadsHere();
    void emptyFileSaysSo();
    void loadsWithoutNumbers();
    void stoppedEngineKeepsTheLastNumbers();
    void unreadableFileIsSaidAndTriedAgain();
    void unreadableFromTheBeginning();

private:
    void openAt();
    StoragePage &page() { return m_fixture->window().storage(); }
    QString figure(const char *name) { return m_fixture->child<StatCard>(name)->figure(); }
    Banner &banner() { return *m_fixture->child<Banner>("storage.banner"); }

    std::unique_ptr<WindowFixture> m_fixture;
};

void StorageTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    const QString test = QString::fromLatin1(QTest::currentTestFunction());
    if (test == QLatin1String("emptyFileSaysSo") || test == QLatin1String("loadsWithoutNumbers"))
        return;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QVERIFY(m_fixture->import(test::eventsAround(now - 100 * day, 3, 30)));
    QVERIFY(m_fixture->import(test::eventsAround(now - 3 * day, 4, 30)));
    QVERIFY(m_fixture->import(test::recentEvents()));
    if (test != QLatin1String("unreadableFromTheBeginning"))
        openAt();
}

void StorageTest::openAt()
{
    m_fixture->open();
    m_fixture->window().showPage(QStringLiteral("storage"));
    QTRY_VERIFY(page().feed().latest().has_value());
}

void StorageTest::cardsEqualTheFile()
{
    QCOMPARE(figure("storage.events"), format::compactCount(m_fixture->number("SELECT count(*) FROM event")));
    const auto inUse = [this] {
        return (m_fixture->number("PRAGMA page_count") - m_fixture->number("PRAGMA freelist_count")) *
               m_fixture->number("PRAGMA page_size");
    };
    QTRY_COMPARE(figure("storage.used"), format::bytes(inUse()));
    const qint64 perEvent = inUse() / m_fixture->number("SELECT count(*) FROM event");
    QTRY_COMPARE(figure("storage.perEvent"), format::count(perEvent));
    const auto tells = [this](const char *card, const char *sql) {
        return m_fixture->child<StatCard>(card)->toolTip().contains(format::isoUtc(m_fixture->number(sql)));
    };
    QVERIFY(tells("storage.oldest", "SELECT min(created_at) FROM event"));
    QVERIFY(tells("storage.newest",
                  "SELECT max(created_at) FROM event WHERE created_at <= CAST(strftime('%s') AS INTEGER)"));
    // All was imported just now, whenever it was made.
    QCOMPARE(figure("storage.lastDay"),
             format::compactCount(m_fixture->number("SELECT count(*) FROM event WHERE received_ms >= "
                                                    "1000 * (CAST(strftime('%s') AS INTEGER) - 86400)")));
    QCOMPARE(figure("storage.limit"), QStringLiteral("10 GB"));
    const engine::Storage &storage = *page().feed().latest();
    QCOMPARE(figure("storage.disk"), format::bytes(storage.file_bytes + storage.wal_bytes));
    QVERIFY(m_fixture->child<QLabel>("storage.forecast")->text().contains(dateText(storage.full_at)));
    QCOMPARE(m_fixture->child<CopyLabel>("storage.path")->value(), m_fixture->databasePath());
    for (const auto *card : page().findChildren<StatCard *>())
        QVERIFY2(card->toolTip().size() > 40, qPrintable(card->caption()));
}

void StorageTest::daysEqualTheFile()
{
    const ChartData events = page().days().chart()->data();
    const qint64 newest = m_fixture->number("SELECT max(created_at) / 86400 * 86400 FROM event");
    const auto wanted = m_fixture->rows(
        "SELECT created_at / 86400 * 86400, count(*) FROM event WHERE created_at >= " +
        QByteArray::number(newest - (StorageFeed::days - 1) * day) + " GROUP BY 1 ORDER BY 1");
    QVERIFY(wanted.size() > 1);
    QCOMPARE(events.series.size(), 1);
    QCOMPARE(std::size_t(events.series.front().points.size()), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const ChartPoint &point = events.series.front().points.at(qsizetype(i));
        QCOMPARE(point.time, qint64(wanted[i][0]));
        QCOMPARE(point.value, qint64(wanted[i][1]));
        QVERIFY(events.window.contains(point.time));
    }
    page().days().findChild<SegmentedControl *>()->setCurrent(QStringLiteral("bytes"));
    const ChartData bytes = page().days().chart()->data();
    QCOMPARE(bytes.series.front().points.back().value,
             events.series.front().points.back().value * page().feed().latest()->bytes_per_event);
}

void StorageTest::csvEqualsTheFile()
{
    const auto wanted = m_fixture->rows(
        "SELECT count(*) FROM event WHERE created_at / 86400 = (SELECT max(created_at) / 86400 FROM event)");
    m_fixture->child<QPushButton>("header.export")->click();
    const auto lines = m_fixture->exported();
    QVERIFY(lines.size() > 2);
    QCOMPARE(lines.front(), (QStringList{QStringLiteral("time_utc"), QStringLiteral("events")}));
    QCOMPARE(lines.back().at(1).toLongLong(), qint64(wanted.front().front()));
}

void StorageTest::daysAreSeenCloser()
{
    TimeSeriesChart &chart = *page().days().chart();
    const TimeSpan all = chart.data().window;
    const TimeSpan last{all.until - day, all.until};
    Q_EMIT chart.windowSelected(last.since, last.until);
    QVERIFY(chart.data().window == last);
    // Not by the next answer either.
    page().refresh();
    QSignalSpy answers(&page().feed(), &StorageFeed::answered);
    QVERIFY(answers.wait());
    QVERIFY(chart.data().window == last);
    Q_EMIT chart.resetWindow();
    QVERIFY(chart.data().window == all);
}

void StorageTest::tablesEqualTheFile()
{
    const TablesModel &model = *page().tables().model();
    QTRY_VERIFY(model.rowCount() > 0); // a small file is read by itself
    const auto wanted = m_fixture->texts(QStringLiteral(
        "SELECT coalesce(tbl_name, d.name), sum(pgsize) FROM dbstat d LEFT JOIN sqlite_schema s "
        "ON s.name = d.name GROUP BY 1"));
    QCOMPARE(model.rowCount(), wanted.size());
    qint64 sum = 0;
    for (const TableRow &row : model.rows()) {
        sum += row.bytes;
        const auto same = [&](const QStringList &line) { return line.at(0) == row.name; };
        const auto found = std::find_if(wanted.begin(), wanted.end(), same);
        QVERIFY2(found != wanted.end(), qPrintable(row.name));
        QCOMPARE(qint64(row.bytes), found->at(1).toLongLong());
    }
    QCOMPARE(sum, qint64(model.row(0).of));
    for (int i = 1; i < model.rowCount(); ++i)
        QVERIFY(model.row(i - 1).bytes >= model.row(i).bytes);
    QCOMPARE(model.index(0, TablesModel::Share).data(RawValueRole).toLongLong(),
             10'000 * model.row(0).bytes / sum);
    auto *button = m_fixture->child<QPushButton>("storage.measure");
    QTRY_COMPARE(button->text(), QStringLiteral("Read again"));
    button->click();
    QVERIFY(page().tables().isMeasuring());
    button->click();
    QVERIFY(!page().tables().isMeasuring());
    QCOMPARE(model.rowCount(), wanted.size());
}

void StorageTest::everyTableIsExplained()
{
    const auto tables = m_fixture->texts(
        QStringLiteral("SELECT DISTINCT tbl_name FROM sqlite_schema UNION SELECT 'sqlite_schema'"));
    QVERIFY(tables.size() > 15);
    for (const QStringList &table : tables)
        QVERIFY2(!tableMeaning(table.front()).isEmpty(), qPrintable(table.front()));
}

void StorageTest::followsWhatIsStored()
{
    // Behind the engine's back: only asking again shows it.
    m_fixture->change("UPDATE meta SET value = 4321 WHERE key = 'event_count'");
    QTRY_COMPARE_WITH_TIMEOUT(figure("storage.events"), QStringLiteral("4,321"), 20'000);
}

void StorageTest::statusLineLeadsHere()
{
    m_fixture->window().showPage(QStringLiteral("overview"));
    m_fixture->child<QToolButton>("status.file")->click();
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("storage"));
}

void StorageTest::emptyFileSaysSo()
{
    openAt();
    QCOMPARE(figure("storage.events"), QStringLiteral("0"));
    QVERIFY(banner().isVisible());
    QVERIFY(page().days().chart()->data().isEmpty());
    Q_EMIT banner().actionTriggered();
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("relays"));
}

void StorageTest::loadsWithoutNumbers()
{
    engine::EngineConfig config;
    config.database = m_fixture->databasePath();
    engine::Engine engine(config);
    NameBook names(engine);
    WindowChoice choice;
    MemoryViewState state;
    FixedFileChooser files(m_fixture->exportPath());
    StoragePage page({engine, names, choice, state, files});
    page.resize(1000, 600);
    page.show();
    QVERIFY(page.findChild<Skeleton *>()->isVisibleTo(&page));
    for (const char *name : {"storage.check", "storage.repair", "storage.apply", "storage.measure"})
        QVERIFY2(!page.findChild<QPushButton *>(QString::fromLatin1(name))->isEnabled(), name);
    QVERIFY(page.grab().width() > 0);
    engine.start();
    QTRY_VERIFY(page.feed().latest().has_value());
    QVERIFY(page.findChild<StatCard *>()->isVisibleTo(&page));
    QVERIFY(page.findChild<QPushButton *>(QStringLiteral("storage.check"))->isEnabled());
}

void StorageTest::stoppedEngineKeepsTheLastNumbers()
{
    const QString events = figure("storage.events");
    QVERIFY(!banner().isVisible());
    m_fixture->engine().stop();
    QVERIFY(banner().isVisible());
    QCOMPARE(figure("storage.events"), events);
    for (const char *name : {"storage.check", "storage.repair", "storage.apply", "storage.measure"})
        QVERIFY2(!m_fixture->child<QPushButton>(name)->isEnabled(), name);
    m_fixture->engine().start();
    QTRY_VERIFY(!banner().isVisible());
    QVERIFY(m_fixture->child<QPushButton>("storage.check")->isEnabled());
}

void StorageTest::unreadableFileIsSaidAndTriedAgain()
{
    const QString events = figure("storage.events");
    m_fixture->change("ALTER TABLE meta RENAME TO away");
    page().refresh();
    QTRY_VERIFY(banner().isVisible());
    QVERIFY(banner().tone() == Tone::Failed);
    QCOMPARE(figure("storage.events"), events);
    m_fixture->change("ALTER TABLE away RENAME TO meta");
    Q_EMIT banner().actionTriggered();
    QTRY_VERIFY(!banner().isVisible());
}

void StorageTest::unreadableFromTheBeginning()
{
    m_fixture->open();
    m_fixture->change("ALTER TABLE event RENAME TO away");
    m_fixture->window().showPage(QStringLiteral("storage"));
    QPushButton *again = nullptr;
    QTRY_VERIFY([&] {
        for (auto *state : page().findChildren<EmptyState *>())
            if (state->isVisible() && state->title().contains(QLatin1String("could not be read")))
                again = state->findChild<QPushButton *>();
        return again != nullptr;
    }());
    m_fixture->change("ALTER TABLE away RENAME TO event");
    again->click();
    QTRY_VERIFY(page().feed().latest().has_value());
    QTRY_VERIFY(m_fixture->child<StatCard>("storage.events")->isVisible());
}

DVMDASH_TEST(StorageTest)
#include "storage_test.moc"
