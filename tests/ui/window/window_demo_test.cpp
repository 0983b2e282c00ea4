// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo_session.h"
#include "support/test_main.h"
#include "ui/inspector/inspector.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/live/event_model.h"
#include "ui/live/live_page.h"
#include "ui/overview/overview_cards.h"
#include "ui/overview/overview_page.h"
#include "ui/relays/relays_model.h"
#include "ui/relays/relays_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/stat_card.h"
#include "window_fixture.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QTimer>
#include <QToolButton>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

/// The whole way: a simulated network on a real socket, the collector, the file, and the window that shows
/// it.
class WindowDemoTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersRiseWhileEventsArrive();
};

void WindowDemoTest::numbersRiseWhileEventsArrive()
{
    desktop::DemoSession demo(3, 60);
    QVERIFY2(demo.start(), qPrintable(demo.errorText()));
    WindowFixture fixture(
        {.relays = {{demo.url().toString(), true}}, .demo = true, .since = demo.historyBegins()});
    fixture.open();
    QVERIFY(fixture.window().windowTitle().contains(QLatin1String("Demo")));

    // How long the window was deaf at worst: for information, machines differ.
    QElapsedTimer since;
    since.start();
    qint64 longestGap = 0;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    beat.callOnTimeout(this, [&] { longestGap = qMax(longestGap, since.restart()); });
    beat.start(5);

    OverviewPage &overview = fixture.window().overview();
    const auto requests = [&] {
        return overview.feed()->latest() ? overview.feed()->latest()->totals.requests : 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(requests() > 0, 60'000);
    const auto before = requests();
    QTRY_VERIFY_WITH_TIMEOUT(requests() >= before + 10, 60'000);
    const StatCard *card = overview.cards()->card(OverviewCards::Requests);
    QTRY_COMPARE(card->figure(), QLocale(QLocale::English).toString(requests()));

    RelaysPage &relays = fixture.window().relaysPage();
    fixture.window().showPage(QStringLiteral("relays"));
    const auto stateOf = [&] {
        return relays.model()->data(relays.model()->index(0, RelaysModel::State), Qt::DisplayRole).toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(), QStringLiteral("live"), 30'000);
    QTRY_VERIFY(relays.model()->row(0).accepted > 0);
    QTRY_VERIFY(fixture.child<QToolButton>("status.file")->text().contains(QLatin1String("events")));

    fixture.window().showPage(QStringLiteral("live"));
    QTRY_VERIFY(fixture.window().live().model().rowCount() > 10);
    fixture.window().live().setPaused(true);
    const auto id = fixture.window().live().model().event(3).id;
    fixture.window().live().table().setCurrentIndex(fixture.window().live().model().index(3, 0));
    QTest::keyClick(fixture.window().live().table().view(), Qt::Key_Return);
    QVERIFY(fixture.window().isInspecting());
    QVERIFY(*fixture.window().inspector().current() == id);

    fixture.window().showPage(QStringLiteral("jobs"));
    QTRY_VERIFY(fixture.window().jobs().model().rowCount() > 0);
    qInfo("longest time without a turn of the event loop: %lld ms", static_cast<long long>(longestGap));
}

DVMDASH_TEST(WindowDemoTest)
#include "window_demo_test.moc"
