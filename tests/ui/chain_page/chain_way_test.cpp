// SPDX-License-Identifier: GPL-3.0-or-later
#include "../window/window_fixture.h"
#include "support/test_main.h"
#include "ui/chain/chain_page.h"
#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_page.h"
#include "ui/inspector/cause_words.h"
#include "ui/inspector/inspector.h"
#include "ui/jobs/cause_filter.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/models/columns.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/navigation_bar.h"

#include <QPushButton>
#include <QToolButton>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

const QString jobsId = QStringLiteral("jobs");
const QString chainId = QStringLiteral("chain");

template<typename Question>
std::optional<engine::AnswerOf<Question>> askNow(engine::Engine &engine, const Question &question)
{
    std::optional<engine::AnswerOf<Question>> answer;
    bool done = false;
    QObject context;
    const auto ask =
        engine.ask(question, &context, [&](const engine::Result<engine::AnswerOf<Question>> &result) {
            answer = result.value;
            done = true;
        });
    (void)QTest::qWaitFor([&] { return done; });
    return answer;
}

} // namespace

/// In the real window: from the jobs to the DVM that broke a chain, and back.
class ChainWayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void causesAreTheVerdicts();
    void filtersByCause();
    void twoClicksToTheDvm();
    void escapeLeadsBack();
    void inspectorLeadsToTheChain();

private:
    JobModel &model() { return m_fixture->window().jobs().model(); }
    /// A failed job whose cause is another job's DVM; -1: none.
    int victim()
    {
        for (int row = 0; row < model().rowCount(); ++row) {
            const engine::JobRow &job = model().job(row);
            if (job.causes.size() == 1 && job.causes.front().dvm && job.causes.front().job != job.request)
                return row;
        }
        return -1;
    }
    QPoint placeOf(int row)
    {
        auto *view = m_fixture->window().jobs().table().view();
        m_fixture->window().jobs().table().setCurrentIndex(model().index(row, 0));
        return view->visualRect(view->currentIndex()).center();
    }
    void doubleClick(int row)
    {
        const QPoint place = placeOf(row);
        auto *viewport = m_fixture->window().jobs().table().view()->viewport();
        QTest::mouseClick(viewport, Qt::LeftButton, {}, place);
        QTest::mouseDClick(viewport, Qt::LeftButton, {}, place);
    }

    std::unique_ptr<WindowFixture> m_fixture;
};

void ChainWayTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->import(test::recentEvents()));
    m_fixture->open();
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::All);
    m_fixture->window().showPage(jobsId);
    QTRY_VERIFY(model().rowCount() > 100);
    QTRY_VERIFY(model().job(0).chain_jobs > 0);
}

void ChainWayTest::cleanup()
{
    m_fixture.reset();
}

void ChainWayTest::causesAreTheVerdicts()
{
    int withCause = 0;
    int inChains = 0;
    for (int row = 0; row < model().rowCount(); ++row) {
        const engine::JobRow job = model().job(row);
        const auto answer = askNow(m_fixture->engine(), engine::ChainQuestion{job.request, {}});
        QVERIFY(answer);
        const dvm::Verdict verdict = dvm::verdictOf(answer->chain, answer->job);
        QVERIFY(job.causes == verdict.root_causes);
        QCOMPARE(job.awaits_payment, dvm::awaitsPayment(answer->chain.nodes[answer->job]));
        const int at = model().rowOf(job.request);
        const QString shown = model().index(at, JobModel::Cause).data().toString();
        QCOMPARE(shown.isEmpty(), verdict.root_causes.empty());
        if (!verdict.root_causes.empty())
            QVERIFY(shown.contains(reasonWords(verdict.root_causes.front().reason)));
        const auto jobs = static_cast<int>(answer->chain.nodes.size());
        QCOMPARE(job.chain_jobs, jobs);
        const QString size = model().index(at, JobModel::Chain).data(RawValueRole).toString();
        QCOMPARE(size, jobs > 1 ? QString::number(jobs) : QString());
        withCause += verdict.root_causes.empty() ? 0 : 1;
        inChains += jobs > 1 ? 1 : 0;
    }
    QVERIFY(withCause > 10);
    QVERIFY(inChains > 10);
}

void ChainWayTest::filtersByCause()
{
    const int all = model().rowCount();
    m_fixture->window().jobs().causeFilter().setCauses({dvm::Reason::Stalled});
    QTRY_VERIFY(model().rowCount() > 0 && model().rowCount() < all);
    for (int row = 0; row < model().rowCount(); ++row) {
        const auto &causes = model().job(row).causes;
        QVERIFY(std::any_of(causes.begin(), causes.end(), [](const dvm::RootCause &cause) {
            return cause.reason == dvm::Reason::Stalled;
        }));
    }
    QCOMPARE(m_fixture->window().jobs().causeFilter().text(), QStringLiteral("Cause: stalled"));
    m_fixture->window().jobs().causeFilter().clear();
    QTRY_COMPARE(model().rowCount(), all);
}

void ChainWayTest::twoClicksToTheDvm()
{
    const int row = victim();
    QVERIFY(row >= 0);
    const dvm::RootCause cause = model().job(row).causes.front();
    doubleClick(row);
    QCOMPARE(m_fixture->window().currentPage(), chainId);
    ChainPage &chain = m_fixture->window().chain();
    QTRY_VERIFY(chain.answer() && chain.selected() == cause.job);
    QVERIFY(m_fixture->window().isInspecting());
    QVERIFY(m_fixture->window().inspector().current() == cause.job);
    // Made anew when a name comes in.
    QToolButton *dvm = nullptr;
    QTRY_VERIFY([&] {
        const auto buttons = chain.findChildren<QToolButton *>(QStringLiteral("cause.dvm"));
        for (QToolButton *button : buttons)
            dvm = button->isVisible() ? button : dvm;
        return dvm != nullptr;
    }());
    QTest::mouseClick(dvm, Qt::LeftButton);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
    QVERIFY(*m_fixture->window().dvms().view().dvm() == *cause.dvm);
}

void ChainWayTest::escapeLeadsBack()
{
    const nostr::EventId job = model().job(3).request;
    placeOf(3);
    QTest::keyClick(m_fixture->window().jobs().table().view(), Qt::Key_Return);
    QCOMPARE(m_fixture->window().currentPage(), chainId);
    QVERIFY(*m_fixture->window().chain().job() == job);
    QTRY_VERIFY(m_fixture->window().isInspecting());
    QTest::keyClick(&m_fixture->window(), Qt::Key_Escape); // the inspector first, as everywhere
    QVERIFY(!m_fixture->window().isInspecting());
    QCOMPARE(m_fixture->window().currentPage(), chainId);
    QTest::keyClick(&m_fixture->window(), Qt::Key_Escape);
    QCOMPARE(m_fixture->window().currentPage(), jobsId);
    QVERIFY(m_fixture->window().jobs().isVisible());

    // The place of the page that one came from is marked, and leads back as well.
    m_fixture->window().showChain(job);
    QVERIFY(!m_fixture->window().jobs().isVisible());
    Q_EMIT m_fixture->window().navigation().chosen(jobsId);
    QVERIFY(m_fixture->window().jobs().isVisible());
    m_fixture->window().showChain(job);
    m_fixture->window().showPage(jobsId);
    QVERIFY(m_fixture->window().jobs().isVisible());
    m_fixture->window().showChain(job);
    m_fixture->window().showPage(QStringLiteral("live"));
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("live"));
    QTest::mouseClick(m_fixture->window().chain().findChild<QPushButton *>(QStringLiteral("chain.back")),
                      Qt::LeftButton);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("live"));
}

void ChainWayTest::inspectorLeadsToTheChain()
{
    const nostr::EventId job = model().job(0).request;
    m_fixture->window().inspect(job);
    auto *button =
        m_fixture->window().inspector().findChild<QToolButton *>(QStringLiteral("inspector.chain"));
    QVERIFY(button);
    QTRY_VERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(m_fixture->window().currentPage(), chainId);
    QVERIFY(*m_fixture->window().chain().job() == job);
}

DVMDASH_TEST(ChainWayTest)
#include "chain_way_test.moc"
