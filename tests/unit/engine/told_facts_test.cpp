// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "engine/answers.h"
#include "support/random_delivery.h"
#include "support/rebuild_words.h"
#include "support/signed_events.h"
#include "support/tangled_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using store::test::ScratchStore;

namespace
{

struct Made {
    std::vector<nostr::Event> events;
    std::int64_t now = 0;
};

Made demoEvents(int seed)
{
    demo::ScenarioSettings settings;
    settings.seed = static_cast<std::uint64_t>(seed);
    settings.jobs = 300;
    settings.start = test::start;
    const auto scenario = demo::makeScenario(settings);
    Made made;
    for (const auto &timed : scenario.events)
        made.events.push_back(timed.event);
    made.now = scenario.truth.until;
    return made;
}

Made tangledEvents(int seed)
{
    test::Tangle all;
    all.answersNameSeveral = all.receiptsShareKeys = all.paymentsNameAnswers = all.nestedAndDeleted =
        all.moneyIsChecked = true;
    return {test::tangledEvents(all, static_cast<std::uint64_t>(seed), 25), test::start + 90'000};
}

/// In portions of any size, in any order, each of which is one transaction.
void giveInTransactions(ScratchStore &scratch, std::vector<nostr::Event> events, std::size_t most,
                        std::mt19937 &random)
{
    std::shuffle(events.begin(), events.end(), random);
    for (std::size_t at = 0; at < events.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % most, events.size() - at);
        const auto from = events.begin() + static_cast<std::ptrdiff_t>(at);
        scratch.giveTogether([&] { scratch.give({from, from + static_cast<std::ptrdiff_t>(size)}); });
        at += size;
    }
}

} // namespace

/// A job that was made in a transaction is judged from what was told of it there; a rebuild reads all rows
/// back. Both must come to the same, whatever came in one transaction.
class ToldFactsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anyPortionsGiveWhatIsReadBack_data()
    {
        QTest::addColumn<bool>("isDemo");
        QTest::addColumn<int>("seed");
        QTest::addColumn<int>("most");
        for (const int seed : {1, 2}) {
            for (const int most : {3, 60, 1'000, 100'000}) {
                QTest::addRow("demo %d, portions up to %d", seed, most) << true << seed << most;
                QTest::addRow("tangle %d, portions up to %d", seed, most) << false << seed << most;
            }
        }
    }
    void anyPortionsGiveWhatIsReadBack()
    {
        QFETCH(const bool, isDemo);
        QFETCH(const int, seed);
        QFETCH(const int, most);
        const Made made = isDemo ? demoEvents(seed) : tangledEvents(seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        ScratchStore scratch(made.now);
        scratch.makeListener = engine::countInRollups;
        scratch.listen(test::start - 3600, made.now);
        giveInTransactions(scratch, made.events, static_cast<std::size_t>(most), random);
        scratch.close();
        complainsOfNothing(scratch);
    }

    /// The answer waits under an id that nobody knows, and moves when its request comes, all in one
    /// transaction.
    void anAnswerThatMovesIsNotForgotten()
    {
        const auto request = test::signedEvent(1, 5001, 0, {{"i", "x", "text"}});
        const auto answer =
            test::signedEvent(2, 6001, 5, {{"e", std::string(64, 'a')}, {"e", request.id.hex()}}, "done");
        ScratchStore scratch(test::start + 90'000);
        scratch.makeListener = engine::countInRollups;
        scratch.giveTogether([&] { scratch.give({answer, request}); });
        scratch.close();
        auto reader = scratch.read();
        const auto job = reader.jobDetail(request.id);
        QVERIFY(job.has_value());
        QCOMPARE(job->attempts.size(), std::size_t{1});
        complainsOfNothing(scratch);
    }

    void aHostileNetworkGivesWhatIsReadBack_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 3; seed <= 5; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void aHostileNetworkGivesWhatIsReadBack()
    {
        QFETCH(const int, seed);
        const Made made = demoEvents(seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        ScratchStore scratch(made.now);
        scratch.makeListener = engine::countInRollups;
        giveAtRandom(scratch, made.events, random);
        scratch.close();
        complainsOfNothing(scratch);
    }

private:
    static void complainsOfNothing(const ScratchStore &scratch)
    {
        QVERIFY(scratch.problems().empty());
        const auto report = engine::checkDatabase(QString::fromStdString(scratch.path()));
        QCOMPARE(test::complaintsOf(report), QString());
        QCOMPARE(report.differences(), 0);
    }
};

DVMDASH_TEST(ToldFactsTest)
#include "told_facts_test.moc"
