// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "scratch_chain.h"
#include "support/test_main.h"
#include "ui/chain/chain_graph.h"
#include "ui/widgets/search_field.h"

#include <QHelpEvent>
#include <QSignalSpy>
#include <QThread>
#include <QToolButton>
#include <QToolTip>
#include <QWheelEvent>

#include <array>
#include <map>
#include <random>

using namespace dvmdash;
using dvm::State;
using test::ScratchChain;

namespace
{

/// A graph in a window of its own.
struct Shown {
    test::PageFixture fixture;
    ui::ChainGraph graph{fixture.context()};
    QSignalSpy selected{&graph, &ui::ChainGraph::jobSelected};
    QSignalSpy opened{&graph, &ui::ChainGraph::jobOpened};

    explicit Shown(const engine::ChainAnswer &answer, const QSize &size = {1000, 500})
    {
        qRegisterMetaType<nostr::EventId>();
        graph.resize(size);
        graph.show();
        graph.activateWindow();
        (void)QTest::qWaitForWindowActive(&graph);
        graph.view().setFocus();
        graph.setAnswer(answer);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&graph.view(), key, modifiers);
    }
    std::optional<int> current() const
    {
        for (int number = 0; number < 400; ++number)
            if (graph.selected() == test::idOf(number))
                return number;
        return std::nullopt;
    }
    /// Where a box is, by the name that it has in the layout.
    QRectF boxOf(const engine::ChainAnswer &answer, int number)
    {
        const auto shape = ui::shapeOf(answer, {});
        return graph.view().screenRect(shape.boxOf[answer.chain.indexOf(test::idOf(number)).value()]);
    }
};

/// 400 jobs in twenty lines: more than is laid out at once.
engine::ChainAnswer large()
{
    ScratchChain chain;
    for (int number = 0; number < 400; ++number)
        chain.job(number,
                  number == 60                      ? State::Failed
                  : number > 60 && number % 20 == 0 ? State::Ignored
                                                    : State::Delivered,
                  number < 20 ? std::vector<int>{}
                              : std::vector<int>{number - 20, (number * 7) % 20 + number / 20 * 20 - 20});
    return chain.ask(380);
}

/// Forty jobs in a line, of which number 20 failed.
engine::ChainAnswer longLine()
{
    ScratchChain chain;
    chain.job(0, State::Delivered);
    for (int number = 1; number < 40; ++number)
        chain.job(number,
                  number < 20    ? State::Delivered
                  : number == 20 ? State::Failed
                                 : State::Ignored,
                  {number - 1});
    return chain.ask(39);
}

} // namespace

class ChainGraphTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itOpensFitted()
    {
        const auto answer = test::brokenLine().ask(5);
        Shown shown(answer, {1500, 500});
        for (int number = 1; number <= 5; ++number)
            QVERIFY(QRectF(shown.graph.view().rect()).contains(shown.boxOf(answer, number)));
        QVERIFY(shown.graph.view().miniMap().isEmpty());
        // Also at another size, until the reader zooms.
        shown.graph.resize(1000, 300);
        QVERIFY(QRectF(shown.graph.view().rect()).contains(shown.boxOf(answer, 1)));
        QVERIFY(QRectF(shown.graph.view().rect()).contains(shown.boxOf(answer, 5)));
    }

    void aLowViewOpensOnAllRootCauses()
    {
        constexpr qreal leastOpeningZoom = 0.55; // of the view: below it the words could not be read
        // Of four, two failed; a line of five waits for them, and does not fit beside them.
        ScratchChain chain;
        chain.job(1, State::Delivered).job(2, State::Failed).job(3, State::Failed).job(4, State::Delivered);
        chain.job(5, State::Ignored, {1, 2, 3, 4});
        for (int number = 6; number <= 9; ++number)
            chain.job(number, State::Ignored, {number - 1});
        const auto answer = chain.ask(9);
        QCOMPARE(answer.verdict.root_causes.size(), std::size_t(2));
        Shown shown(answer);
        ui::GraphView &view = shown.graph.view();
        shown.graph.resize(650, 176 + shown.graph.height() - view.height());
        QTRY_COMPARE(view.height(), 176);
        QVERIFY(view.fittingZoom(view.size()) < leastOpeningZoom);
        for (const int cause : {2, 3})
            QVERIFY(QRectF(view.rect()).contains(shown.boxOf(answer, cause)));
        QVERIFY(view.zoom() >= leastOpeningZoom);
    }

    void whatIsSelectedAtOnceLeavesItFitted()
    {
        const auto answer = test::brokenLine().ask(5);
        Shown shown(answer, {80, 60}); // as before a page is laid out
        shown.graph.select(test::idOf(5));
        shown.graph.resize(1400, 400);
        for (int number = 1; number <= 5; ++number)
            QVERIFY(QRectF(shown.graph.view().rect()).contains(shown.boxOf(answer, number)));
        QCOMPARE(shown.graph.view().zoom(), 1.0);
        // Nor does it move for what is in view.
        shown.key(Qt::Key_0, Qt::ControlModifier);
        const QRectF before = shown.boxOf(answer, 1);
        shown.graph.select(test::idOf(4));
        shown.graph.showRoot();
        shown.graph.showRoot();
        QCOMPARE(shown.boxOf(answer, 1), before);
        QCOMPARE(shown.current(), std::optional(2));
    }

    void theRootIsShownNearEnoughToRead()
    {
        const auto answer = longLine();
        Shown shown(answer);
        shown.key(Qt::Key_0, Qt::ControlModifier);
        QVERIFY(shown.graph.view().zoom() < ui::readableZoom);
        shown.graph.showRoot();
        QVERIFY(shown.graph.view().zoom() >= ui::readableZoom);
        QVERIFY((shown.boxOf(answer, 20).center() - QRectF(shown.graph.view().rect()).center())
                    .manhattanLength() < 2);
    }

    void aLongChainOpensAtItsCause()
    {
        const auto answer = longLine();
        Shown shown(answer);
        const QRectF view(shown.graph.view().rect());
        QVERIFY(view.contains(shown.boxOf(answer, 20)));
        QVERIFY(!view.contains(shown.boxOf(answer, 1)));
        QVERIFY(shown.graph.view().zoom() >= ui::readableZoom);
        QVERIFY(!shown.graph.view().miniMap().isEmpty());
        shown.key(Qt::Key_0, Qt::ControlModifier);
        QVERIFY(view.contains(shown.boxOf(answer, 0)) && view.contains(shown.boxOf(answer, 39)));
        // A click at the right end of the mini-map leads there.
        shown.key(Qt::Key_Plus);
        for (int i = 0; i < 8; ++i)
            shown.key(Qt::Key_Plus);
        const QRectF map = shown.graph.view().miniMap();
        QTest::mouseClick(&shown.graph.view(), Qt::LeftButton, {},
                          QPointF(map.right() - 6, map.center().y()).toPoint());
        QVERIFY(view.intersects(shown.boxOf(answer, 39)));
        QVERIFY(!view.intersects(shown.boxOf(answer, 20)));
        QCOMPARE(shown.selected.count(), 0);
    }

    void keysLeadToTheCauseAndTheFailures()
    {
        Shown shown(test::brokenLine().ask(5));
        shown.key(Qt::Key_Home);
        QCOMPARE(shown.current(), std::optional(2));
        QCOMPARE(shown.selected.count(), 1);
        shown.key(Qt::Key_F);
        QCOMPARE(shown.current(), std::optional(3));
        shown.key(Qt::Key_F, Qt::ShiftModifier);
        shown.key(Qt::Key_F, Qt::ShiftModifier);
        QCOMPARE(shown.current(), std::optional(5));
        shown.key(Qt::Key_Left);
        QCOMPARE(shown.current(), std::optional(4));
        shown.key(Qt::Key_Right);
        shown.key(Qt::Key_Right);
        QCOMPARE(shown.current(), std::optional(5));
        QVERIFY(shown.graph.view().accessibleDescription().contains(QStringLiteral("the job asked for")));
        shown.key(Qt::Key_Return);
        QCOMPARE(shown.opened.count(), 1);
        QCOMPARE(shown.opened[0][0].value<nostr::EventId>(), test::idOf(5));
    }

    void everyCauseIsShownInTurn()
    {
        ScratchChain chain;
        chain.job(1, State::Failed).job(2, State::Failed).job(4, State::Ignored, {1, 2});
        Shown shown(chain.ask(4));
        for (const int cause : {1, 2, 1}) {
            shown.graph.showRoot();
            QCOMPARE(shown.current(), std::optional(cause));
            const auto buttons = shown.graph.findChildren<QToolButton *>();
            const QString text = QStringLiteral("Root cause %1 of 2").arg(cause);
            QVERIFY(std::any_of(buttons.begin(), buttons.end(),
                                [&](const QToolButton *button) { return button->text() == text; }));
        }
        shown.graph.clear();
        QVERIFY(!shown.graph.selected());
        shown.graph.showRoot(); // as soon as there is something
        shown.graph.setAnswer(test::brokenLine().ask(5));
        QCOMPARE(shown.current(), std::optional(2));
    }

    void criticalPathAndNeighboursAreSwitched()
    {
        Shown shown(test::brokenLine().ask(5));
        QVERIFY(shown.graph.view().look().critical);
        shown.key(Qt::Key_C);
        QVERIFY(!shown.graph.view().look().critical);
        shown.key(Qt::Key_E);
        QVERIFY(shown.graph.view().look().unfaded.empty()); // nothing is selected
        shown.graph.select(test::idOf(1));
        const auto &unfaded = shown.graph.view().look().unfaded;
        QCOMPARE(std::count(unfaded.begin(), unfaded.end(), true), std::ptrdiff_t(2));
        shown.key(Qt::Key_E);
        QVERIFY(shown.graph.view().look().unfaded.empty());
    }

    void aClickSelectsAndADoubleClickOpens()
    {
        const auto answer = test::brokenLine().ask(5);
        Shown shown(answer);
        const QPoint third = shown.boxOf(answer, 3).center().toPoint();
        QTest::mouseClick(&shown.graph.view(), Qt::LeftButton, {}, third);
        QCOMPARE(shown.current(), std::optional(3));
        QTest::mouseDClick(&shown.graph.view(), Qt::LeftButton, {}, third);
        QCOMPARE(shown.opened.count(), 1);
        QTest::mouseClick(&shown.graph.view(), Qt::LeftButton, {}, QPoint(5, 5));
        QVERIFY(!shown.graph.selected());
        // A drag moves the graph and selects nothing.
        const QPointF before = shown.boxOf(answer, 3).center();
        QTest::mousePress(&shown.graph.view(), Qt::LeftButton, {}, third);
        QTest::mouseMove(&shown.graph.view(), third + QPoint(30, 0));
        QTest::mouseMove(&shown.graph.view(), third + QPoint(60, 20));
        QTest::mouseRelease(&shown.graph.view(), Qt::LeftButton, {}, third + QPoint(60, 20));
        QVERIFY((shown.boxOf(answer, 3).center() - before - QPointF(60, 20)).manhattanLength() < 0.01);
        QVERIFY(!shown.graph.selected());
    }

    void linesAndBoxesExplainThemselves()
    {
        const auto answer = test::brokenLine().ask(5);
        Shown shown(answer);
        const auto ask = [&](const QPointF &at) {
            QHelpEvent help(QEvent::ToolTip, at.toPoint(), shown.graph.view().mapToGlobal(at.toPoint()));
            QCoreApplication::sendEvent(&shown.graph.view(), &help);
            return QToolTip::text();
        };
        QVERIFY(ask(shown.boxOf(answer, 1).center()).contains(QStringLiteral("9,250 ms")));
        const QPointF between((shown.boxOf(answer, 1).right() + shown.boxOf(answer, 2).left()) / 2,
                              shown.boxOf(answer, 1).center().y() + 3);
        QVERIFY2(ask(between).contains(QStringLiteral("Summarization takes the output of Text extraction")),
                 qPrintable(QToolTip::text()));
        QVERIFY(!shown.graph.view().edgeAt(between + QPointF(0, 20)));
    }

    void theWheelZoomsAboutThePointer()
    {
        const auto answer = test::brokenLine().ask(5);
        Shown shown(answer);
        const QPointF at = shown.boxOf(answer, 4).center();
        const qreal before = shown.graph.view().zoom();
        QWheelEvent wheel(at, shown.graph.view().mapToGlobal(at), {}, {0, 240}, Qt::NoButton,
                          Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&shown.graph.view(), &wheel);
        QVERIFY(shown.graph.view().zoom() > before * 1.2);
        QVERIFY((shown.boxOf(answer, 4).center() - at).manhattanLength() < 0.01);
    }

    void aFoldOpensOnClick()
    {
        const auto answer = test::fanOut().ask(30);
        Shown shown(answer);
        QTest::mouseClick(&shown.graph.view(), Qt::LeftButton, {}, shown.boxOf(answer, 3).center().toPoint());
        QCOMPARE(shown.current(), std::optional(2)); // the first of them
        QCOMPARE(shown.selected.count(), 1);
        shown.key(Qt::Key_Down);
        QVERIFY(shown.current().value_or(0) > 2 && shown.current() != 30);
        // It stays open when an answer comes.
        shown.graph.setAnswer(test::fanOut().ask(30));
        shown.key(Qt::Key_Down);
        QVERIFY(shown.current().has_value());
    }

    void aFoldedJobIsTakenOut()
    {
        Shown shown(test::fanOut().ask(30));
        shown.graph.select(test::idOf(12));
        QCOMPARE(shown.current(), std::optional(12));
        QCOMPARE(shown.selected.count(), 0);
        shown.graph.setAnswer(test::fanOut().ask(30));
        QCOMPARE(shown.current(), std::optional(12));
    }

    void searchGoesFromHitToHit()
    {
        Shown shown(test::brokenLine().ask(5));
        shown.key(Qt::Key_Slash);
        auto *field = shown.graph.findChild<ui::SearchField *>();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("ignored"));
        for (const int hit : {4, 5, 4}) {
            QTest::keyClick(field, Qt::Key_Return);
            QCOMPARE(shown.current(), std::optional(hit));
        }
        QCOMPARE(shown.opened.count(), 0);
        // Letters belong to the field while it has the focus.
        field->clear();
        QTest::keyClicks(field, QStringLiteral("fce"));
        QTest::keyClick(field, Qt::Key_Up);
        QTest::keyClick(field, Qt::Key_Home);
        QCOMPARE(field->text(), QStringLiteral("fce"));
        QCOMPARE(shown.current(), std::optional(4));
        field->clear();
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY(shown.graph.view().hasFocus());
    }

    void searchFindsWhatIsFolded()
    {
        Shown shown(test::fanOut().ask(30));
        auto *field = shown.graph.findChild<ui::SearchField *>();
        field->setText(QString::fromStdString(test::idOf(17).hex()));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(shown.current(), std::optional(17));
        QCOMPARE(shown.selected.count(), 1);
    }

    void anUpdateMovesNothing()
    {
        const auto before = test::brokenLine().ask(5);
        Shown shown(before);
        shown.graph.select(test::idOf(3));
        shown.key(Qt::Key_Plus);
        const QRectF third = shown.boxOf(before, 3);
        const qreal zoom = shown.graph.view().zoom();
        // The fifth came after all, a sixth uses it, and the first turns out to use another one: all columns
        // move.
        ScratchChain chain = test::brokenLine();
        chain.job(5, State::Delivered, {4})
            .job(6, State::Waiting, {5})
            .job(7, State::Delivered, {1})
            .job(8, State::Delivered)
            .job(1, State::Delivered, {8});
        const auto after = chain.ask(5);
        shown.graph.setAnswer(after);
        QCOMPARE(shown.graph.view().zoom(), zoom);
        QVERIFY((shown.boxOf(after, 3).topLeft() - third.topLeft()).manhattanLength() < 0.01);
        QCOMPARE(shown.current(), std::optional(3));
        QVERIFY(shown.boxOf(after, 6).left() > shown.boxOf(after, 5).right());
        QVERIFY(shown.boxOf(after, 8).right() < shown.boxOf(after, 1).left());
    }

    /// Fewer crossings would often ask for another order; what the reader has learnt is worth more.
    void anUpdateKeepsTheOrderOfTheBoxes()
    {
        std::mt19937 random(5);
        for (int round = 0; round < 8; ++round) {
            std::array<std::vector<int>, 12> inputs;
            const auto chainOf = [&inputs] {
                ScratchChain chain;
                for (int source = 0; source < 10; ++source)
                    chain.job(source, State::Accepted);
                for (int consumer = 0; consumer < 12; ++consumer)
                    chain.job(20 + consumer, State::Waiting, inputs[static_cast<std::size_t>(consumer)]);
                return chain.ask(20);
            };
            for (auto &of : inputs)
                of = {static_cast<int>(random() % 10), static_cast<int>(random() % 10)};
            inputs[0] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}; // one component
            const auto before = chainOf();
            Shown shown(before);
            std::map<int, qreal> heights;
            for (int number = 20; number < 32; ++number)
                heights[number] = shown.boxOf(before, number).top();
            for (int i = 0; i < 6; ++i)
                inputs[1 + random() % 11].push_back(static_cast<int>(random() % 10));
            const auto after = chainOf();
            shown.graph.setAnswer(after);
            for (const auto &[number, height] : heights)
                for (const auto &[other, otherHeight] : heights)
                    QCOMPARE(shown.boxOf(after, number).top() < shown.boxOf(after, other).top(),
                             height < otherHeight);
        }
    }

    void aStrangeChainOpensAnew()
    {
        Shown shown(test::brokenLine().ask(5));
        shown.graph.select(test::idOf(3));
        ScratchChain other;
        other.job(100, State::Delivered).job(101, State::Failed, {100});
        const auto answer = other.ask(101);
        shown.graph.setAnswer(answer);
        QVERIFY(!shown.graph.selected());
        QVERIFY(QRectF(shown.graph.view().rect()).contains(shown.boxOf(answer, 101)));
    }

    void aLargeChainIsLaidOutInAThread()
    {
        const auto answer = large();
        Shown shown(answer);
        shown.graph.select(test::idOf(60)); // when it is there
        QVERIFY(!shown.graph.selected());
        QTRY_COMPARE(shown.current(), std::optional(60));
        QVERIFY(QRectF(shown.graph.view().rect()).contains(shown.boxOf(answer, 60)));
        // A newer answer drops what is on its way, also when it is ready and was only not told of yet.
        shown.graph.setAnswer(answer);
        QThread::msleep(200);
        shown.graph.setAnswer(test::brokenLine().ask(5));
        QTest::qWait(20);
        QCOMPARE(shown.graph.toDot().count(QStringLiteral(" -> ")), 4);
        // So does the end of the graph.
        shown.graph.setAnswer(answer);
    }

    void picturesHoldTheWholeGraph()
    {
        Shown shown(test::brokenLine().ask(5));
        const QByteArray svg = shown.graph.toSvg();
        for (const char *word : {"root cause", "this job", "Summarization", "stalled"})
            QVERIFY2(svg.contains(word), word);
        const QImage image = shown.graph.toImage();
        QVERIFY(image.width() > 2 * 5 * 200);
        QSignalSpy finished(&shown.graph, &ui::ChainGraph::exportFinished);
        shown.graph.exportDot();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(QString::fromUtf8(shown.fixture.exported()), shown.graph.toDot());
        shown.graph.exportPng();
        QTRY_COMPARE(finished.count(), 2);
        QVERIFY(shown.fixture.exported().startsWith("\x89PNG"));
        shown.graph.exportSvg();
        QTRY_COMPARE(finished.count(), 3);
        QVERIFY(shown.fixture.exported().contains("<svg"));
    }
};

DVMDASH_TEST(ChainGraphTest)

#include "chain_graph_test.moc"
