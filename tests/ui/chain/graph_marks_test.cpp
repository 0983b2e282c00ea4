// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "scratch_chain.h"
#include "support/test_main.h"
#include "ui/chain/chain_graph.h"

#include <QSignalSpy>

#include <algorithm>

using namespace dvmdash;

/// What others say on the boxes of a graph.
class GraphMarksTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void markedJobsSayIt()
    {
        test::PageFixture fixture;
        ui::ChainGraph graph(fixture.context());
        graph.setAnswer(test::brokenLine().ask(5));
        const QImage plain = graph.toImage();
        graph.setMarks({{test::idOf(3), {QStringLiteral("slower"), ui::Icon::Clock, ui::Tone::Stalled}}});
        graph.select(test::idOf(3));
        QVERIFY(graph.view().accessibleDescription().endsWith(QLatin1String("slower")));
        QVERIFY(graph.toImage() != plain);
        graph.deselect();
        QVERIFY(!graph.selected());
        graph.setMarks({});
        QVERIFY(graph.toImage() == plain);
        // Set before there is anything to mark.
        ui::ChainGraph other(fixture.context());
        other.setMarks({{test::idOf(2), {QStringLiteral("failed"), ui::Icon::Cross, ui::Tone::Failed}}});
        other.setAnswer(test::brokenLine().ask(5));
        other.select(test::idOf(2));
        QVERIFY(other.view().accessibleDescription().endsWith(QLatin1String("failed")));
    }

    void markedJobsAreNotFolded()
    {
        test::PageFixture fixture;
        ui::ChainGraph graph(fixture.context());
        graph.setAnswer(test::fanOut().ask(30));
        const auto boxes = [&] {
            // All boxes, by asking for all to be unfaded.
            std::set<nostr::EventId> all;
            for (int number = 0; number < 40; ++number)
                all.insert(test::idOf(number));
            graph.setUnfaded(all);
            return graph.view().look().unfaded.size();
        };
        const std::size_t folded = boxes();
        graph.setMarks({{test::idOf(4), {QStringLiteral("added"), ui::Icon::Add, ui::Tone::Running}},
                        {test::idOf(7), {QStringLiteral("added"), ui::Icon::Add, ui::Tone::Running}}});
        QCOMPARE(boxes(), folded + 2);
        graph.setMarks({});
        QCOMPARE(boxes(), folded);
    }

    void othersAreFaded()
    {
        test::PageFixture fixture;
        ui::ChainGraph graph(fixture.context());
        graph.setBare();
        QVERIFY(!graph.view().look().critical);
        graph.setAnswer(test::brokenLine().ask(5));
        graph.setUnfaded(std::set{test::idOf(2), test::idOf(4)});
        auto unfaded = graph.view().look().unfaded;
        QCOMPARE(std::count(unfaded.begin(), unfaded.end(), true), 2);
        graph.setUnfaded(std::nullopt);
        QVERIFY(graph.view().look().unfaded.empty());
    }
};

DVMDASH_TEST(GraphMarksTest)
#include "graph_marks_test.moc"
