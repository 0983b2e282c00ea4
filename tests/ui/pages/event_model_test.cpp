// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_fixture.h"
#include "support/test_main.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/live/event_model.h"
#include "ui/models/columns.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>

using namespace dvmdash;
using ui::EventFilter;
using ui::EventModel;

namespace
{

EventFilter filterOf(const char *text)
{
    return EventFilter::parse(QString::fromUtf8(text)).filter;
}

/// The row numbers as they are shown, newest first.
std::vector<std::int64_t> shown(const EventModel &model)
{
    std::vector<std::int64_t> rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows.push_back(model.event(row).rid);
    return rows;
}

std::vector<std::int64_t> numbers(std::int64_t last, std::int64_t first, std::int64_t step = 1)
{
    std::vector<std::int64_t> list;
    for (std::int64_t number = last; number >= first; number -= step)
        list.push_back(number);
    return list;
}

/// Counts everything that a model tells.
struct Spies {
    explicit Spies(EventModel &model)
        : inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , reset(&model, &QAbstractItemModel::modelReset)
        , changed(&model, &QAbstractItemModel::dataChanged)
    {
    }
    QSignalSpy inserted, removed, reset, changed;
};

} // namespace

class EventModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<test::PageFixture>();
        QVERIFY(m_fixture->isReady());
    }
    void cleanupTestCase() { m_fixture.reset(); }

    void oneInsertForEachNotice()
    {
        EventModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Spies spies(model);
        model.add(test::eventRows(1, 40));
        model.add(test::eventRows(41, 43));
        model.add({});
        QCOMPARE(spies.inserted.size(), 2);
        QCOMPARE(spies.inserted.at(1).at(1).toInt(), 0);
        QCOMPARE(spies.inserted.at(1).at(2).toInt(), 2);
        QCOMPARE(spies.removed.size() + spies.reset.size() + spies.changed.size(), 0);
        QCOMPARE(shown(model), numbers(43, 1));
    }

    void olderOnesGoToTheEnd()
    {
        EventModel model(m_fixture->names(), nullptr, 30);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add(test::eventRows(101, 110));
        model.addOlder(test::eventRows(91, 100));
        QCOMPARE(shown(model), numbers(110, 91));
        // No more than there is room for, and the newest of them.
        model.addOlder(test::eventRows(1, 90));
        QCOMPARE(shown(model), numbers(110, 81));
    }

    void trimsInBulkAtTheEnd()
    {
        EventModel model(m_fixture->names(), nullptr, 1000);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add(test::eventRows(1, 1000));
        Spies spies(model);
        model.add(test::eventRows(1001, 1001));
        QCOMPARE(spies.removed.size(), 1);
        const int last = spies.removed.at(0).at(2).toInt();
        QCOMPARE(last, 999);
        QVERIFY(last - spies.removed.at(0).at(1).toInt() >= 10); // many at once
        QCOMPARE(model.event(0).rid, 1001);
        // Room was made: the next ones remove nothing.
        model.add(test::eventRows(1002, 1010));
        QCOMPARE(spies.removed.size(), 1);
        QVERIFY(model.kept() <= 1000);
    }

    void neverMoreThanItsCapacity()
    {
        EventModel model(m_fixture->names(), nullptr, 500);
        int most = 0;
        connect(&model, &QAbstractItemModel::rowsInserted, this,
                [&] { most = qMax(most, model.rowCount()); });
        for (std::int64_t first = 1; first < 5000; first += 170)
            model.add(test::eventRows(first, first + 169));
        QVERIFY(most <= 500);
        QVERIFY(most > 400);
        // More than the capacity in one notice: the newest stay.
        model.add(test::eventRows(10'001, 12'000));
        QCOMPARE(shown(model), numbers(12'000, 11'501));
    }

    void ringOfHundredThousand()
    {
        EventModel model(m_fixture->names());
        QElapsedTimer clock;
        clock.start();
        for (std::int64_t first = 1; first < 120'000; first += 5000)
            model.add(test::eventRows(first, first + 4999));
        qInfo("120,000 rows in %lld ms", clock.elapsed());
        QVERIFY(model.kept() <= EventModel::standardCapacity);
        QVERIFY(model.kept() > EventModel::standardCapacity * 9 / 10);
        QCOMPARE(model.event(0).rid, 120'000);
        QCOMPARE(model.event(model.rowCount() - 1).rid, 120'000 - model.kept() + 1);

        clock.restart();
        model.setFilter(filterOf("summary kind:5100 -\"77\""));
        qint64 slices = 0;
        while (model.isSearching()) {
            QCoreApplication::processEvents();
            ++slices;
        }
        qInfo("a filter over %d rows: %lld ms in %lld slices", model.kept(), clock.elapsed(), slices + 1);
        for (int row = 0; row < model.rowCount(); row += 997) {
            QCOMPARE(model.event(row).kind, 5100);
            QVERIFY(model.event(row).summary.find("77") == std::string::npos);
        }
        QVERIFY(model.rowCount() > 30'000);
        model.setFilter({});
        QCOMPARE(model.rowCount(), model.kept());
    }

    void filterSearchesAndFollows()
    {
        EventModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add(test::eventRows(1, 20));
        model.setFilter(filterOf("kind:5100"));
        QTRY_VERIFY(!model.isSearching());
        QCOMPARE(shown(model), numbers(20, 2, 2));
        Spies spies(model);
        model.add(test::eventRows(21, 26));
        QCOMPARE(spies.inserted.size(), 1);
        QCOMPARE(shown(model), numbers(26, 2, 2));
        model.add(test::eventRows(27, 27)); // does not pass
        QCOMPARE(spies.inserted.size(), 1);
        QCOMPARE(model.kept(), 27);
        model.setFilter({});
        QCOMPARE(shown(model), numbers(27, 1));
        QCOMPARE(spies.reset.size(), 1);
    }

    void trimsWhatIsFilteredToo()
    {
        EventModel model(m_fixture->names(), nullptr, 100);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add(test::eventRows(1, 100));
        model.setFilter(filterOf("kind:5100"));
        QTRY_VERIFY(!model.isSearching());
        model.add(test::eventRows(101, 150));
        QCOMPARE(shown(model), numbers(150, 52, 2));
        // Everything that passed leaves.
        std::vector<engine::EventRow> others;
        for (const engine::EventRow &row : test::eventRows(151, 350))
            if (row.kind != 5100)
                others.push_back(row);
        model.add(others);
        QCOMPARE(model.rowCount(), 0);
    }

    void eventsThatComeWhileItSearches()
    {
        EventModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (std::int64_t first = 1; first < 90'000; first += 5000)
            model.add(test::eventRows(first, first + 4999));
        // Slow enough for several slices: many terms.
        model.setFilter(
            filterOf("-aaa -bbb -ccc -ddd -eee -fff -ggg -hhh -iii -jjj -kkk -lll -mmm -nnn kind:5100"));
        const bool wasSearching = model.isSearching();
        model.add(test::eventRows(90'001, 90'010));
        model.addOlder(test::eventRows(-9, 0));
        QTRY_VERIFY(!model.isSearching());
        qInfo("searching when they came: %d", wasSearching);
        QCOMPARE(shown(model), numbers(90'010, -8, 2));
    }

    void pauseLosesNothing()
    {
        EventModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add(test::eventRows(1, 10));
        Spies spies(model);
        model.setPaused(true);
        model.add(test::eventRows(11, 500));
        model.add(test::eventRows(501, 700));
        QCOMPARE(spies.inserted.size(), 0);
        QCOMPARE(model.waiting(), 690);
        QCOMPARE(model.rowCount(), 10);
        model.setPaused(false);
        QCOMPARE(spies.inserted.size(), 1);
        QCOMPARE(model.waiting(), 0);
        QCOMPARE(model.letGo(), 0);
        QCOMPARE(shown(model), numbers(700, 1));
    }

    void pauseKeepsAsManyAsTheRing()
    {
        EventModel model(m_fixture->names(), nullptr, 100);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add(test::eventRows(1, 50));
        model.setPaused(true);
        for (std::int64_t first = 51; first < 250; first += 25)
            model.add(test::eventRows(first, first + 24));
        QCOMPARE(model.waiting(), 100);
        QCOMPARE(model.letGo(), 100);
        model.setPaused(false);
        QCOMPARE(shown(model), numbers(250, 151));
    }

    void resumeWithFilter()
    {
        EventModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFilter(filterOf("kind:5100"));
        model.setPaused(true);
        for (std::int64_t first = 1; first < 20'000; first += 5000)
            model.add(test::eventRows(first, first + 4999));
        model.setPaused(false);
        QTRY_VERIFY(!model.isSearching());
        QCOMPARE(shown(model), numbers(20'000, 2, 2));
    }

    void cellsHoldExactValues()
    {
        EventModel model(m_fixture->names());
        engine::EventRow row = test::eventRow(7, 7000, "error: \x1b[31mno\xe2\x80\xae");
        row.role = dvm::Role::Feedback;
        row.flags = dvm::FlagControlText | dvm::FlagEncrypted;
        model.add({row});
        const auto raw = [&](int column) { return ui::rawText(model.index(0, column)); };
        QCOMPARE(raw(EventModel::Received), QStringLiteral("2023-11-14T22:13:27.000Z"));
        QCOMPARE(raw(EventModel::CreatedAt), QStringLiteral("2023-11-14T22:13:27Z"));
        QCOMPARE(raw(EventModel::KindNumber), QStringLiteral("7000"));
        QCOMPARE(raw(EventModel::Id), QString::fromStdString(row.id.hex()));
        QCOMPARE(raw(EventModel::Author), QString::fromStdString(row.author.hex()));
        QCOMPARE(raw(EventModel::RoleName), QStringLiteral("Feedback"));
        QCOMPARE(raw(EventModel::MarksColumn), QStringLiteral("error; control text; encrypted"));
        const auto marks = model.index(0, EventModel::MarksColumn).data(ui::MarksRole).value<ui::Marks>();
        QCOMPARE(marks.size(), 3);
        QCOMPARE(marks.at(0).tone, ui::Tone::Failed);
        QVERIFY(model.index(0, EventModel::MarksColumn)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("written out")));
        // What strangers wrote is written out where it is shown.
        const QString shownText = ui::displayText(model.index(0, EventModel::Summary), ui::CellKind::Text, 0);
        QVERIFY(shownText.contains(QStringLiteral("U+001B")) && shownText.contains(QStringLiteral("U+202E")));
    }

    void namesThatComeLaterAreFiltered()
    {
        const std::int64_t now = test::recently();
        test::PageFixture fixture({test::signedEvent(1, 0, {}, R"({"name":"Ann"})", now),
                                   test::signedEvent(2, 0, {}, R"({"name":"Bob"})", now)});
        QVERIFY(fixture.isReady());
        EventModel model(fixture.names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFilter(filterOf("author:ann"));
        std::vector<engine::EventRow> rows = test::eventRows(1, 10);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].author = test::person(1 + static_cast<int>(i % 2)).publicKey();
        Spies spies(model);
        model.add(rows);
        QCOMPARE(model.rowCount(), 0); // nobody has a name yet
        QTRY_COMPARE(model.rowCount(), 5);
        QCOMPARE(spies.reset.size(), 0);
        QCOMPARE(shown(model), numbers(10, 2, 2));
        model.setFilter(filterOf("-author:ann"));
        QTRY_VERIFY(!model.isSearching());
        QCOMPARE(shown(model), numbers(9, 1, 2));
    }

private:
    std::unique_ptr<test::PageFixture> m_fixture;
};

DVMDASH_TEST(EventModelTest)

#include "event_model_test.moc"
