// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_fixture.h"
#include "support/test_main.h"
#include "ui/live/event_model.h"
#include "ui/live/live_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/search_field.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace dvmdash;

namespace
{

std::vector<nostr::Event> feedbacks(int count)
{
    std::vector<nostr::Event> events;
    for (int i = 0; i < count; ++i)
        events.push_back(test::signedEvent(
            1, 7000, {{"status", i % 3 == 0 ? "error" : "processing"}, {"e", std::string(64, 'a')}},
            "number " + std::to_string(i), test::recently() + i));
    return events;
}

/// The words on the page that are visible now.
QString words(const QWidget &page)
{
    QString text;
    for (const auto *label : page.findChildren<QLabel *>())
        if (label->isVisible())
            text += label->text() + QLatin1Char('\n');
    return text;
}

QPushButton *button(const QWidget &page, const QString &text)
{
    for (auto *found : page.findChildren<QPushButton *>())
        if (found->isVisible() && found->text().startsWith(text))
            return found;
    return nullptr;
}

void type(ui::LivePage &page, const char *text)
{
    auto *field = page.findChild<ui::SearchField *>();
    field->setText(QString::fromUtf8(text));
    QTest::keyClick(field, Qt::Key_Return);
}

} // namespace

class LivePageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsWhatTheFileHolds()
    {
        test::PageFixture fixture(feedbacks(40));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 40);
        QVERIFY(words(page).contains(QStringLiteral("40, newest first")));
        for (int row = 1; row < 40; ++row)
            QVERIFY(page.model().event(row - 1).rid > page.model().event(row).rid);
    }

    void streamAndFileOverlap()
    {
        test::PageFixture fixture(feedbacks(40));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 40);
        // A notice that tells again what the file gave, and something new.
        std::vector<engine::EventRow> rows = {test::eventRow(1000), page.model().event(0),
                                              page.model().event(1)};
        fixture.tell(rows);
        QCOMPARE(page.model().rowCount(), 41);
        QCOMPARE(page.model().event(0).rid, 1000);
    }

    void streamBeforeFile()
    {
        test::PageFixture fixture(feedbacks(40));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        fixture.tell({test::eventRow(1001), test::eventRow(1000)});
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 42);
        fixture.tell({test::eventRow(1002)});
        QCOMPARE(page.model().rowCount(), 43);
        QCOMPARE(page.model().event(0).rid, 1002);
    }

    void pausesWithSpaceAndTellsHowManyWait()
    {
        test::PageFixture fixture(feedbacks(5));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 5);
        QTest::keyClick(page.table().view(), Qt::Key_Space);
        QVERIFY(page.isPaused());
        fixture.tell(test::eventRows(1001, 1037));
        QCOMPARE(page.model().rowCount(), 5);
        QPushButton *resume = button(page, QStringLiteral("Resume"));
        QVERIFY(resume);
        QCOMPARE(resume->text(), QStringLiteral("Resume, 37 new"));
        QTest::mouseClick(resume, Qt::LeftButton);
        QCOMPARE(page.model().rowCount(), 42);
        QVERIFY(button(page, QStringLiteral("Pause")));
        // A space that is typed is text.
        auto *field = page.findChild<ui::SearchField *>();
        QTest::keyClicks(field, QStringLiteral("a b"));
        QVERIFY(!page.isPaused());
        QCOMPARE(field->text(), QStringLiteral("a b"));
    }

    void filterAndItsErrors()
    {
        test::PageFixture fixture(feedbacks(30));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 30);
        type(page, "status:error");
        QTRY_COMPARE(page.model().rowCount(), 10);
        QVERIFY(words(page).contains(QStringLiteral("10 of 30 match")));
        // An error is told; what was shown stays.
        type(page, "status:error \"open");
        QVERIFY(words(page).contains(QStringLiteral("not closed")));
        QCOMPARE(page.model().rowCount(), 10);
        type(page, "nothing-says-this");
        QTRY_COMPARE(page.model().rowCount(), 0);
        QVERIFY(!words(page).contains(QStringLiteral("not closed")));
        QPushButton *clear = button(page, QStringLiteral("Clear the filter"));
        QVERIFY(clear);
        QTest::mouseClick(clear, Qt::LeftButton);
        QTRY_COMPARE(page.model().rowCount(), 30);
    }

    void searchFromAboveIsTheFilter()
    {
        test::PageFixture fixture(feedbacks(30));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 30);
        page.applySearch(QStringLiteral("kind:7000 -status:error"));
        QTRY_COMPARE(page.model().rowCount(), 20);
    }

    void saysWhatCameTooFast()
    {
        test::PageFixture fixture;
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.show();
        fixture.tell(test::eventRows(1, 10), 1000);
        fixture.tell(test::eventRows(2000, 2010), 204);
        QVERIFY(words(page).contains(QStringLiteral("1,204 not shown")));
    }

    void emptyPageSaysWhyAndOffersRelays()
    {
        test::PageFixture fixture;
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        QSignalSpy relays(&page, &ui::LivePage::relaysRequested);
        page.show();
        QTRY_VERIFY(!page.table().isLoading());
        QTRY_VERIFY(words(page).contains(QStringLiteral("Nothing has arrived yet")));
        QPushButton *look = button(page, QStringLiteral("Look at the relays"));
        QVERIFY(look);
        QTest::mouseClick(look, Qt::LeftButton);
        QCOMPARE(relays.size(), 1);
    }

    void selectingInspects()
    {
        test::PageFixture fixture(feedbacks(10));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 10);
        QSignalSpy inspected(&page, &ui::Page::inspectRequested);
        QSignalSpy browsed(&page, &ui::LivePage::browsed);
        auto *view = page.table().view();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                          view->visualRect(view->model()->index(2, 1)).center());
        QCOMPARE(inspected.size(), 1);
        QCOMPARE(inspected.at(0).at(0).value<nostr::EventId>(), page.model().event(2).id);
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(browsed.constLast().at(0).value<nostr::EventId>(), page.model().event(3).id);
        QCOMPARE(inspected.size(), 1);
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(inspected.size(), 2);
        QCOMPARE(inspected.at(1).at(0).value<nostr::EventId>(), page.model().event(3).id);
    }

    void selectionStaysWithItsEvent()
    {
        test::PageFixture fixture(feedbacks(100));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 500);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 100);
        page.table().setCurrentIndex(page.model().index(4, 0));
        const auto chosen = page.model().event(4).id;
        auto *view = page.table().view();
        view->setFocus();
        const int place = view->visualRect(page.table().currentIndex()).top();
        fixture.tell(test::eventRows(1000, 1019));
        QCOMPARE(page.table().currentIndex().row(), 24);
        QCOMPARE(page.model().event(24).id, chosen);
        // And the row stands where it stood.
        QCOMPARE(view->visualRect(page.table().currentIndex()).top(), place);
    }

    void keepsUpWithAFlood()
    {
        test::PageFixture fixture;
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        page.show();
        QTRY_VERIFY(!page.table().isLoading());
        qint64 slowest = 0;
        qint64 sum = 0;
        const auto timed = [&](auto action) {
            QElapsedTimer clock;
            clock.start();
            action();
            QCoreApplication::processEvents();
            slowest = qMax(slowest, clock.nsecsElapsed());
            sum += clock.nsecsElapsed();
        };
        for (std::int64_t first = 1; first <= 150'000; first += 5000) {
            const auto rows = test::eventRows(first, first + 4999);
            timed([&] { fixture.tell(rows); });
        }
        qInfo("30 notices of 5,000 rows on a shown page: %lld us each, slowest %lld us", sum / 30'000,
              slowest / 1000);
        QCOMPARE(page.model().event(0).rid, 150'000);
        sum = slowest = 0;
        for (std::int64_t number = 150'001; number <= 150'100; ++number) {
            const std::vector<engine::EventRow> rows{test::eventRow(number)};
            timed([&] { fixture.tell(rows); });
        }
        qInfo("100 notices of one row on a full page: %lld us each, slowest %lld us", sum / 100'000,
              slowest / 1000);
        QCOMPARE(page.model().event(0).rid, 150'100);
        sum = slowest = 0;
        timed([&] { type(page, "kind:5100 summary"); });
        while (page.model().isSearching())
            timed([] {});
        qInfo("filter over %d rows on a shown page: %lld us in all, slowest slice %lld us",
              page.model().kept(), sum / 1000, slowest / 1000);
        QVERIFY(page.model().rowCount() > 40'000);
        sum = slowest = 0;
        timed([&] { page.findChild<ui::SearchField *>()->clear(); });
        qInfo("filter taken away: %lld us", sum / 1000);
        QCOMPARE(page.model().rowCount(), page.model().kept());
    }

    void removedRowsAreNotBrowsed()
    {
        test::PageFixture fixture(feedbacks(20));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.resize(1200, 700);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 20);
        page.table().setCurrentIndex(page.model().index(19, 0));
        QSignalSpy browsed(&page, &ui::LivePage::browsed);
        for (std::int64_t first = 1000; first < 111'000; first += 5000)
            fixture.tell(test::eventRows(first, first + 4999)); // the current row leaves the ring
        QCOMPARE(browsed.size(), 0);
    }

    void exportsWhatIsShown()
    {
        test::PageFixture fixture(feedbacks(30));
        QVERIFY(fixture.isReady());
        ui::LivePage page(fixture.context(), nullptr);
        page.show();
        QTRY_COMPARE(page.model().rowCount(), 30);
        page.applySearch(QStringLiteral("status:error"));
        QTRY_COMPARE(page.model().rowCount(), 10);
        QSignalSpy finished(&page.table(), &ui::DataTable::exportFinished);
        page.exportCsv();
        QTRY_COMPARE(finished.size(), 1);
        const QList<QByteArray> lines = fixture.exported().trimmed().split('\n');
        QCOMPARE(lines.size(), 11);
        QCOMPARE(lines.at(0).trimmed(),
                 QByteArrayLiteral("received_at,kind_name,kind,role,author,status_flags,summary,event_id"));
        // In the order of the table, which is that of their commit.
        for (int row = 0; row < page.model().rowCount(); ++row) {
            const engine::EventRow &event = page.model().event(row);
            const QByteArray wanted = QByteArrayLiteral("Feedback,7000,Feedback,") +
                                      QByteArray::fromStdString(test::person(1).publicKey().hex()) +
                                      ",error," +
                                      QByteArray::fromStdString(event.summary).replace(": ", " - ") + ',' +
                                      QByteArray::fromStdString(event.id.hex());
            QVERIFY2(lines.at(row + 1).contains(wanted),
                     (lines.at(row + 1) + "\n  wanted " + wanted).constData());
        }
        for (int number = 0; number < 30; number += 3)
            QVERIFY(std::any_of(lines.begin(), lines.end(), [&](const QByteArray &line) {
                return line.contains("error - number " + QByteArray::number(number) + ',');
            }));
    }
};

DVMDASH_TEST(LivePageTest)

#include "live_page_test.moc"
