// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/question_counter.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <semaphore>

using namespace dvmdash;
using engine::AnswerCache;
using engine::Ask;
using engine::Overview;
using engine::OverviewQuestion;
using engine::Result;
using store::test::ScratchStore;
using test::start;

class QuestionCounterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_scratch = std::make_unique<ScratchStore>(start + 1000);
        m_scratch->makeListener = engine::countInRollups;
        m_scratch->give({test::signedEvent(1, 5001, 10, {})});
        m_scratch->close();
        m_runner = std::make_unique<engine::QueryRunner>(m_scratch->path(), 1);
        m_counter = std::make_unique<engine::QuestionCounter<OverviewQuestion>>();
    }
    void cleanup() { m_runner.reset(); }

    void equalQuestionsShareOneQuery()
    {
        const Blocked blocked(*m_runner);
        int answers = 0;
        std::vector<Ask> asks;
        for (int i = 0; i < 5; ++i)
            asks.push_back(ask(hour, 1, [&](const Result<Overview> &result) {
                QCOMPARE(result->totals.requests, 1);
                ++answers;
            }));
        QVERIFY(std::all_of(asks.begin(), asks.end(), [](const Ask &one) { return one.pending(); }));
        // One of them no longer wants it; the others still do.
        asks.front().cancel();
        blocked.release();
        QTRY_COMPARE(answers, 4);
        QVERIFY(std::none_of(asks.begin(), asks.end(), [](const Ask &one) { return one.pending(); }));
    }

    void aNewCommitNeedsANewQuery()
    {
        const Blocked blocked(*m_runner);
        std::vector<std::uint64_t> seen;
        const auto note = [&](const Result<Overview> &result) { seen.push_back(result->freshness.sequence); };
        const Ask one = ask(hour, 1, note);
        m_scratch->give({test::signedEvent(1, 5001, 20, {})});
        m_scratch->close();
        const Ask other = ask(hour, 2, note);
        blocked.release();
        QTRY_COMPARE(seen.size(), std::size_t{2});
        QVERIFY(seen.back() > 1);
    }

    void whenNobodyWaitsTheQueryIsDropped()
    {
        const Blocked blocked(*m_runner);
        bool answered = false;
        {
            QObject context;
            const Ask one = ask(hour, 1, [&](const auto &) { answered = true; });
            const Ask other = m_counter->ask(*this, m_runner.get(), 1, hour, &context,
                                             [&](const auto &) { answered = true; });
        }
        blocked.release();
        QTest::qWait(30);
        QVERIFY(!answered);
    }

    void answersAreKeptForOneSequence()
    {
        AnswerCache<OverviewQuestion> cache;
        Overview answer;
        answer.question = hour;
        answer.freshness.sequence = 7;
        answer.totals.requests = 42;
        QVERIFY(!cache.find(hour, 7));
        cache.keep(hour, answer);
        QCOMPARE(cache.find(hour, 7)->totals.requests, 42);
        OverviewQuestion other = hour;
        ++other.window.until;
        QVERIFY(!cache.find(other, 7));
        QVERIFY(!cache.find(hour, 8));
        // What is of an older sequence is gone for good.
        QVERIFY(!cache.find(hour, 7));
        for (int i = 0; i < 100; ++i) {
            ++other.window.until;
            cache.keep(other, answer);
        }
        QVERIFY(cache.find(other, 7));
        cache.keep(hour, answer);
        QVERIFY(cache.find(hour, 7));
    }

    void aKeptAnswerSaysHowFreshItIsNow()
    {
        std::vector<metrics::Freshness> fresh;
        const auto note = [&](const Result<Overview> &result) { fresh.push_back(result->freshness); };
        const Ask one = ask(hour, 1, note);
        QTRY_COMPARE(fresh.size(), std::size_t{1});
        QTest::qWait(5);
        const Ask other = ask(hour, 1, note);
        QTRY_COMPARE(fresh.size(), std::size_t{2});
        QCOMPARE(fresh.back().sequence, fresh.front().sequence);
        QVERIFY(fresh.back().as_of_ms > fresh.front().as_of_ms);
    }

    void withoutADatabaseItSaysSo()
    {
        QString error;
        const Ask one = m_counter->ask(*this, nullptr, 1, hour, this,
                                       [&](const Result<Overview> &result) { error = result.error; });
        QTRY_VERIFY(!error.isEmpty());
    }

private:
    /// Keeps the one reader thread busy until it is told to go on.
    class Blocked
    {
    public:
        explicit Blocked(engine::QueryRunner &runner)
        {
            runner.run(std::make_shared<engine::Query>(),
                       [gate = m_gate](store::Reader &) { gate->acquire(); });
        }
        ~Blocked() { m_gate->release(); }
        void release() const { m_gate->release(); }

    private:
        std::shared_ptr<std::counting_semaphore<4>> m_gate = std::make_shared<std::counting_semaphore<4>>(0);
    };

    Ask ask(const OverviewQuestion &question, std::uint64_t sequence,
            std::function<void(const Result<Overview> &)> listener)
    {
        return m_counter->ask(*this, m_runner.get(), sequence, question, this, std::move(listener));
    }

    const OverviewQuestion hour{{start, start + 3600}, metrics::Step::Minute};
    std::unique_ptr<ScratchStore> m_scratch;
    std::unique_ptr<engine::QuestionCounter<OverviewQuestion>> m_counter;
    std::unique_ptr<engine::QueryRunner> m_runner;
};

DVMDASH_TEST(QuestionCounterTest)
#include "question_counter_test.moc"
