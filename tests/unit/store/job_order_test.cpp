// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/tangled_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>
#include <sstream>

using namespace dvmdash;
using store::Statement;
using store::test::ScratchStore;
using test::Tangle;

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

/// When the events happened, Unix seconds; the clock stands at its end.
struct Span {
    std::int64_t from = 0;
    std::int64_t until = 0;
};

/// What the jobs are made of, with ids in place of row numbers: where each answer, payment and deletion
/// stands, and the role of each event.
std::string dumpFacts(store::Reader &reader)
{
    Statement rows = reader.database().prepare(
        "WITH name(rid, id) AS (SELECT rid, printf('%016x', id8) || hex(id24) FROM event), "
        "  request(jid, id) AS (SELECT jid, printf('%016x', id8) || hex(id24) FROM job) "
        "SELECT 'answer', n.id, r.id, a.rule FROM answer a JOIN name n USING(rid) LEFT JOIN request r "
        "USING(jid) "
        "UNION ALL SELECT 'payment ' || p.counted || p.tier || ' ' || p.refused, n.id, r.id, p.msat "
        "  FROM payment p JOIN name n USING(rid) LEFT JOIN request r USING(jid) "
        "UNION ALL SELECT 'deletion', n.id, r.id, 0 "
        "  FROM cancellation c JOIN name n USING(rid) LEFT JOIN request r USING(jid) "
        "UNION ALL SELECT 'target', hex(k.pk), r.id, t.position "
        "  FROM target t JOIN pubkey k USING(pid) LEFT JOIN request r USING(jid) "
        "UNION ALL SELECT 'event', n.id, '', e.role FROM event e JOIN name n USING(rid) ORDER BY 1, 2, 3, 4");
    std::string dump;
    while (rows.step()) {
        for (int column = 0; column < 4; ++column)
            dump += std::string(rows.text(column)) + ' ';
        dump += '\n';
    }
    return dump;
}

/// The job tables after the events came in this order, in batches of random size.
std::string stateAfter(const std::vector<nostr::Event> &events, const Span &span, std::mt19937 &random)
{
    ScratchStore scratch(span.until);
    scratch.listen(span.from - 3600, span.until);
    for (std::size_t at = 0; at < events.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 300, events.size() - at);
        const auto from = events.begin() + static_cast<std::ptrdiff_t>(at);
        scratch.give({from, from + static_cast<std::ptrdiff_t>(size)});
        at += size;
    }
    auto reader = scratch.read();
    return store::test::dumpJobs(reader) + dumpFacts(reader);
}

/// The same after a transaction for each event, so that jobs are judged from rows that are read back, or
/// after one for all of them, so that they are judged from what was told.
std::string stateAfterCommits(const std::vector<nostr::Event> &events, const Span &span, bool oneForAll)
{
    ScratchStore scratch(span.until);
    scratch.listen(span.from - 3600, span.until);
    if (oneForAll)
        scratch.giveTogether([&] { scratch.give(events); });
    for (std::size_t i = 0; !oneForAll && i < events.size(); ++i)
        scratch.giveTogether([&] { scratch.give({events[i]}); });
    auto reader = scratch.read();
    return store::test::dumpJobs(reader) + dumpFacts(reader);
}

/// The first line in which two dumps differ, for the message of a failure.
std::string firstDifference(const std::string &one, const std::string &other)
{
    std::istringstream a(one);
    std::istringstream b(other);
    std::string lineA;
    std::string lineB;
    for (;;) {
        const bool moreA = static_cast<bool>(std::getline(a, lineA));
        const bool moreB = static_cast<bool>(std::getline(b, lineB));
        if (!moreA && !moreB)
            return {};
        if (moreA != moreB || lineA != lineB)
            return "in order: " + (moreA ? lineA : "(end)") + "\nnow:      " + (moreB ? lineB : "(end)");
    }
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
        const Span span{made.truth.start, made.truth.until};
        const std::string inOrder = stateAfter(events, span, random);
        QVERIFY(inOrder.size() > 10'000);

        std::reverse(events.begin(), events.end());
        QVERIFY(stateAfter(events, span, random) == inOrder);
        for (int round = 0; round < 3; ++round) {
            auto shuffled = events;
            shuffled.insert(shuffled.end(), events.begin(), events.begin() + 200);
            std::shuffle(shuffled.begin(), shuffled.end(), random);
            QVERIFY(stateAfter(shuffled, span, random) == inOrder);
        }
    }

    void collisionsComeOutAlikeInAnyOrder_data()
    {
        QTest::addColumn<bool>("answersNameSeveral");
        QTest::addColumn<bool>("receiptsShareKeys");
        QTest::addColumn<bool>("paymentsNameAnswers");
        QTest::addColumn<bool>("nestedAndDeleted");
        QTest::addColumn<bool>("moneyIsChecked");
        QTest::newRow("answers that name several") << true << false << false << false << false;
        QTest::newRow("several receipts of one payment") << false << true << false << false << false;
        QTest::newRow("paid answers that move") << true << false << true << false << false;
        QTest::newRow("nested and deleted requests") << false << false << false << true << false;
        QTest::newRow("money that is checked") << false << true << true << false << true;
        QTest::newRow("all at once") << true << true << true << true << true;
    }
    void collisionsComeOutAlikeInAnyOrder()
    {
        QFETCH(bool, answersNameSeveral);
        QFETCH(bool, receiptsShareKeys);
        QFETCH(bool, paymentsNameAnswers);
        QFETCH(bool, nestedAndDeleted);
        QFETCH(bool, moneyIsChecked);
        constexpr int groups = 25;
        const Tangle tangle{answersNameSeveral, receiptsShareKeys, paymentsNameAnswers, nestedAndDeleted,
                            moneyIsChecked};
        auto events = test::tangledEvents(tangle, 7, groups);
        const Span span{test::start, test::start + 100'000};
        std::mt19937 random(2);
        const std::string inOrder = stateAfter(events, span, random);
        std::reverse(events.begin(), events.end());
        for (int round = 0; round < 6; ++round) {
            const std::string now = stateAfter(events, span, random);
            QVERIFY2(now == inOrder, firstDifference(inOrder, now).c_str());
            const auto copies = events;
            events.insert(events.end(), copies.begin(), copies.begin() + groups);
            std::shuffle(events.begin(), events.end(), random);
        }
    }

    void oneCommitGivesTheSameAsOneForEachEvent_data() { collisionsComeOutAlikeInAnyOrder_data(); }
    void oneCommitGivesTheSameAsOneForEachEvent()
    {
        QFETCH(bool, answersNameSeveral);
        QFETCH(bool, receiptsShareKeys);
        QFETCH(bool, paymentsNameAnswers);
        QFETCH(bool, nestedAndDeleted);
        QFETCH(bool, moneyIsChecked);
        const Tangle tangle{answersNameSeveral, receiptsShareKeys, paymentsNameAnswers, nestedAndDeleted,
                            moneyIsChecked};
        auto events = test::tangledEvents(tangle, 11, 12);
        const Span span{test::start, test::start + 100'000};
        std::mt19937 random(3);
        for (int round = 0; round < 2; ++round) {
            const std::string told = stateAfterCommits(events, span, true);
            const std::string readBack = stateAfterCommits(events, span, false);
            QVERIFY(told.size() > 1'000);
            QVERIFY2(told == readBack, firstDifference(readBack, told).c_str());
            std::shuffle(events.begin(), events.end(), random);
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
            const std::string context = truth.scenario + ": is " +
                                        std::string(dvm::stateName(detail->row.state)) + ", should be " +
                                        std::string(dvm::stateName(truth.state));
            QVERIFY2(detail->row.state == truth.state, context.c_str());
            QCOMPARE(detail->attempts.size(), truth.attempts.size());
            for (const auto &expected : truth.attempts) {
                const auto at =
                    std::find_if(detail->attempts.begin(), detail->attempts.end(),
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
