// SPDX-License-Identifier: GPL-3.0-or-later
#include "event_count.h"
#include "support/test_main.h"
#include "ui/charts/time_series_chart.h"
#include "ui/inspector/inspector.h"
#include "ui/overview/activity_card.h"
#include "ui/overview/failures_model.h"
#include "ui/overview/leader_row.h"
#include "ui/overview/leaders_card.h"
#include "ui/overview/overview_cards.h"
#include "ui/overview/overview_page.h"
#include "ui/overview/start_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/stat_card.h"
#include "ui/window/top_bar.h"
#include "window_fixture.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::Counted;
using test::countIn;
using test::WindowFixture;

namespace
{

QString figure(const OverviewPage &page, OverviewCards::Number number)
{
    return page.cards()->card(number)->figure();
}

/// Waits for an answer about the window that is chosen now.
void waitForAnswer(WindowFixture &fixture)
{
    QSignalSpy answered(fixture.window().overview().feed(), &FeedBase::answered);
    fixture.window().overview().refresh();
    QTRY_VERIFY_WITH_TIMEOUT(answered.count() > 0, 20'000);
}

} // namespace

class OverviewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void cardsEqualAnIndependentCount();
    void everyWindowEqualsAnIndependentCount();
    void allBeginsWithTheOldestEvent();
    void dragZoomsAndDoubleClickGoesBack();
    void chartIsExported();
    void failuresAreListedAndInspected();
    void leaderIsWanted();
    void emptyFileShowsTheWaysOn();

private:
    std::unique_ptr<WindowFixture> m_fixture;
};

void OverviewTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    if (QString::fromLatin1(QTest::currentTestFunction()) == QLatin1String("emptyFileShowsTheWaysOn"))
        return;
    QVERIFY(m_fixture->import(test::recentEvents()));
    m_fixture->open();
}

void OverviewTest::cleanup()
{
    m_fixture.reset();
}

void OverviewTest::cardsEqualAnIndependentCount()
{
    OverviewPage &page = m_fixture->window().overview();
    QTRY_VERIFY_WITH_TIMEOUT(page.feed()->latest().has_value(), 20'000);
    const engine::TimeWindow asked = page.feed()->latest()->window;
    QCOMPARE(asked.length(), 3600);
    const Counted counted = countIn(m_fixture->storedEvents(), asked);
    QVERIFY(counted.requests > 100);
    QCOMPARE(figure(page, OverviewCards::Requests), format::count(counted.requests));
    QCOMPARE(figure(page, OverviewCards::Results), format::count(counted.results));
    QCOMPARE(figure(page, OverviewCards::Feedback), format::count(counted.feedback));
    QCOMPARE(figure(page, OverviewCards::Users), format::count(qint64(counted.users.size())));
    QCOMPARE(figure(page, OverviewCards::Dvms), format::count(qint64(counted.dvms.size())));
    QCOMPARE(figure(page, OverviewCards::Kinds), format::count(qint64(counted.kinds.size())));
}

void OverviewTest::everyWindowEqualsAnIndependentCount()
{
    OverviewPage &page = m_fixture->window().overview();
    auto *segments = m_fixture->child<SegmentedControl>("window.span");
    const auto buttons = segments->findChildren<QAbstractButton *>();
    QCOMPARE(buttons.size(), 7);
    const QVector<qint64> lengths{3600, 86'400, 7 * 86'400, 30 * 86'400, 90 * 86'400};
    for (qsizetype i = 0; i < lengths.size(); ++i) {
        buttons.at(i)->click();
        QTRY_VERIFY(page.feed()->latest() && page.feed()->latest()->window.length() == lengths.at(i));
        const Counted counted = countIn(m_fixture->storedEvents(), page.feed()->latest()->window);
        QCOMPARE(figure(page, OverviewCards::Requests), format::count(counted.requests));
        QCOMPARE(figure(page, OverviewCards::Results), format::count(counted.results));
        QCOMPARE(figure(page, OverviewCards::Users), format::count(qint64(counted.users.size())));
    }
}

void OverviewTest::allBeginsWithTheOldestEvent()
{
    OverviewPage &page = m_fixture->window().overview();
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::All);
    const auto events = m_fixture->storedEvents();
    std::int64_t oldest = std::numeric_limits<std::int64_t>::max();
    for (const auto &event : events)
        if (event.role >= 1 && event.role <= 3 && (event.flags & dvm::FlagSuspect) == 0)
            oldest = std::min(oldest, event.created_at);
    QTRY_VERIFY(page.feed()->latest() && page.feed()->latest()->question.window.since == 0);
    QVERIFY(page.feed()->latest()->window.since <= oldest);
    const auto &overview = *page.feed()->latest();
    QVERIFY(oldest - overview.window.since < 3600);
    QVERIFY(overview.points.size() < 1000);
    const Counted counted = countIn(events, {0, overview.window.until});
    QCOMPARE(figure(page, OverviewCards::Requests), format::count(counted.requests));
    QCOMPARE(figure(page, OverviewCards::Feedback), format::count(counted.feedback));
    // There is nothing before everything to compare with.
    QVERIFY(!page.cards()->card(OverviewCards::Requests)->accessibleName().contains(QLatin1String("more")));
}

void OverviewTest::dragZoomsAndDoubleClickGoesBack()
{
    OverviewPage &page = m_fixture->window().overview();
    QTRY_VERIFY(page.feed()->latest().has_value());
    TimeSeriesChart *chart = page.activity()->chart();
    QTRY_VERIFY(chart->isVisible() && chart->width() > 200);
    WindowChoice &choice = m_fixture->window().windowChoice();
    QWidget *surface = chart->viewport();
    const int y = surface->height() / 2;
    const auto drag = [&](int from, int to) {
        QTest::mousePress(surface, Qt::LeftButton, {}, {from, y});
        QTest::mouseMove(surface, {(from + to) / 2, y});
        QTest::mouseMove(surface, {to, y});
        QTest::mouseRelease(surface, Qt::LeftButton, {}, {to, y});
    };
    drag(surface->width() / 3, surface->width() / 2);
    QCOMPARE(choice.span(), WindowChoice::Span::Custom);
    const engine::TimeWindow first = choice.window(0);
    QVERIFY(first.length() > 0 && first.length() < 3600);
    QTRY_VERIFY(page.feed()->latest()->window == first);
    QCOMPARE(figure(page, OverviewCards::Requests),
             format::count(countIn(m_fixture->storedEvents(), first).requests));

    drag(surface->width() / 3, surface->width() / 2);
    const engine::TimeWindow second = choice.window(0);
    QVERIFY(second.length() < first.length());
    QTest::mouseDClick(surface, Qt::LeftButton, {}, {surface->width() / 2, y});
    QVERIFY(choice.window(0) == first);
    QTest::mouseDClick(surface, Qt::LeftButton, {}, {surface->width() / 2, y});
    QCOMPARE(choice.span(), WindowChoice::Span::Hour);
}

void OverviewTest::chartIsExported()
{
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::Day);
    OverviewPage &page = m_fixture->window().overview();
    QTRY_VERIFY(page.feed()->latest() && page.feed()->latest()->window.length() == 86'400);
    QTest::keyClick(&m_fixture->window(), Qt::Key_E, Qt::ControlModifier);
    const auto lines = m_fixture->exported();
    QVERIFY(lines.size() > 90);
    QCOMPARE(lines.front(), (QStringList{QStringLiteral("time_utc"), QStringLiteral("requests"),
                                         QStringLiteral("results"), QStringLiteral("not_observed_s")}));
    qint64 requests = 0;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        QCOMPARE(lines.at(i).size(), 4);
        QVERIFY(lines.at(i).at(0).endsWith(QLatin1Char('Z')));
        requests += lines.at(i).at(1).toLongLong();
    }
    // All of the scenario is younger than a day, so the cut first bucket holds none of it.
    QCOMPARE(format::count(requests), figure(page, OverviewCards::Requests));
}

void OverviewTest::failuresAreListedAndInspected()
{
    OverviewPage &page = m_fixture->window().overview();
    DataTable *table = page.failuresTable();
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 0, 20'000);
    auto &model = static_cast<FailuresModel &>(*table->model());
    for (const FailureRow &row : model.rows())
        QVERIFY(dvm::isFailure(row.job.state));
    const std::int64_t since = page.feed()->latest()->window.since;
    const std::int64_t failed = m_fixture->number("SELECT count(*) FROM job WHERE state IN (6, 7, 8, 9)");
    QVERIFY(failed > 0 && since > 0);
    QVERIFY(!m_fixture->window().isInspecting());
    table->view()->setFocus();
    table->setCurrentIndex(model.index(0, 0));
    QTest::keyClick(table->view(), Qt::Key_Return);
    QVERIFY(m_fixture->window().isInspecting());
    QCOMPARE(*m_fixture->window().inspector().current(), model.row(0).job.request);
    QTest::keyClick(table->view(), Qt::Key_Escape);
    QVERIFY(!m_fixture->window().isInspecting());
}

void OverviewTest::leaderIsWanted()
{
    OverviewPage &page = m_fixture->window().overview();
    QTRY_VERIFY(page.feed()->latest().has_value());
    waitForAnswer(*m_fixture);
    const int kind = page.feed()->latest()->leaders.popular_kind->kind;
    QSignalSpy kinds(&page, &OverviewPage::kindWanted);
    QSignalSpy dvms(&page, &OverviewPage::dvmWanted);
    page.leaders()->row(LeadersCard::PopularKind)->click();
    QCOMPARE(kinds.count(), 1);
    QCOMPARE(kinds.front().front().toInt(), kind);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("kinds"));
    page.leaders()->row(LeadersCard::PopularDvm)->click();
    QCOMPARE(dvms.count(), 1);
    QVERIFY(dvms.front().front().value<nostr::PublicKey>() ==
            page.feed()->latest()->leaders.popular_dvm->dvm);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
}

void OverviewTest::emptyFileShowsTheWaysOn()
{
    m_fixture->open();
    auto *start = m_fixture->window().overview().findChild<StartView *>();
    QTRY_VERIFY(start->isVisible());
    QSignalSpy demo(&m_fixture->window(), &MainWindow::demoRequested);
    m_fixture->child<QPushButton>("start.demo")->click();
    QCOMPARE(demo.count(), 1);
    m_fixture->child<QPushButton>("start.relays")->click();
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("relays"));
    QCOMPARE(m_fixture->window().focusWidget(), m_fixture->child<QLineEdit>("relays.input"));
}

DVMDASH_TEST(OverviewTest)
#include "overview_test.moc"
