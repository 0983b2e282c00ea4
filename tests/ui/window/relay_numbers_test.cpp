// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fake_relay.h"
#include "support/signed_events.h"
#include "support/test_main.h"
#include "ui/charts/time_series_chart.h"
#include "ui/relays/given_words.h"
#include "ui/relays/health_words.h"
#include "ui/relays/relay_adder.h"
#include "ui/relays/relay_course_view.h"
#include "ui/relays/relay_details.h"
#include "ui/relays/relay_finder.h"
#include "ui/relays/relay_subjects.h"
#include "ui/relays/relays_model.h"
#include "ui/relays/relays_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/segmented_control.h"
#include "window_fixture.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::FakeRelay;
using test::keyOf;
using test::signedEvent;
using test::WindowFixture;

namespace
{

constexpr int patience = 20'000;

std::int64_t ago(std::int64_t seconds)
{
    return QDateTime::currentSecsSinceEpoch() - seconds - test::start;
}

/// Gives these to whoever asks for them.
void serve(FakeRelay &relay, const std::vector<nostr::Event> &events)
{
    relay.onRequest = [&relay, events](const nostr::ReqMessage &request) {
        for (const auto &event : events)
            if (nostr::matchesAny(request.filters, event))
                relay.send(nostr::eventFrame(request.subscription, event));
        relay.eose(request.subscription);
    };
}

} // namespace

/// What relays gave, on the page, against what two relays were made to give.
class RelayNumbersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tableAndSectionsSayWhatWasGiven()
    {
        const auto request = signedEvent(1, 5050, ago(300), {});
        const auto other = signedEvent(1, 5001, ago(200), {});
        const auto result = signedEvent(2, 6050, ago(100), {{"e", request.id.hex()}});
        FakeRelay rich;
        FakeRelay poor;
        serve(rich, {request, other, result});
        // Later than the other one, by more than the millisecond in which both would be the first.
        poor.onRequest = [&](const nostr::ReqMessage &asked) {
            QTimer::singleShot(100, &poor, [&, asked] {
                if (nostr::matchesAny(asked.filters, request))
                    poor.send(nostr::eventFrame(asked.subscription, request));
                poor.eose(asked.subscription);
            });
        };
        WindowFixture fixture(WindowFixture::Options{.relays = {{poor.url(), true}, {rich.url(), true}},
                                                     .since = QDateTime::currentSecsSinceEpoch() - 3'000});
        fixture.open();
        fixture.window().showPage(QStringLiteral("relays"));
        RelaysPage &page = fixture.window().relaysPage();
        const RelaysModel &model = *page.model();
        const auto raw = [&](int row, int column) {
            return model.data(model.index(row, column), RawValueRole).toLongLong();
        };
        QTRY_COMPARE_WITH_TIMEOUT(raw(1, RelaysModel::Given), 3, patience);
        QTRY_COMPARE_WITH_TIMEOUT(raw(0, RelaysModel::Given), 1, patience);
        QTRY_COMPARE_WITH_TIMEOUT(raw(1, RelaysModel::Only), 6'666, patience);
        QCOMPARE(raw(0, RelaysModel::Only), 0);
        QVERIFY(!model.data(model.index(0, RelaysModel::First), RawValueRole).isValid()); // none came live
        QCOMPARE(raw(0, RelaysModel::Late), 10'000);
        QCOMPARE(raw(1, RelaysModel::Late), 0);
        QVERIFY(model.data(model.index(1, RelaysModel::Only), Qt::ToolTipRole)
                    .toString()
                    .contains(QLatin1String("2 of 3")));
        // The busiest stands first.
        QCOMPARE(fixture.rows("SELECT count(*) FROM seen").front().front(), 4);

        page.table()->setCurrentIndex(model.index(1, RelaysModel::Url));
        page.details()->sections()->setCurrent(QStringLiteral("subjects"));
        const QAbstractItemModel *kinds = page.details()->subjects()->kinds()->model();
        const QAbstractItemModel *dvms = page.details()->subjects()->dvms()->model();
        QTRY_COMPARE_WITH_TIMEOUT(kinds->rowCount(), 2, patience);
        QCOMPARE(kinds->index(0, 0).data(RawValueRole).toInt(), 5001);
        QCOMPARE(kinds->index(0, 1).data(RawValueRole).toInt(), 1);
        QCOMPARE(kinds->index(1, 0).data(RawValueRole).toInt(), 5050);
        QCOMPARE(kinds->index(1, 1).data(RawValueRole).toInt(), 2);
        QCOMPARE(kinds->index(1, 2).data(RawValueRole).toInt(), 6'666);
        QCOMPARE(dvms->rowCount(), 1);
        QCOMPARE(dvms->index(0, 1).data(RawValueRole).toInt(), 1);

        page.details()->sections()->setCurrent(QStringLiteral("course"));
        const auto drawn = [&] {
            qint64 sum = 0;
            for (const ChartSeries &series : page.details()->course()->chart()->data().series)
                for (const ChartPoint &point : series.points)
                    sum += point.value;
            return sum;
        };
        QTRY_COMPARE_WITH_TIMEOUT(drawn(), 3, patience);
        page.table()->setCurrentIndex(model.index(0, RelaysModel::Url));
        QTRY_COMPARE_WITH_TIMEOUT(drawn(), 1, patience);
    }

    void relaysThatAreNamedAreOffered()
    {
        WindowFixture fixture(
            WindowFixture::Options{.relays = {{QStringLiteral("wss://known.example.org"), false}}});
        QVERIFY(fixture.import({signedEvent(1, 5050, ago(60),
                                            {{"relays", "wss://known.example.org", "wss://new.example.org",
                                              "ws://127.0.0.1:7777"}}),
                                signedEvent(2, 5050, ago(50), {{"relays", "wss://new.example.org"}})}));
        fixture.open();
        fixture.window().showPage(QStringLiteral("relays"));
        RelaysPage &page = fixture.window().relaysPage();
        fixture.child<QPushButton>("relays.find")->click();
        QVERIFY(page.finder()->isVisible() && !page.table()->isVisible());
        QAbstractItemModel *named = page.finder()->named()->model();
        const QAbstractItemModelTester tester(named, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE_WITH_TIMEOUT(named->rowCount(), 1, patience);
        QCOMPARE(named->index(0, 0).data().toString(), QStringLiteral("wss://new.example.org"));
        QCOMPARE(named->index(0, 1).data(RawValueRole).toInt(), 2);

        auto *add = fixture.child<QPushButton>("relays.finder.add");
        page.finder()->named()->setCurrentIndex(named->index(0, 0));
        QVERIFY(add->isEnabled());
        QSignalSpy wanted(page.finder(), &RelayFinder::addWanted);
        page.finder()->disconnect(page.adder()); // no test looks at a relay of the internet
        add->click();
        QCOMPARE(wanted.at(0).at(0).toStringList(), QStringList{QStringLiteral("wss://new.example.org")});
        // What comes onto the list is not offered any more.
        QString error;
        fixture.engine().stop();
        QVERIFY(fixture.book().add(QStringLiteral("wss://new.example.org"), &error));
        QCOMPARE(named->rowCount(), 0);
        QVERIFY(page.goBack());
        QVERIFY(page.table()->isVisible());
        QVERIFY(!page.goBack());
    }

    void reportsAreAskedForWhenWanted()
    {
        FakeRelay relay;
        serve(relay,
              {signedEvent(
                  3, 30'166, ago(60),
                  {{"d", "wss://told.example.org"}, {"rtt-open", "120"}, {"k", "5000"}, {"R", "auth"}})});
        WindowFixture fixture(WindowFixture::Options{.relays = {{relay.url(), true}}});
        fixture.open();
        fixture.window().showPage(QStringLiteral("relays"));
        RelaysPage &page = fixture.window().relaysPage();
        page.find();
        page.finder()->sources()->setCurrent(QStringLiteral("found"));
        QAbstractItemModel *found = page.finder()->found()->model();
        QTest::qWait(300);
        for (const auto &request : relay.requests)
            QVERIFY(request.subscription != "relays"); // nobody asked yet
        QVERIFY(!fixture.child<QPushButton>("relays.discover")->isVisible());
        Q_EMIT page.finder()->found()->emptyButtonClicked();
        QVERIFY(fixture.child<QPushButton>("relays.discover")->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(found->rowCount(), 1, patience);
        const auto text = [&](int column) { return found->index(0, column).data().toString(); };
        QCOMPARE(text(0), QStringLiteral("wss://told.example.org"));
        QCOMPARE(found->index(0, 1).data(RawValueRole).toInt(), 1);
        QCOMPARE(found->index(0, 3).data(RawValueRole).toInt(), 120);
        QCOMPARE(text(5), QStringLiteral("jobs, only who authenticates"));
        // Nothing of it is in the file.
        QCOMPARE(fixture.number("SELECT count(*) FROM event WHERE kind = 30166"), 0);
    }

    void healthIsSaidWithItsReasons()
    {
        relay::RelayConduct conduct{true, 3'600'000, 3'528'000, 640, 2, 1'000, 12};
        QCOMPARE(
            relayHealthSentence(relay::healthOf(conduct), conduct),
            QStringLiteral("86 of 100: connected 98.0 % of the 1 h watched (1 lost), ping 640 ms (3 lost), "
                           "2 lost or failed connections (8 lost), 1.2 % of its frames refused (2 lost)."));
        conduct = {true, 3'600'000, 3'600'000, {}, 0, 10, 0};
        QCOMPARE(
            relayHealthSentence(relay::healthOf(conduct), conduct),
            QStringLiteral("100 of 100: connected 100.0 % of the 1 h watched, no lost or failed connection, "
                           "nothing refused."));
        conduct.watched_ms = 5'000;
        QVERIFY(relayHealthSentence(relay::healthOf(conduct), conduct).contains(QLatin1String("too short")));
        conduct.enabled = false;
        QVERIFY(
            relayHealthSentence(relay::healthOf(conduct), conduct).contains(QLatin1String("switched off")));
    }

    void healthHasAWordAndATone_data()
    {
        QTest::addColumn<int>("score");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("tone");
        QTest::newRow("none") << -1 << QString() << int(Tone::Waiting);
        QTest::newRow("100") << 100 << QStringLiteral("good") << int(Tone::Delivered);
        QTest::newRow("90") << 90 << QStringLiteral("good") << int(Tone::Delivered);
        QTest::newRow("89") << 89 << QStringLiteral("fair") << int(Tone::Suspect);
        QTest::newRow("70") << 70 << QStringLiteral("fair") << int(Tone::Suspect);
        QTest::newRow("69") << 69 << QStringLiteral("poor") << int(Tone::Failed);
    }
    void healthHasAWordAndATone()
    {
        QFETCH(int, score);
        QFETCH(QString, word);
        QFETCH(int, tone);
        relay::RelayHealth health;
        if (score >= 0)
            health.score = score;
        QCOMPARE(relayHealthWord(health), word);
        QCOMPARE(int(relayHealthTone(health)), tone);
    }

    void sharesSayOnWhatTheyRest()
    {
        QCOMPARE(partWords({312, 1'200}), QStringLiteral("312 of 1,200 (26 %)"));
        QCOMPARE(partWords({0, 0}), QStringLiteral("none yet"));
        QCOMPARE(hundredths({1, 3}), std::optional<qint64>(3'333));
        QVERIFY(!hundredths({0, 0}));
        engine::RelaysGiven given;
        given.window = {100, 200};
        given.looked = {100, 200};
        given.looked_events = 1'200;
        QCOMPARE(GivenBasis(given).words(), QStringLiteral("all 1,200 events"));
        QVERIFY(GivenBasis(given).meaning().isEmpty());
        given.looked.since = 150;
        QCOMPARE(GivenBasis(given).words(), QStringLiteral("the newest 1,200 events"));
        QVERIFY(!GivenBasis(given).meaning().isEmpty());
    }
};

DVMDASH_TEST(RelayNumbersTest)
#include "relay_numbers_test.moc"
