// SPDX-License-Identifier: GPL-3.0-or-later
// Two chains out of a database, side by side, and which ones are worth it.
#include "engine/answers.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"
#include "support/two_chains.h"

using namespace dvmdash;
using dvm::Difference;
using store::test::ScratchStore;
using test::signedEvent;

class StoredComparisonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_story = test::twoChains();
        m_scratch.give(m_story.events);
        m_reader = std::make_unique<store::Reader>(m_scratch.read().path());
    }

    void whatIsDifferentIsFound()
    {
        const auto compared = engine::answer(
            *m_reader,
            engine::CompareChainsQuestion{m_story.before.summary.id, m_story.after.summary.id, {}});
        QVERIFY(!compared.is_one_chain);
        const dvm::ChainComparison &comparison = compared.comparison;
        QCOMPARE(comparison.jobs.size(), std::size_t(6));
        QCOMPARE(comparison.same, 1);
        for (const auto difference : {Difference::Failed, Difference::Missing, Difference::Added,
                                      Difference::Slower, Difference::OtherDvm})
            QCOMPARE(comparison.total(difference), 1);
        for (const auto difference :
             {Difference::Recovered, Difference::OtherState, Difference::Faster, Difference::OtherCost})
            QCOMPARE(comparison.total(difference), 0);
        QCOMPARE(*comparison.left_s, 22);
        QCOMPARE(*comparison.right_s, 35);
        const auto &left = compared.left.chain;
        const auto &right = compared.right.chain;
        const auto pair = [&](const nostr::Event &before, const nostr::Event &after) {
            const auto &job = comparison.jobs[comparison.ofLeft(*left.indexOf(before.id))];
            return job.right == right.indexOf(after.id) ? &job : nullptr;
        };
        const auto *summary = pair(m_story.before.summary, m_story.after.summary);
        QVERIFY(summary && summary->has(Difference::Failed));
        const auto *slow = pair(m_story.before.transcription, m_story.after.transcription);
        QVERIFY(slow && slow->has(Difference::Slower));
        QCOMPARE(*slow->left_ms, 4'000);
        QCOMPARE(*slow->right_ms, 14'000);
        const auto *other = pair(m_story.before.translation, m_story.after.translation);
        QVERIFY(other && other->has(Difference::OtherDvm));
        QVERIFY(left.nodes[compared.left.job].id == m_story.before.summary.id);
        QCOMPARE(compared.right.verdict.root_causes.size(), std::size_t(1));
    }

    void anyJobOrAnswerOfTheChainsWillDo()
    {
        const auto whole = compare(m_story.before.summary.id, m_story.after.summary.id);
        QVERIFY(compare(m_story.before.discovery.id, m_story.after.picture.id).comparison ==
                whole.comparison);
        const auto &result = whole.left.chain.nodes[0].answers.at(0).id;
        QVERIFY(compare(result, m_story.after.summary.id).comparison == whole.comparison);
    }

    /// All of the chain would be the same on both sides.
    void jobsOfOneChainAreComparedByWhatTheyRestOn()
    {
        const auto compared = compare(m_story.after.picture.id, m_story.after.summary.id);
        QVERIFY(compared.is_one_chain);
        QCOMPARE(compared.left.chain.nodes.size(), std::size_t(3));
        QCOMPARE(compared.right.chain.nodes.size(), std::size_t(4));
        QCOMPARE(compared.comparison.same, 2); // discovery and transcription, which both rest on
        QCOMPARE(compared.comparison.total(Difference::Added), 2);
        QCOMPARE(compared.comparison.total(Difference::Missing), 1);
        QVERIFY(compared.left.chain.nodes[compared.left.job].id == m_story.after.picture.id);
        QVERIFY(compared.right.verdict.root_causes.at(0).job == m_story.after.summary.id);
    }

    void unknownIdsAreNone()
    {
        const auto unknown = signedEvent(1, 5000, 77, {}).id;
        QVERIFY_THROWS_EXCEPTION(store::Error, compare(unknown, m_story.after.summary.id));
        QVERIFY_THROWS_EXCEPTION(store::Error, compare(m_story.after.summary.id, unknown));
        QVERIFY_THROWS_EXCEPTION(store::Error,
                                 engine::answer(*m_reader, engine::SimilarChainsQuestion{unknown, 5}));
        // And the reader can be asked again: no transaction is left open.
        compare(m_story.before.summary.id, m_story.after.summary.id);
    }

    void likeChainsAreProposed()
    {
        const auto similar =
            engine::answer(*m_reader, engine::SimilarChainsQuestion{m_story.after.summary.id, 20}).chains;
        QCOMPARE(similar.size(), std::size_t(2));
        QVERIFY(similar[0].job == m_story.before.summary.id);
        QVERIFY(similar[0].alike && similar[0].same_customer);
        QCOMPARE(similar[0].unlike, 0);
        QCOMPARE(similar[0].jobs, 5);
        QCOMPARE(*similar[0].duration_s, 22);
        QCOMPARE(similar[0].failed, 0);
        // Newer, but it rests on nothing.
        QVERIFY(similar[1].job == m_story.alone.id);
        QVERIFY(!similar[1].alike && !similar[1].same_customer);
        QCOMPARE(similar[1].unlike, 3);
        QCOMPARE(engine::answer(*m_reader, engine::SimilarChainsQuestion{m_story.after.summary.id, 1})
                     .chains.size(),
                 std::size_t(1));
        // It is not proposed for itself, nor is what was not delivered.
        const auto forAlone =
            engine::answer(*m_reader, engine::SimilarChainsQuestion{m_story.alone.id, 20}).chains;
        QCOMPARE(forAlone.size(), std::size_t(1));
        QVERIFY(forAlone[0].job == m_story.before.summary.id);
    }

    void amongLikeOnesTheCustomersOwnComeFirstThenTheNewest()
    {
        ScratchStore scratch(test::start + 20'000);
        std::vector<nostr::Event> events;
        std::vector<nostr::EventId> ids;
        for (int i = 0; i < 30; ++i) {
            const auto customer = static_cast<unsigned char>(i % 3 == 0 ? 1 : 2);
            events.push_back(signedEvent(customer, 5005, 100 * i, {}));
            ids.push_back(events.back().id);
            events.push_back(signedEvent(4, 6005, 100 * i + 5,
                                         {{"e", ids.back().hex()}, {"p", test::keyOf(customer).hex()}}, "x"));
        }
        events.push_back(signedEvent(1, 5005, 50, {}));
        scratch.give(events);
        store::Reader reader = scratch.read();
        const auto similar =
            engine::answer(reader, engine::SimilarChainsQuestion{events.back().id, 12}).chains;
        QCOMPARE(similar.size(), std::size_t(12));
        for (int i = 0; i < 10; ++i)
            QVERIFY(similar[static_cast<std::size_t>(i)].job == ids[static_cast<std::size_t>(27 - 3 * i)]);
        QVERIFY(similar[10].job == ids[29]);
        QVERIFY(similar[11].job == ids[28]);
    }

    /// What went on from a delivered job and failed makes it a poor example.
    void whereNothingFailedComesFirst()
    {
        ScratchStore scratch(test::start + 20'000);
        std::vector<nostr::Event> events;
        const auto deliver = [&](unsigned char customer, std::int64_t at) {
            const auto request = signedEvent(customer, 5005, at, {});
            events.push_back(request);
            events.push_back(signedEvent(4, 6005, at + 5,
                                         {{"e", request.id.hex()}, {"p", test::keyOf(customer).hex()}}, "x"));
            return request.id;
        };
        const auto whole = deliver(2, 0);
        const auto broken = deliver(1, 100);
        const auto next = signedEvent(1, 5001, 110, {{"i", broken.hex(), "job"}});
        events.push_back(next);
        events.push_back(signedEvent(5, 7000, 120, {{"e", next.id.hex()}, {"status", "error"}}));
        const auto asked = signedEvent(1, 5005, 200, {});
        events.push_back(asked);
        scratch.give(events);
        store::Reader reader = scratch.read();
        const auto similar = engine::answer(reader, engine::SimilarChainsQuestion{asked.id, 5}).chains;
        QCOMPARE(similar.size(), std::size_t(2));
        QVERIFY(similar[0].job == whole && similar[0].failed == 0);
        QVERIFY(similar[1].job == broken && similar[1].failed == 1 && similar[1].same_customer);
    }

private:
    engine::ChainsCompared compare(const nostr::EventId &left, const nostr::EventId &right)
    {
        return engine::answer(*m_reader, engine::CompareChainsQuestion{left, right, {}});
    }

    test::TwoChains m_story;
    ScratchStore m_scratch{test::start + 10'000};
    std::unique_ptr<store::Reader> m_reader;
};

DVMDASH_TEST(StoredComparisonTest)
#include "comparison_test.moc"
