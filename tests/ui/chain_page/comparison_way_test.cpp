// SPDX-License-Identifier: GPL-3.0-or-later
#include "../window/window_fixture.h"
#include "support/test_main.h"
#include "support/two_chains.h"
#include "ui/chain/chain_graph.h"
#include "ui/chain/chain_page.h"
#include "ui/comparison/compare_popup.h"
#include "ui/comparison/comparison_model.h"
#include "ui/comparison/comparison_page.h"
#include "ui/comparison/similar_model.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/models/columns.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/navigation_bar.h"

#include <QMenu>
#include <QSignalSpy>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

/// In the real window: to the comparison of two chains, and back.
class ComparisonWayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void fromTheChainAndBack();
    void fromTwoJobsAndBack();

private:
    test::TwoChains m_story;
    std::unique_ptr<WindowFixture> m_fixture;
};

void ComparisonWayTest::init()
{
    m_story = test::twoChains();
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->import(m_story.events));
    m_fixture->open();
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::All);
    m_fixture->window().showPage(QStringLiteral("jobs"));
    QTRY_COMPARE(m_fixture->window().jobs().model().rowCount(), 11);
}

void ComparisonWayTest::cleanup()
{
    m_fixture.reset();
}

void ComparisonWayTest::fromTheChainAndBack()
{
    MainWindow &window = m_fixture->window();
    window.showChain(m_story.after.summary.id);
    QTRY_VERIFY(window.chain().answer().has_value());
    // The key opens the proposals; Return takes the first.
    QTest::keyClick(&window.chain().graph(), Qt::Key_D);
    ComparePopup &popup = window.chain().comparePopup();
    QVERIFY(popup.isVisible());
    QTRY_COMPARE(popup.model().rowCount(), 2);
    QTest::keyClick(popup.table().view(), Qt::Key_Return);
    QVERIFY(!popup.isVisible());
    QVERIFY(window.comparison().before() == m_story.before.summary.id);
    QVERIFY(!window.isInspecting()); // room for two graphs
    QCOMPARE(window.currentPage(), QStringLiteral("comparison"));
    QTRY_COMPARE(window.comparison().model().rowCount(), 6);
    // Opening a box shows it in the inspector; Escape closes that, then leads to the chain, then to the jobs.
    Q_EMIT window.comparison().inspectRequested(m_story.before.speech.id);
    QVERIFY(window.isInspecting());
    QTest::keyClick(&window, Qt::Key_Escape);
    QCOMPARE(window.currentPage(), QStringLiteral("comparison"));
    QTest::keyClick(&window, Qt::Key_Escape);
    QCOMPARE(window.currentPage(), QStringLiteral("chain"));
    if (window.isInspecting())
        QTest::keyClick(&window, Qt::Key_Escape);
    QTest::keyClick(&window, Qt::Key_Escape);
    QCOMPARE(window.currentPage(), QStringLiteral("jobs"));
    // The marked place of the navigation leads away as well.
    window.showComparison(m_story.before.summary.id, m_story.after.summary.id);
    Q_EMIT window.navigation().chosen(QStringLiteral("jobs"));
    QCOMPARE(window.currentPage(), QStringLiteral("jobs"));
}

void ComparisonWayTest::fromTwoJobsAndBack()
{
    MainWindow &window = m_fixture->window();
    JobsPage &jobs = window.jobs();
    const auto offered = [&](const std::vector<nostr::EventId> &chosen) {
        auto *selection = jobs.table().view()->selectionModel();
        selection->clear();
        for (int row = 0; row < selection->model()->rowCount(); ++row) {
            const QModelIndex index = selection->model()->index(row, JobModel::Request);
            for (const nostr::EventId &id : chosen)
                if (index.data(RawValueRole).toString() == QString::fromStdString(id.hex()))
                    selection->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
        auto menu = std::make_unique<QMenu>();
        Q_EMIT jobs.table().menuOpening(*menu);
        return menu;
    };
    QVERIFY(offered({m_story.after.summary.id})->isEmpty());
    QVERIFY(offered({m_story.after.summary.id, m_story.alone.id, m_story.before.summary.id})->isEmpty());
    QSignalSpy wanted(&jobs, &JobsPage::comparisonWanted);
    // The delivered one is the reference, though it is the newer one.
    offered({m_story.after.summary.id, m_story.alone.id})->actions().first()->trigger();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).value<nostr::EventId>(), m_story.alone.id);
    QCOMPARE(window.currentPage(), QStringLiteral("comparison"));
    QVERIFY(window.comparison().before() == m_story.alone.id);
    QTest::keyClick(&window, Qt::Key_Escape);
    QCOMPARE(window.currentPage(), QStringLiteral("jobs"));
    // Of two delivered ones the older.
    offered({m_story.alone.id, m_story.before.summary.id})->actions().first()->trigger();
    QCOMPARE(wanted.at(1).at(0).value<nostr::EventId>(), m_story.before.summary.id);
}

DVMDASH_TEST(ComparisonWayTest)
#include "comparison_way_test.moc"
