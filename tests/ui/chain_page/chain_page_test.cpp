// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "support/test_main.h"
#include "ui/chain/attempts_model.h"
#include "ui/chain/chain_graph.h"
#include "ui/chain/chain_page.h"
#include "ui/chain/chain_waterfall.h"
#include "ui/chain/verdict_banner.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTabWidget>
#include <QToolButton>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

constexpr int customer = 1;
constexpr int painter = 2; ///< breaks the first job
constexpr int reader = 3;  ///< fails for want of it
constexpr int clean = 4;   ///< delivers

struct Network {
    nostr::Event broken;
    nostr::Event victim;
    nostr::Event fine;
    std::vector<nostr::Event> events;
};

Network network()
{
    Network made;
    const std::int64_t at = test::recently() - 600;
    const auto key = [](int who) { return test::person(who).publicKey().hex(); };
    const auto answer = [&](const nostr::Event &request, int who, const std::string &status,
                            std::int64_t when) {
        made.events.push_back(test::signedEvent(
            who, 7000, {{"e", request.id.hex()}, {"p", key(customer)}, {"status", status}}, "", when));
    };
    made.broken = test::signedEvent(customer, 5100, {{"i", "a boat", "text"}, {"p", key(painter)}}, "", at);
    made.victim = test::signedEvent(customer, 5001, {{"i", made.broken.id.hex(), "job"}, {"p", key(reader)}},
                                    "", at + 1);
    made.fine = test::signedEvent(customer, 5002, {{"i", "words", "text"}, {"p", key(clean)}}, "", at);
    made.events = {made.broken, made.victim, made.fine};
    answer(made.broken, painter, "processing", at + 2);
    answer(made.broken, painter, "error", at + 9);
    answer(made.victim, reader, "processing", at + 3);
    answer(made.victim, reader, "error", at + 20);
    made.events.push_back(
        test::signedEvent(clean, 6002, {{"e", made.fine.id.hex()}, {"p", key(customer)}}, "Worte", at + 4));
    made.events.push_back(test::signedEvent(painter, 0, {}, R"({"name":"Painter"})", at));
    return made;
}

} // namespace

/// The page of a chain over a real file: a job that failed because another one did.
class ChainPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void namesTheDvmThatBroke();
    void causeLeadsToJobAndDvm();
    void oneSelection();
    void deliveredJobs();
    void unknownJobs();
    void goesBack();
    void waterfallHearsKeys();
    void exportsAttempts();
    void saysWhenThereIsMore();
    void asksOnceASecond();

private:
    void open(const nostr::EventId &job)
    {
        m_page->open(job, QStringLiteral("Back to Jobs"));
        QVERIFY(QTest::qWaitFor([&] { return m_page->answer().has_value(); }));
    }

    Network m_network;
    std::unique_ptr<test::PageFixture> m_fixture;
    std::unique_ptr<ChainPage> m_page;
};

void ChainPageTest::init()
{
    m_network = network();
    m_fixture = std::make_unique<test::PageFixture>(m_network.events);
    QVERIFY(m_fixture->isReady());
    m_page = std::make_unique<ChainPage>(m_fixture->context());
    m_page->resize(900, 700);
    m_page->show();
}

void ChainPageTest::cleanup()
{
    m_page.reset();
    m_fixture.reset();
}

void ChainPageTest::namesTheDvmThatBroke()
{
    open(m_network.victim.id);
    QTRY_VERIFY(m_page->verdict().words().contains(QLatin1String("Painter")));
    const QString words = m_page->verdict().words();
    QVERIFY2(words.startsWith(QLatin1String("Root cause\nImage generation, Painter, said that it failed, "
                                            "9 s after the request")),
             qPrintable(words));
    QVERIFY2(words.contains(QLatin1String("failed because of what it was given")), qPrintable(words));
    QVERIFY(m_page->verdict().isVisible());
    // The cause is what is looked at, not the job that was asked about.
    QVERIFY(m_page->selected() == m_network.broken.id);
    QCOMPARE(m_page->attempts().rowCount(), 2);
    QCOMPARE(m_page->waterfall().data().bars.size(), std::size_t(2));
}

void ChainPageTest::causeLeadsToJobAndDvm()
{
    open(m_network.victim.id);
    m_page->select(m_network.victim.id);
    QSignalSpy inspected(m_page.get(), &Page::inspectRequested);
    auto *job = m_page->findChild<QToolButton *>(QStringLiteral("cause.job"));
    QVERIFY(job && job->isVisible());
    QTest::mouseClick(job, Qt::LeftButton);
    QVERIFY(m_page->selected() == m_network.broken.id);
    QCOMPARE(inspected.size(), 1);
    QCOMPARE(inspected.at(0).at(0).value<nostr::EventId>(), m_network.broken.id);

    QSignalSpy wanted(m_page.get(), &ChainPage::dvmWanted);
    auto *dvm = m_page->findChild<QToolButton *>(QStringLiteral("cause.dvm"));
    QVERIFY(dvm && dvm->isVisible());
    QTest::mouseClick(dvm, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).value<nostr::PublicKey>(), test::person(painter).publicKey());
}

void ChainPageTest::oneSelection()
{
    open(m_network.victim.id);
    QSignalSpy inspected(m_page.get(), &Page::inspectRequested);
    m_page->select(m_network.victim.id);
    QCOMPARE(inspected.size(), 1);
    QVERIFY(m_page->waterfall().selected() == m_network.victim.id);
    QTRY_VERIFY(m_page->graph().selected() == m_network.victim.id);
    const QModelIndex row = m_page->table().currentIndex();
    QVERIFY(m_page->attempts().row(row.row()).job == m_network.victim.id);
    Q_EMIT m_page->waterfall().jobSelected(m_network.broken.id);
    QVERIFY(m_page->selected() == m_network.broken.id);
    QVERIFY(m_page->attempts().row(m_page->table().currentIndex().row()).job == m_network.broken.id);
    QCOMPARE(inspected.size(), 2);
    // What comes in meanwhile leaves it alone.
    QSignalSpy basis(m_page.get(), &Page::basisChanged);
    m_fixture->tell({}, 1, true);
    QTRY_VERIFY(basis.size() > 0);
    QVERIFY(m_page->selected() == m_network.broken.id);
    QCOMPARE(inspected.size(), 2);
}

void ChainPageTest::deliveredJobs()
{
    open(m_network.fine.id);
    QCOMPARE(m_page->verdict().words(), QStringLiteral("Nothing broke: delivered"));
    QVERIFY(m_page->selected() == m_network.fine.id);
    QVERIFY(!m_page->findChild<QToolButton *>(QStringLiteral("cause.dvm")));
}

void ChainPageTest::unknownJobs()
{
    m_page->open(test::idOf(12'345), QStringLiteral("Back to Jobs"));
    auto *trouble = m_page->findChild<EmptyState *>(QStringLiteral("chain.trouble"));
    QVERIFY(trouble);
    QTRY_VERIFY(trouble->isVisible());
    QVERIFY(!m_page->verdict().isVisible());
}

void ChainPageTest::goesBack()
{
    QSignalSpy left(m_page.get(), &ChainPage::leaveWanted);
    open(m_network.victim.id);
    Q_EMIT m_page->waterfall().jobOpened(m_network.broken.id);
    QVERIFY(*m_page->job() == m_network.broken.id);
    QTRY_VERIFY(m_page->answer() && m_page->verdict().isVisible());
    QVERIFY(m_page->goBack());
    QVERIFY(*m_page->job() == m_network.victim.id);
    QCOMPARE(left.size(), 0);
    QVERIFY(m_page->goBack());
    QCOMPARE(left.size(), 1);
}

void ChainPageTest::waterfallHearsKeys()
{
    open(m_network.victim.id);
    ChainWaterfall &waterfall = m_page->waterfall();
    QSignalSpy chosen(&waterfall, &ChainWaterfall::jobSelected);
    QTest::keyClick(&waterfall, Qt::Key_Down);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(m_page->selected() == m_network.victim.id);
    QTest::keyClick(&waterfall, Qt::Key_Left);
    QVERIFY(m_page->selected() == m_network.broken.id);
    QTest::keyClick(&waterfall, Qt::Key_Plus);
    QVERIFY(waterfall.geometryOfBars().isZoomed());
    QTest::keyClick(&waterfall, Qt::Key_0);
    QVERIFY(!waterfall.geometryOfBars().isZoomed());
    const QString words = waterfall.words(waterfall.data().bars.front());
    QVERIFY2(words.contains(QLatin1String("(+2 s)")) && words.contains(QLatin1String("(+9 s)")),
             qPrintable(words));
    // A click on a bar chooses its job.
    const QRectF bar = waterfall.geometryOfBars().bar(1);
    QTest::mouseClick(waterfall.viewport(), Qt::LeftButton, {}, bar.center().toPoint());
    QVERIFY(m_page->selected() == m_network.victim.id);
}

void ChainPageTest::exportsAttempts()
{
    open(m_network.victim.id);
    QSignalSpy finished(&m_page->table(), &DataTable::exportFinished);
    m_page->exportCsv();
    QTRY_COMPARE(finished.size(), 1);
    const QList<QByteArray> lines = m_fixture->exported().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines.at(0).startsWith("job_id,kind_name,dvm,state,since,response_ms,"),
             lines.at(0).constData());
    QVERIFY(lines.at(1).startsWith(QByteArray::fromStdString(m_network.broken.id.hex())));
}

void ChainPageTest::saysWhenThereIsMore()
{
    m_page.reset();
    std::vector<nostr::Event> events = m_network.events;
    const std::int64_t at = test::recently();
    for (int i = 0; i < static_cast<int>(dvm::mostChainNodes) + 20; ++i)
        events.push_back(test::signedEvent(customer, 5001, {{"i", m_network.broken.id.hex(), "job"}},
                                           std::to_string(i), at));
    m_fixture = std::make_unique<test::PageFixture>(events);
    QVERIFY(m_fixture->isReady());
    m_page = std::make_unique<ChainPage>(m_fixture->context());
    m_page->resize(900, 700);
    m_page->show();
    open(m_network.broken.id);
    QVERIFY(m_page->answer()->chain.more);
    const auto banners = m_page->findChildren<Banner *>();
    QVERIFY(std::any_of(banners.begin(), banners.end(), [](const Banner *banner) {
        return banner->isVisible() &&
               banner->text() ==
                   QLatin1String("More than 500 jobs hang together here: the nearest are shown.");
    }));
}

void ChainPageTest::asksOnceASecond()
{
    open(m_network.victim.id);
    QSignalSpy answers(m_page.get(), &Page::basisChanged);
    for (int i = 0; i < 30; ++i) {
        m_fixture->tell({}, 1, true);
        QTest::qWait(10);
    }
    QVERIFY(answers.size() <= 1);
    QTRY_COMPARE(answers.size(), 1);
}

DVMDASH_TEST(ChainPageTest)
#include "chain_page_test.moc"
