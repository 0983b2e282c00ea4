// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "support/scratch_store.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using store::test::ScratchStore;

namespace
{

demo::Scenario scenario()
{
    demo::ScenarioSettings settings;
    settings.seed = 5;
    settings.jobs = 400;
    settings.start = 1'700'000'000;
    settings.span = 3600;
    return demo::makeScenario(settings);
}

/// The job tables after the events came in this order, in batches of random size.
std::string stateAfter(std::vector<nostr::Event> events, const demo::GroundTruth &truth, std::mt19937 &random)
{
    ScratchStore scratch(truth.until);
    scratch.listen(truth.start - 3600, truth.until);
    for (std::size_t at = 0; at < events.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 300, events.size() - at);
        const auto from = events.begin() + static_cast<std::ptrdiff_t>(at);
        scratch.give({from, from + static_cast<std::ptrdiff_t>(size)});
        at += size;
    }
    auto reader = scratch.read();
    return store::test::dumpJobs(reader);
}

} // namespace

/// The state of the jobs is a function of the set of events: order, batches and repetition do not matter.
class JobOrderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anyOrderGivesTheSameState()
    {
        const auto made = scenario();
        std::vector<nostr::Event> events;
        for (const auto &timed : made.events)
            events.push_back(timed.event);
        std::mt19937 random(1);
        const std::string inOrder = stateAfter(events, made.truth, random);
        QVERIFY(inOrder.size() > 10'000);

        std::reverse(events.begin(), events.end());
        QVERIFY(stateAfter(events, made.truth, random) == inOrder);
        for (int round = 0; round < 3; ++round) {
            auto shuffled = events;
            shuffled.insert(shuffled.end(), events.begin(), events.begin() + 200);
            std::shuffle(shuffled.begin(), shuffled.end(), random);
            QVERIFY(stateAfter(shuffled, made.truth, random) == inOrder);
        }
    }

    void theStateIsTheScenariosTruth()
    {
        const auto made = scenario();
        ScratchStore scratch(made.truth.until);
        scratch.listen(made.truth.start - 3600, made.truth.until);
        std::vector<nostr::Event> events;
        for (const auto &timed : made.events)
            events.push_back(timed.event);
        scratch.give(events);
        auto reader = scratch.read();
        for (const auto &truth : made.truth.jobs) {
            const auto detail = reader.jobDetail(truth.request);
            QVERIFY2(detail.has_value() || truth.attempts.empty(), truth.scenario.c_str());
            if (!detail)
                continue;
            const std::string context = truth.scenario + ": is " + std::string(dvm::stateName(detail->row.state))
                                        + ", should be " + std::string(dvm::stateName(truth.state));
            QVERIFY2(detail->row.state == truth.state, context.c_str());
            QCOMPARE(detail->attempts.size(), truth.attempts.size());
            for (const auto &expected : truth.attempts) {
                const auto at = std::find_if(detail->attempts.begin(), detail->attempts.end(),
                                             [&](const auto &attempt) { return attempt.dvm == expected.dvm; });
                QVERIFY2(at != detail->attempts.end(), truth.scenario.c_str());
                QVERIFY2(at->state == expected.state, truth.scenario.c_str());
                QVERIFY2(at->payment == expected.payment, truth.scenario.c_str());
                QVERIFY2(at->flags == expected.flags, truth.scenario.c_str());
                QCOMPARE(at->targeted, expected.targeted);
            }
        }
    }
};

DVMDASH_TEST(JobOrderTest)
#include "job_order_test.moc"
