// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "scratch_chain.h"
#include "support/test_main.h"
#include "ui/chain/graph_scene.h"

#include <random>

using namespace dvmdash;
using dvm::State;
using test::ScratchChain;

namespace
{

std::size_t nodeOf(const engine::ChainAnswer &answer, int number)
{
    return answer.chain.indexOf(test::idOf(number)).value();
}

const ui::GraphBox &boxOf(const engine::ChainAnswer &answer, const ui::ChainShape &shape, int number)
{
    return shape.boxes[static_cast<std::size_t>(shape.boxOf[nodeOf(answer, number)])];
}

/// Numbers of the jobs on the critical path, smallest first.
QString pathOf(const engine::ChainAnswer &answer, std::optional<int> cause, int highest)
{
    const auto path = ui::criticalPath(answer, cause ? std::optional(nodeOf(answer, *cause)) : std::nullopt);
    QStringList numbers;
    for (int number = 0; number <= highest; ++number)
        if (const auto node = answer.chain.indexOf(test::idOf(number)); node && path.nodes[*node])
            numbers << QString::number(number);
    return numbers.join(u' ');
}

ui::GraphScene sceneOf(const engine::ChainAnswer &answer)
{
    ui::GraphScene scene;
    scene.answer = answer;
    scene.shape = ui::shapeOf(answer, {});
    const auto graph = ui::layoutGraph(answer, scene.shape, QSizeF(200, 60));
    scene.picture = ui::pictureOf(graph, *layout::layOut(graph));
    return scene;
}

} // namespace

class ChainShapeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void healthySiblingsShareABox()
    {
        const auto answer = test::fanOut().ask(30);
        const ui::ChainShape shape = ui::shapeOf(answer, {});
        const ui::GraphBox &fold = boxOf(answer, shape, 3);
        QVERIFY(fold.isFolded());
        QCOMPARE(&boxOf(answer, shape, 21), &fold);
        // 1, 30, the failure and the fold of the other 19.
        QCOMPARE(shape.boxes.size(), std::size_t(4));
        QCOMPARE(fold.nodes.size(), std::size_t(19));
        // One line stands for the nineteen on each side.
        QCOMPARE(shape.edges.size(), std::size_t(4));
        const ui::GraphBox &failure = boxOf(answer, shape, 9);
        QVERIFY(failure.failed && failure.cause && failure.critical && !failure.isFolded());
    }

    void anOpenedFoldHasABoxForEach()
    {
        const auto answer = test::fanOut().ask(30);
        const std::string key = boxOf(answer, ui::shapeOf(answer, {}), 3).key;
        const ui::ChainShape shape = ui::shapeOf(answer, {key});
        QCOMPARE(shape.boxes.size(), std::size_t(22));
        QCOMPARE(shape.edges.size(), std::size_t(40));
    }

    void aKeptJobStandsAlone()
    {
        const auto answer = test::fanOut().ask(30);
        const ui::ChainShape shape = ui::shapeOf(answer, {}, 0, nodeOf(answer, 7));
        QCOMPARE(boxOf(answer, shape, 7).key, test::idOf(7).hex());
        QCOMPARE(boxOf(answer, shape, 3).nodes.size(), std::size_t(18));
    }

    void upToEightSiblingsAreNotFolded()
    {
        for (const int siblings : {8, 9}) {
            ScratchChain chain;
            chain.job(0, State::Delivered);
            for (int number = 1; number <= siblings; ++number)
                chain.job(number, State::Delivered, {0});
            const auto answer = chain.ask(0);
            QCOMPARE(ui::shapeOf(answer, {}).boxes.size(), std::size_t(siblings == 8 ? 9 : 2));
        }
    }

    /// Whatever the chain: each node is in one box, and what is not delivered and healthy is never folded.
    void failuresAreNeverHidden()
    {
        constexpr std::array states{State::Delivered, State::Delivered, State::Delivered,      State::Failed,
                                    State::Ignored,   State::Stalled,   State::Unobserved,     State::Waiting,
                                    State::Unserved,  State::Cancelled, State::PaidUndelivered};
        std::mt19937 random(4);
        int folded = 0;
        for (int round = 0; round < 60; ++round) {
            ScratchChain chain;
            const int count = 25;
            chain.job(0, State::Delivered).job(1, State::Delivered, {0});
            for (int number = 2; number < count; ++number)
                chain.job(number, states[random() % states.size()],
                          {static_cast<int>(random() % 6 == 0 ? 70 + random() % 2 : random() % 2)});
            const auto answer = chain.ask(static_cast<int>(random() % count));
            const ui::ChainShape shape = ui::shapeOf(answer, {});
            std::size_t nodes = 0;
            for (const ui::GraphBox &box : shape.boxes) {
                nodes += box.nodes.size();
                if (!box.isFolded())
                    continue;
                ++folded;
                QVERIFY(!box.asked && !box.failed && !box.cause);
                for (const std::size_t node : box.nodes) {
                    QVERIFY(answer.chain.nodes[node].state == State::Delivered);
                    QVERIFY(!answer.chain.nodes[node].ghost);
                }
            }
            QCOMPARE(nodes, answer.chain.nodes.size());
        }
        QVERIFY(folded > 5); // the rounds were worth something
    }

    void linesBetweenTheSameBoxesAreOne()
    {
        ScratchChain chain;
        chain.job(1, State::Delivered).job(2, State::Delivered, {1, 1}, {.type = dvm::EdgeType::Quoted});
        const auto answer = chain.ask(2);
        const ui::ChainShape shape = ui::shapeOf(answer, {});
        QCOMPARE(shape.edges.size(), std::size_t(1));
        QCOMPARE(shape.edges[0].type, dvm::EdgeType::Quoted);
        QVERIFY(!shape.edges[0].critical);
    }

    void thePathLeadsFromTheCauseToTheJob()
    {
        const auto answer = test::brokenLine().ask(5);
        QCOMPARE(ui::causeNodes(answer), std::vector{nodeOf(answer, 2)});
        QCOMPARE(pathOf(answer, 2, 5), QStringLiteral("1 2 3 4 5"));
        const auto shape = ui::shapeOf(answer, {});
        for (const ui::GraphEdge &edge : shape.edges)
            QVERIFY(edge.critical);
    }

    void withoutACauseItIsTheSlowestWay()
    {
        ScratchChain chain;
        chain.job(1, State::Delivered, {}, {.seconds = 5})
            .job(2, State::Delivered, {}, {.seconds = 500})
            .job(3, State::Delivered, {}, {.seconds = 10})
            .job(4, State::Delivered, {1, 2, 3})
            .job(5, State::Delivered, {4});
        QCOMPARE(pathOf(chain.ask(5), std::nullopt, 5), QStringLiteral("2 4 5"));
    }

    void eachCauseHasAPathOfItsOwn()
    {
        ScratchChain chain;
        chain.job(1, State::Failed)
            .job(2, State::Failed)
            .job(3, State::Delivered)
            .job(4, State::Ignored, {1, 2, 3});
        const auto answer = chain.ask(4);
        QCOMPARE(ui::causeNodes(answer).size(), std::size_t(2));
        QVERIFY(boxOf(answer, ui::shapeOf(answer, {}, 0), 1).critical);
        QVERIFY(!boxOf(answer, ui::shapeOf(answer, {}, 0), 2).critical);
        QVERIFY(boxOf(answer, ui::shapeOf(answer, {}, 1), 2).critical);
        QVERIFY(!boxOf(answer, ui::shapeOf(answer, {}, 1), 3).critical);
    }

    void aCircleEndsThePath()
    {
        ScratchChain chain;
        chain.job(1, State::Failed, {3}).job(2, State::Failed, {1}).job(3, State::Failed, {2, 3});
        const auto answer = chain.ask(3);
        QVERIFY(!pathOf(answer, std::nullopt, 3).isEmpty());
        for (const ui::GraphBox &box : ui::shapeOf(answer, {}).boxes)
            QVERIFY(box.inCycle);
        const ui::GraphScene scene = sceneOf(answer);
        int back = 0;
        for (const ui::EdgeDrawing &edge : scene.picture.edges)
            back += edge.back ? 1 : 0;
        QCOMPARE(back, 2); // the one that closes the circle, and the loop
    }

    void arrowsWalkAlongTheLines()
    {
        const auto answer = test::fanOut().ask(30);
        const ui::GraphScene scene = sceneOf(answer);
        const auto at = [&](int number) { return scene.shape.boxOf[nodeOf(answer, number)]; };
        QCOMPARE(ui::stepFrom(scene, at(30), ui::Step::Inputs), std::optional(at(9))); // the critical one
        QCOMPARE(ui::stepFrom(scene, at(9), ui::Step::Inputs), std::optional(at(1)));
        QCOMPARE(ui::stepFrom(scene, at(1), ui::Step::Inputs), std::optional<int>());
        QCOMPARE(ui::stepFrom(scene, at(9), ui::Step::Consumers), std::optional(at(30)));
        // The failure and the fold are alone in their column, one above the other.
        const auto below = ui::stepFrom(scene, at(9), ui::Step::Below);
        const auto above = ui::stepFrom(scene, at(9), ui::Step::Above);
        QVERIFY(below.has_value() != above.has_value());
        QCOMPARE(below ? *below : *above, at(3));
    }

    void failuresComeInReadingOrder()
    {
        const auto answer = test::brokenLine().ask(5);
        const ui::GraphScene scene = sceneOf(answer);
        std::vector<bool> failed;
        for (const ui::GraphBox &box : scene.shape.boxes)
            failed.push_back(box.failed);
        const auto at = [&](int number) { return scene.shape.boxOf[nodeOf(answer, number)]; };
        QCOMPARE(ui::nextOf(scene, failed, -1, false), std::optional(at(2)));
        QCOMPARE(ui::nextOf(scene, failed, at(2), false), std::optional(at(3)));
        QCOMPARE(ui::nextOf(scene, failed, at(5), false), std::optional(at(2)));
        QCOMPARE(ui::nextOf(scene, failed, at(2), true), std::optional(at(5)));
        QCOMPARE(ui::nextOf(scene, std::vector<bool>(5), at(2), true), std::optional<int>());
    }

    void neighboursAreOneLineAway()
    {
        const auto answer = test::brokenLine().ask(5);
        const auto shape = ui::shapeOf(answer, {});
        const auto close = ui::neighbourhood(shape, shape.boxOf[nodeOf(answer, 3)]);
        QCOMPARE(std::count(close.begin(), close.end(), true), std::ptrdiff_t(3));
        QVERIFY(!close[static_cast<std::size_t>(shape.boxOf[nodeOf(answer, 1)])]);
    }
};

DVMDASH_TEST(ChainShapeTest)

#include "chain_shape_test.moc"
