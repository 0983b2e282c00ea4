// SPDX-License-Identifier: GPL-3.0-or-later
// Chains out of a database: the ground truth of many networks, stored in any order, with copies.
#include "demo/scenario.h"
#include "engine/rebuild.h"
#include "store/chain_walk.h"
#include "support/chain_truth.h"
#include "support/sanitized.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using store::test::ScratchStore;
using test::signedEvent;

namespace
{

void give(ScratchStore &scratch, const demo::Scenario &scenario, unsigned seed)
{
    std::vector<demo::TimedEvent> events = scenario.events;
    std::mt19937 random(seed);
    const std::size_t all = events.size();
    for (std::size_t i = 0; i < all / 5; ++i)
        events.push_back(events[random() % all]);
    std::shuffle(events.begin(), events.end(), random);
    scratch.open();
    for (std::size_t i = 0; i < events.size();) {
        ingest::Batch batch;
        for (const std::size_t until = std::min(events.size(), i + 1 + random() % 400); i < until; ++i)
            batch.emplace_back(scratch.writer().prepare(
                {events[i].event, 0, scenario.truth.start * 1000 + events[i].at_ms, true}));
        scratch.writer().deliver(std::move(batch));
    }
    scratch.listen(scenario.truth.start - 1'000, scenario.truth.until + 1);
}

/// Fills a database with the network of this seed, and asks it, judged in each of these ways, who broke what.
QStringList disagreements(int seed, int jobs,
                          const std::function<std::vector<store::Judging>(std::int64_t)> &ways)
{
    const auto scenario = demo::makeScenario({.seed = static_cast<std::uint64_t>(seed),
                                              .jobs = jobs,
                                              .introductions = false,
                                              .heartbeats = false,
                                              .relay = "ws://127.0.0.1:7447"});
    ScratchStore scratch(scenario.truth.until);
    give(scratch, scenario, static_cast<unsigned>(seed));
    store::Reader reader = scratch.read();
    QStringList differences;
    for (const store::Judging &judging : ways(scenario.truth.until))
        differences +=
            test::verdictDisagreements(scenario.truth, [&](const nostr::EventId &job) -> test::JudgedJob {
                const auto around = reader.chain(job, judging);
                if (!around)
                    return {}; // a ghost has no row
                return {around->chain.nodes[around->job], dvm::verdictOf(around->chain, around->job)};
            });
    return differences;
}

void addSeeds(int count)
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= count; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

} // namespace

class StoredChainTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theGroundTruthAgrees_data() { addSeeds(20); }
    void theGroundTruthAgrees()
    {
        QFETCH(const int, seed);
        const QStringList differences = disagreements(seed, 500, [](std::int64_t now) {
            return std::vector<store::Judging>{{}, {now, false}, {now, true}};
        });
        QVERIFY2(differences.isEmpty(), qPrintable(differences.mid(0, 12).join(u'\n')));
    }

    void everyJobOfAChainLeadsToAllOfIt()
    {
        const auto scenario = demo::makeScenario({.seed = 3, .jobs = 400});
        ScratchStore scratch(scenario.truth.until);
        give(scratch, scenario, 3);
        store::Reader reader = scratch.read();
        int chains = 0;
        for (const auto &truth : scenario.truth.chains) {
            std::set<nostr::EventId> expected(truth.jobs.begin(), truth.jobs.end());
            for (const auto &job : truth.jobs) {
                const auto around = reader.chain(job);
                if (!around)
                    continue;
                std::set<nostr::EventId> found;
                for (const auto &node : around->chain.nodes)
                    found.insert(node.id);
                QVERIFY2(found == expected, truth.name.c_str());
                QVERIFY(!around->chain.more);
                ++chains;
            }
        }
        QVERIFY(chains > 20);
    }

    void itsClockCanBeSet()
    {
        ScratchStore scratch(test::start + 20);
        const auto first = signedEvent(1, 5000, 0, {{"p", test::keyOf(2).hex()}});
        const auto second =
            signedEvent(1, 5001, 2, {{"i", first.id.hex(), "job"}, {"p", test::keyOf(3).hex()}});
        scratch.give(
            {first, second, signedEvent(3, 7000, 4, {{"e", second.id.hex()}, {"status", "processing"}})});
        scratch.listen(test::start - 10, test::start + 100);
        store::Reader reader = scratch.read();
        const auto stateAt = [&](const store::Judging &judging) {
            const auto around = reader.chain(second.id, judging);
            return std::pair(around->chain.nodes[0].state, around->chain.nodes[1].state);
        };
        using dvm::State;
        QVERIFY(stateAt({}) == std::pair(State::Waiting, State::Accepted));
        QVERIFY(stateAt({test::start + 60, false}) == std::pair(State::Ignored, State::Accepted));
        // Nobody listened so long.
        QVERIFY(stateAt({test::start + 1'000, false}) == std::pair(State::Ignored, State::Unobserved));
        QVERIFY(stateAt({test::start + 1'000, true}) == std::pair(State::Ignored, State::Stalled));
    }

    void moreThanCanBeTakenInIsSaid()
    {
        ScratchStore scratch(test::start + 10'000);
        std::vector<nostr::Event> events{signedEvent(1, 5000, 0, {})};
        for (int i = 1; i <= 70; ++i)
            events.push_back(signedEvent(1, 5000, i, {{"i", events.back().id.hex(), "job"}}));
        for (int i = 0; i < 600; ++i)
            events.push_back(signedEvent(2, 5001, 100 + i, {{"i", events[0].id.hex(), "event"}}));
        scratch.give(events);
        store::Reader reader = scratch.read();
        const auto fromEnd = reader.chain(events[70].id);
        QVERIFY(fromEnd->chain.more);
        QCOMPARE(fromEnd->chain.nodes.size(), std::size_t(dvm::mostChainDepth + 1));
        const auto fromHub = reader.chain(events[0].id);
        QVERIFY(fromHub->chain.more);
        QCOMPARE(fromHub->chain.nodes.size(), dvm::mostChainNodes);
    }

    /// When a request was received says something only when it came as it happened.
    void theReceiptOfALiveRequestIsTold()
    {
        for (const bool live : {true, false}) {
            ScratchStore scratch(test::start + 20);
            const auto request = signedEvent(1, 5000, 0, {});
            scratch.give({request}, 0, live);
            store::Reader reader = scratch.read();
            const auto around = reader.chain(request.id);
            QCOMPARE(around->chain.nodes[0].received_ms.has_value(), live);
            if (live)
                QCOMPARE(*around->chain.nodes[0].received_ms, reader.eventDetail(request.id).row.received_ms);
        }
    }

    void anUnknownIdIsNoChain()
    {
        ScratchStore scratch(test::start);
        scratch.give({signedEvent(1, 5000, 0, {})});
        QVERIFY(!scratch.read().chain(signedEvent(1, 5000, 1, {}).id));
    }
};

/// The same at length. A class of its own, so that it runs beside the others.
class ManyStoredChainsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theGroundTruthAgrees_data() { addSeeds(test::isSanitized ? 4 : 20); }
    void theGroundTruthAgrees()
    {
        QFETCH(const int, seed);
        const QStringList differences =
            disagreements(seed, 10'000, [](std::int64_t) { return std::vector<store::Judging>{{}}; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences.mid(0, 12).join(u'\n')));
    }
};

DVMDASH_TEST(StoredChainTest)
DVMDASH_TEST(ManyStoredChainsTest)
#include "chain_test.moc"
