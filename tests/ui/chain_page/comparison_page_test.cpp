// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "support/test_main.h"
#include "support/two_chains.h"
#include "ui/chain/chain_graph.h"
#include "ui/chain/chain_page.h"
#include "ui/comparison/compare_popup.h"
#include "ui/comparison/comparison_model.h"
#include "ui/comparison/comparison_page.h"
#include "ui/comparison/difference_strip.h"
#include "ui/comparison/similar_model.h"
#include "ui/models/columns.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_chip.h"
#include "ui/widgets/live_table_view.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>

using namespace dvmdash;
using namespace dvmdash::ui;
using dvm::Difference;

/// Two chains over a real file.
class ComparisonPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void tellsEachDifference();
    void beginsWithTheCause();
    void selectionFollowsToThePartner();
    void whatHasNoPartnerIsSelectedAlone();
    void chipsFilterRowsAndFadeBoxes();
    void sidesAreSwapped();
    void nothingDifferent();
    void unknownIds();
    void jobsOfOneChain();
    void exportsPairs();
    void opensAndLeaves();
    void graphsTurnToWhereThereIsRoom();
    void popupProposes();
    void popupTakesAnId();

private:
    void open(const nostr::EventId &before, const nostr::EventId &after)
    {
        m_page->open(before, after, QStringLiteral("Back to Chain"));
        QTRY_VERIFY(m_page->answer().has_value());
    }
    void openStory() { open(m_story.before.summary.id, m_story.after.summary.id); }
    QString cell(const nostr::Event &event, int column)
    {
        for (int row = 0; row < m_page->model().rowCount(); ++row)
            for (const int job : {ComparisonModel::JobBefore, ComparisonModel::JobAfter})
                if (m_page->model().index(row, job).data(RawValueRole).toString() ==
                    QString::fromStdString(event.id.hex()))
                    return m_page->model().index(row, column).data().toString();
        return QStringLiteral("no such row");
    }

    test::TwoChains m_story;
    std::unique_ptr<test::PageFixture> m_fixture;
    std::unique_ptr<ComparisonPage> m_page;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void ComparisonPageTest::init()
{
    qRegisterMetaType<nostr::EventId>();
    m_story = test::twoChains();
    m_fixture = std::make_unique<test::PageFixture>(m_story.events);
    QVERIFY(m_fixture->isReady());
    m_page = std::make_unique<ComparisonPage>(m_fixture->context());
    m_tester = std::make_unique<QAbstractItemModelTester>(
        &m_page->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_page->resize(1100, 700);
    m_page->show();
}

void ComparisonPageTest::cleanup()
{
    m_tester.reset();
    m_page.reset();
    m_fixture.reset();
}

void ComparisonPageTest::tellsEachDifference()
{
    openStory();
    QCOMPARE(m_page->model().rowCount(), 6);
    QCOMPARE(cell(m_story.before.transcription, ComparisonModel::Difference), QStringLiteral("10 s slower"));
    QCOMPARE(cell(m_story.after.summary, ComparisonModel::Difference), QStringLiteral("failed"));
    QCOMPARE(cell(m_story.after.translation, ComparisonModel::Difference), QStringLiteral("another DVM"));
    QCOMPARE(cell(m_story.before.speech, ComparisonModel::Difference), QStringLiteral("missing"));
    QCOMPARE(cell(m_story.after.picture, ComparisonModel::Difference), QStringLiteral("added"));
    QCOMPARE(cell(m_story.after.discovery, ComparisonModel::Difference), QString());
    QCOMPARE(cell(m_story.before.summary, ComparisonModel::StateBefore), QStringLiteral("delivered"));
    QCOMPARE(cell(m_story.before.summary, ComparisonModel::StateAfter), QStringLiteral("failed"));
    QCOMPARE(cell(m_story.before.speech, ComparisonModel::StateAfter), QString());
    QCOMPARE(m_page->strip().durations(), QStringLiteral("22 s \u2192 35 s"));
    QCOMPARE(*m_page->strip().chip(Difference::Failed).count(), 1);
    QVERIFY(m_page->strip().chip(Difference::Slower).isVisible());
    QVERIFY(!m_page->strip().chip(Difference::Faster).isVisible());
    QCOMPARE(*m_page->strip().sameChip().count(), 1);
    // The boxes say it as well.
    const auto sentence = [](ChainGraph &graph, const nostr::EventId &job) {
        graph.select(job);
        return graph.view().accessibleDescription();
    };
    QVERIFY(sentence(m_page->graphAfter(), m_story.after.transcription.id)
                .endsWith(QStringLiteral("10 s slower")));
    QVERIFY(sentence(m_page->graphBefore(), m_story.before.speech.id).endsWith(QStringLiteral("missing")));
    QVERIFY(!sentence(m_page->graphBefore(), m_story.before.discovery.id).contains(QStringLiteral("same")));
}

void ComparisonPageTest::beginsWithTheCause()
{
    openStory();
    QVERIFY(m_page->selectedAfter() == m_story.after.summary.id);
    QVERIFY(m_page->selectedBefore() == m_story.before.summary.id);
    QVERIFY(m_page->graphAfter().selected() == m_story.after.summary.id);
}

void ComparisonPageTest::selectionFollowsToThePartner()
{
    openStory();
    QSignalSpy inspected(m_page.get(), &Page::inspectRequested);
    Q_EMIT m_page->graphBefore().jobSelected(m_story.before.translation.id);
    QVERIFY(m_page->graphAfter().selected() == m_story.after.translation.id);
    QVERIFY(m_page->model().row(m_page->table().currentIndex().row()).right->job ==
            m_story.after.translation.id);
    Q_EMIT m_page->graphAfter().jobSelected(m_story.after.discovery.id);
    QVERIFY(m_page->graphBefore().selected() == m_story.before.discovery.id);
    // A row leads both.
    m_page->table().view()->setFocus();
    QTest::keyClick(m_page->table().view(), Qt::Key_Down);
    QVERIFY(m_page->selectedBefore() == m_story.before.transcription.id);
    QVERIFY(m_page->graphBefore().selected() == m_story.before.transcription.id);
    QVERIFY(m_page->graphAfter().selected() == m_story.after.transcription.id);
    QCOMPARE(inspected.size(), 0);
    // What comes in meanwhile leaves it alone.
    QSignalSpy basis(m_page.get(), &Page::basisChanged);
    m_fixture->tell({}, 1, true);
    QTRY_VERIFY(basis.size() > 0);
    QVERIFY(m_page->selectedBefore() == m_story.before.transcription.id);
}

void ComparisonPageTest::whatHasNoPartnerIsSelectedAlone()
{
    openStory();
    Q_EMIT m_page->graphBefore().jobSelected(m_story.before.speech.id);
    QVERIFY(m_page->selectedBefore() == m_story.before.speech.id);
    QVERIFY(!m_page->selectedAfter());
    QVERIFY(!m_page->graphAfter().selected());
    Q_EMIT m_page->graphAfter().jobSelected(m_story.after.picture.id);
    QVERIFY(!m_page->graphBefore().selected());
    QVERIFY(m_page->selectedAfter() == m_story.after.picture.id);
}

void ComparisonPageTest::chipsFilterRowsAndFadeBoxes()
{
    openStory();
    const auto unfaded = [](ChainGraph &graph) {
        const auto &boxes = graph.view().look().unfaded;
        return std::count(boxes.begin(), boxes.end(), true);
    };
    m_page->strip().chip(Difference::Slower).click();
    QCOMPARE(m_page->model().rowCount(), 1);
    QCOMPARE(unfaded(m_page->graphBefore()), 1);
    m_page->strip().chip(Difference::Missing).click();
    QCOMPARE(m_page->model().rowCount(), 2);
    QCOMPARE(unfaded(m_page->graphBefore()), 2);
    QCOMPARE(unfaded(m_page->graphAfter()), 1);
    m_page->strip().sameChip().click();
    QCOMPARE(m_page->model().rowCount(), 3);
    m_page->strip().clearFilter();
    QCOMPARE(m_page->model().rowCount(), 6);
    QVERIFY(m_page->graphBefore().view().look().unfaded.empty());
}

void ComparisonPageTest::sidesAreSwapped()
{
    openStory();
    m_page->select(m_story.after.summary.id);
    QTest::mouseClick(m_page->findChild<QPushButton *>(QStringLiteral("comparison.swap")), Qt::LeftButton);
    QTRY_COMPARE(m_page->strip().durations(), QStringLiteral("35 s \u2192 22 s"));
    QCOMPARE(cell(m_story.after.summary, ComparisonModel::Difference), QStringLiteral("recovered"));
    QCOMPARE(cell(m_story.before.speech, ComparisonModel::Difference), QStringLiteral("added"));
    QCOMPARE(cell(m_story.before.transcription, ComparisonModel::Difference), QStringLiteral("10 s faster"));
    // The same pair is selected.
    QVERIFY(m_page->selectedBefore() == m_story.after.summary.id);
    QVERIFY(m_page->graphBefore().selected() == m_story.after.summary.id);
    QVERIFY(m_page->before() == m_story.after.summary.id);
}

void ComparisonPageTest::nothingDifferent()
{
    open(m_story.before.summary.id, m_story.before.summary.id);
    QCOMPARE(m_page->answer()->comparison.same, 4); // what the summary rests on
    QVERIFY(!m_page->strip().chip(Difference::Failed).isVisible());
    QVERIFY(m_page->selectedAfter() == m_story.before.summary.id);
    QCOMPARE(cell(m_story.before.summary, ComparisonModel::Difference), QString());
}

void ComparisonPageTest::unknownIds()
{
    m_page->open(test::idOf(12'345), m_story.after.summary.id, QStringLiteral("Back to Chain"));
    auto *trouble = m_page->findChild<EmptyState *>(QStringLiteral("comparison.trouble"));
    QVERIFY(trouble);
    QTRY_VERIFY(trouble->isVisible());
    QCOMPARE(trouble->title(), QStringLiteral("There is nothing to compare"));
    QVERIFY(!m_page->strip().isVisible());
    // Another one can be chosen from there.
    Q_EMIT trouble->buttonClicked();
    QVERIFY(m_page->popup().isVisible());
    Q_EMIT m_page->popup().chosen(m_story.before.summary.id);
    QTRY_COMPARE(m_page->model().rowCount(), 6);
    QVERIFY(!trouble->isVisible());
}

void ComparisonPageTest::jobsOfOneChain()
{
    open(m_story.after.picture.id, m_story.after.summary.id);
    const auto banners = m_page->findChildren<Banner *>();
    QVERIFY(std::any_of(banners.begin(), banners.end(), [](const Banner *banner) {
        return banner->isVisible() && banner->text().startsWith(QLatin1String("Both jobs hang together"));
    }));
    QCOMPARE(m_page->model().rowCount(), 5);
}

void ComparisonPageTest::exportsPairs()
{
    openStory();
    QSignalSpy finished(&m_page->table(), &DataTable::exportFinished);
    m_page->exportCsv();
    QTRY_COMPARE(finished.size(), 1);
    const QList<QByteArray> lines = m_fixture->exported().trimmed().split('\n');
    QCOMPARE(lines.size(), 7);
    QVERIFY2(lines.at(0).startsWith("step,kind_name,dvm_before,dvm_after,state_before,state_after,"
                                    "took_before_ms,took_after_ms,differences"),
             lines.at(0).constData());
    QVERIFY2(lines.at(2).startsWith("2,"), lines.at(2).constData());
    QVERIFY2(lines.at(2).contains(",delivered,delivered,4000,14000,10 s slower"), lines.at(2).constData());
}

void ComparisonPageTest::opensAndLeaves()
{
    openStory();
    QSignalSpy inspected(m_page.get(), &Page::inspectRequested);
    Q_EMIT m_page->graphBefore().jobOpened(m_story.before.translation.id);
    QCOMPARE(inspected.size(), 1);
    QCOMPARE(inspected.at(0).at(0).value<nostr::EventId>(), m_story.before.translation.id);
    QSignalSpy left(m_page.get(), &ComparisonPage::leaveWanted);
    QVERIFY(m_page->goBack());
    QCOMPARE(left.size(), 1);
}

void ComparisonPageTest::graphsTurnToWhereThereIsRoom()
{
    openStory();
    auto *graphs = m_page->graphAfter().parentWidget();
    while (graphs && !qobject_cast<QSplitter *>(graphs))
        graphs = graphs->parentWidget();
    auto *splitter = qobject_cast<QSplitter *>(graphs);
    QVERIFY(splitter);
    // Five jobs in a line: one above the other.
    m_page->resize(1100, 900);
    QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
    m_page->resize(2600, 560);
    QTRY_COMPARE(splitter->orientation(), Qt::Horizontal);
}

void ComparisonPageTest::popupProposes()
{
    ChainPage chain(m_fixture->context());
    chain.resize(900, 600);
    chain.show();
    chain.open(m_story.after.summary.id, QStringLiteral("Back to Jobs"));
    QTRY_VERIFY(chain.answer().has_value());
    QSignalSpy wanted(&chain, &ChainPage::comparisonWanted);
    QTest::mouseClick(chain.findChild<QPushButton *>(QStringLiteral("chain.compare")), Qt::LeftButton);
    ComparePopup &popup = chain.comparePopup();
    QVERIFY(popup.isVisible());
    const QAbstractItemModelTester tester(&popup.model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE(popup.model().rowCount(), 2);
    const auto shown = [&](int row, int column) {
        return popup.model().index(row, column).data().toString();
    };
    QVERIFY(shown(0, SimilarModel::Customer).endsWith(QLatin1String("(the same)")));
    QCOMPARE(shown(0, SimilarModel::Likeness), QStringLiteral("the same kinds"));
    QCOMPARE(popup.model().index(0, SimilarModel::Jobs).data(RawValueRole).toInt(), 5);
    QCOMPARE(popup.model().index(0, SimilarModel::Took).data(RawValueRole).toInt(), 22'000);
    QCOMPARE(shown(1, SimilarModel::Likeness), QStringLiteral("3 different"));
    // The first is chosen with Return.
    QTest::keyClick(popup.table().view(), Qt::Key_Return);
    QVERIFY(!popup.isVisible());
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).value<nostr::EventId>(), m_story.before.summary.id);
    QCOMPARE(wanted.at(0).at(1).value<nostr::EventId>(), m_story.after.summary.id);
}

void ComparisonPageTest::popupTakesAnId()
{
    ComparePopup popup(m_fixture->context());
    QSignalSpy chosen(&popup, &ComparePopup::chosen);
    popup.open(*m_page, m_story.after.picture.id);
    // Nothing of this kind was delivered but this one.
    QTRY_VERIFY(!popup.table().isLoading());
    QCOMPARE(popup.model().rowCount(), 0);
    popup.field().setText(QStringLiteral("nonsense"));
    QTest::keyClick(&popup.field(), Qt::Key_Return);
    QVERIFY(popup.problem().startsWith(QLatin1String("That is no id")));
    popup.field().setText(QString::fromStdString(m_story.after.picture.id.hex()));
    QTest::keyClick(&popup.field(), Qt::Key_Return);
    QCOMPARE(popup.problem(), QStringLiteral("That is this job itself."));
    QCOMPARE(chosen.size(), 0);
    popup.field().setText(QString::fromStdString(m_story.before.speech.id.hex()));
    QTest::keyClick(&popup.field(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.at(0).at(0).value<nostr::EventId>(), m_story.before.speech.id);
    QVERIFY(!popup.isVisible());
}

DVMDASH_TEST(ComparisonPageTest)
#include "comparison_page_test.moc"
