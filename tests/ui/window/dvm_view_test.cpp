// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm_counts.h"
#include "support/test_main.h"
#include "ui/boards/course_card.h"
#include "ui/boards/figure_cards.h"
#include "ui/charts/time_series_chart.h"
#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_models.h"
#include "ui/dvms/dvms_page.h"
#include "ui/dvms/jobs_card.h"
#include "ui/dvms/mix_bar.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/job_words.h"
#include "ui/jobs/job_model.h"
#include "ui/kinds/kind_view.h"
#include "ui/kinds/kinds_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/stat_card.h"

#include <QScrollArea>

#include <algorithm>

using namespace dvmdash;
using namespace dvmdash::ui;
using namespace dvmdash::test;

class DvmViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void pageEqualsTheRow();
    void jobsAreInspected();
    void competitorsAndKindsLeadOn();
    void strangerIsSaidToBeUnknown();
    void showsNoOthersNumbers();
    void fitsBesideTheInspector();

private:
    DvmsPage &page() { return m_fixture->window().dvms(); }
    /// Turns to the page and waits for its rows.
    void turnTo();
    /// The DVM with most results.
    nostr::PublicKey busiest();

    std::unique_ptr<WindowFixture> m_fixture;
};

void DvmViewTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->import(test::recentEvents()));
    m_fixture->open();
    turnTo();
}

void DvmViewTest::cleanup()
{
    m_fixture.reset();
}

void DvmViewTest::turnTo()
{
    m_fixture->window().showPage(QStringLiteral("dvms"));
    QTRY_VERIFY_WITH_TIMEOUT(page().model().rowCount() > 0, 20'000);
}

nostr::PublicKey DvmViewTest::busiest()
{
    const auto &rows = page().model().rows();
    return std::max_element(
               rows.begin(), rows.end(),
               [](const auto &a, const auto &b) { return a.figures.results < b.figures.results; })
        ->dvm;
}

void DvmViewTest::pageEqualsTheRow()
{
    const nostr::PublicKey dvm = busiest();
    m_fixture->window().windowChoice().setCustom({page().feed().latest()->freshness.as_of_ms / 1000 - 3000,
                                                  page().feed().latest()->freshness.as_of_ms / 1000 - 60});
    m_fixture->window().showDvm(dvm);
    DvmView &view = page().view();
    QTRY_VERIFY(view.feed().latest() && view.figures()->isVisible());
    const engine::Dvm &shown = *view.feed().latest();
    const CountedDvm counted = countDvms(*m_fixture, shown.window).at(QString::fromStdString(dvm.hex()));
    const CountedDvm before = countDvms(*m_fixture, {shown.window.since - shown.window.length(),
                                                     shown.window.since})[QString::fromStdString(dvm.hex())];
    StatCard *results = view.figures()->card(Figure::Results);
    QCOMPARE(results->figure(), format::count(counted.results));
    QVERIFY(results->accessibleName().contains(format::change(counted.results, before.results).text));
    QCOMPARE(view.figures()->card(Figure::Feedback)->figure(), format::count(counted.feedback));
    QCOMPARE(view.figures()->card(Figure::Confirmed)->figure(), format::sats(counted.confirmed));

    // The bars of the chart add up to the figure, but for the first bucket where the window cuts it.
    const ChartData &data = view.answersCourse()->chart()->data();
    qint64 drawn = 0;
    for (const ChartPoint &point : data.series.at(0).points)
        drawn += point.value;
    QCOMPARE(drawn, countDvms(*m_fixture, {data.window.since, data.window.until})
                        .at(QString::fromStdString(dvm.hex()))
                        .results);
    QCOMPARE(view.responseCourse()->chart()->data().series.at(0).missing, Missing::Unknown);

    qint64 attempts = 0;
    for (const MixBar::Part &part : view.attemptMix()->parts())
        attempts += part.count;
    qint64 wanted = 0;
    for (const auto &[state, count] : counted.attempts) {
        wanted += count;
        QVERIFY(view.attemptMix()->words().contains(stateWord(static_cast<dvm::State>(state)) +
                                                    QLatin1Char(' ') + format::count(count)));
    }
    QCOMPARE(attempts, wanted);
    QVERIFY(wanted > 0);
    qint64 feedback = 0;
    for (const MixBar::Part &part : view.feedbackMix()->parts())
        feedback += part.count;
    QCOMPARE(feedback, counted.feedback);
    qint64 ofKinds = 0;
    const auto &kinds = *view.kindsTable()->model();
    for (int row = 0; row < kinds.rowCount(); ++row)
        ofKinds += kinds.index(row, 1).data(RawValueRole).toLongLong();
    QCOMPARE(ofKinds, counted.results);
    QTRY_VERIFY(view.jobs()->model().rowCount() > 0);
    QCOMPARE(qint64(view.competitorsTable()->model()->rowCount()), qint64(shown.competitors.size()));
}

void DvmViewTest::jobsAreInspected()
{
    m_fixture->window().showDvm(busiest());
    JobsCard *jobs = page().view().jobs();
    QTRY_VERIFY(jobs->isVisible() && jobs->model().rowCount() > 0);
    for (int row = 0; row < jobs->model().rowCount(); ++row)
        QVERIFY(jobs->model().job(row).attempts > 0);
    jobs->table()->view()->setFocus();
    jobs->table()->setCurrentIndex(jobs->table()->model()->index(0, 0));
    QTest::keyClick(jobs->table()->view(), Qt::Key_Return);
    QVERIFY(m_fixture->window().isInspecting());
    QCOMPARE(*m_fixture->window().inspector().current(), jobs->model().job(0).request);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("chain"));
    // First the inspector, then the chain, then the page.
    QTest::keyClick(m_fixture->window().focusWidget(), Qt::Key_Escape);
    QVERIFY(!m_fixture->window().isInspecting());
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("chain"));
    QTest::keyClick(m_fixture->window().focusWidget(), Qt::Key_Escape);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
    QVERIFY(page().isSubjectShown());
    QTest::keyClick(m_fixture->window().focusWidget(), Qt::Key_Escape);
    QVERIFY(!page().isSubjectShown());
}

void DvmViewTest::competitorsAndKindsLeadOn()
{
    m_fixture->window().showDvm(busiest());
    DvmView &view = page().view();
    QTRY_VERIFY(view.competitorsTable()->isVisible() && view.competitorsTable()->model()->rowCount() > 0);
    const nostr::PublicKey other =
        static_cast<CompetitorsModel *>(view.competitorsTable()->model())->row(0).dvm;
    QVERIFY(other != busiest());
    view.competitorsTable()->setCurrentIndex(view.competitorsTable()->model()->index(0, 0));
    QTest::keyClick(view.competitorsTable()->view(), Qt::Key_Return);
    QCOMPARE(*view.dvm(), other);
    QTRY_VERIFY(view.kindsTable()->isVisible() && view.kindsTable()->model()->rowCount() > 0);
    view.kindsTable()->setCurrentIndex(view.kindsTable()->model()->index(0, 0));
    const int kind = view.kindsTable()->model()->index(0, 0).data(RawValueRole).toInt();
    QTest::keyClick(view.kindsTable()->view(), Qt::Key_Return);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("kinds"));
    QCOMPARE(*m_fixture->window().kinds().view().kind(), kind);
}

void DvmViewTest::strangerIsSaidToBeUnknown()
{
    const auto key = nostr::PublicKey::fromHex(std::string(64, '7'));
    m_fixture->window().showDvm(*key);
    const auto isSaid = [this] {
        const auto states = page().view().findChildren<EmptyState *>();
        return std::any_of(states.begin(), states.end(), [](const EmptyState *state) {
            return state->isVisible() && state->title() == QLatin1String("Nothing is known of this key");
        });
    };
    QTRY_VERIFY(isSaid());
}

void DvmViewTest::showsNoOthersNumbers()
{
    m_fixture->window().showDvm(busiest());
    QTRY_VERIFY(page().view().figures()->isVisible());
    m_fixture->window().showDvm(page().model().row(0).dvm == busiest() ? page().model().row(1).dvm
                                                                       : page().model().row(0).dvm);
    QVERIFY(!page().view().figures()->isVisible());
    QTRY_VERIFY(page().view().figures()->isVisible());
}

void DvmViewTest::fitsBesideTheInspector()
{
    MainWindow &window = m_fixture->window();
    window.resize(1280, 720);
    window.showDvm(busiest());
    QTRY_VERIFY(page().view().figures()->isVisible());
    QTRY_VERIFY(page().view().jobs()->model().rowCount() > 0);
    window.inspect(page().view().jobs()->model().job(0).request);
    QTRY_VERIFY(window.inspector().isVisible() && window.inspector().width() > 300);
    auto *scroll = page().view().findChild<QScrollArea *>();
    QTRY_VERIFY(scroll->viewport()->width() < 760);
    QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    QTRY_VERIFY(page().view().answersCourse()->width() <= scroll->viewport()->width());
    QCOMPARE(window.size(), QSize(1280, 720));
    window.showKind(page().model().row(page().model().rowOf(busiest())).kinds.front());
    QTRY_VERIFY(window.kinds().view().figures()->isVisible());
    scroll = window.kinds().view().findChild<QScrollArea *>();
    QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    QCOMPARE(window.size(), QSize(1280, 720));
}

DVMDASH_TEST(DvmViewTest)
#include "dvm_view_test.moc"
