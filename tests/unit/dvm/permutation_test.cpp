// SPDX-License-Identifier: GPL-3.0-or-later
// The same facts in any order and with any repetition give the same judgement.
#include "story.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

template<typename T>
void shuffleAndRepeat(std::vector<T> &list, std::mt19937 &random)
{
    const std::size_t size = list.size();
    for (std::size_t i = 0; i < size; ++i) {
        if (random() % 3 == 0)
            list.push_back(T(list[i]));
    }
    std::shuffle(list.begin(), list.end(), random);
}

/// Later copies of an answer from other relays: they were received later, and perhaps from storage.
void addRelayCopies(std::vector<Answer> &answers, std::mt19937 &random)
{
    const std::size_t size = answers.size();
    for (std::size_t i = 0; i < size; ++i) {
        if (random() % 2 == 0)
            continue;
        Answer copy = answers[i];
        copy.received_ms += random() % 90'000 + 1;
        copy.live = random() % 2 == 0;
        answers.push_back(copy);
    }
}

/// Deaf now and then.
bool patchy(std::int64_t from, std::int64_t until)
{
    return (from - start) / 200 == (until - 1 - start) / 200;
}

} // namespace

class PermutationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anyOrderAnyRepetition();
    void storiesDiffer();
};

void PermutationTest::anyOrderAnyRepetition()
{
    for (unsigned seed = 1; seed <= 600; ++seed) {
        const RandomStory story = randomStory(seed, seed % 2 ? 60 : 400);
        JobFacts facts = tell(story.targets, story.script);
        if (seed % 10 == 0)
            facts.request.reset();
        const Listening listening = seed % 3 == 0 ? patchy : always;
        std::mt19937 random(seed);
        for (const std::int64_t now : {10, 45, 150, 600}) {
            const JobJudgement expected = judge(facts, KindTable::standard(), listening, start + now);
            for (int round = 0; round < 4; ++round) {
                JobFacts mixed = facts;
                addRelayCopies(mixed.answers, random);
                shuffleAndRepeat(mixed.answers, random);
                shuffleAndRepeat(mixed.payments, random);
                shuffleAndRepeat(mixed.cancellations, random);
                const JobJudgement judgement = judge(mixed, KindTable::standard(), listening, start + now);
                if (judgement == expected)
                    continue;
                QFAIL(qPrintable(
                    QStringLiteral("seed %1, now %2, targets '%3', script '%4': %5 is not %6")
                        .arg(seed)
                        .arg(now)
                        .arg(qs(story.targets), qs(story.script), told(judgement), told(expected))));
            }
        }
    }
}

/// The stories above are worth something only when they lead to every state an attempt can be in.
void PermutationTest::storiesDiffer()
{
    std::vector<int> seen(14, 0);
    std::uint32_t flags = 0;
    for (unsigned seed = 1; seed <= 600; ++seed) {
        const RandomStory story = randomStory(seed, seed % 2 ? 60 : 400);
        const Listening listening = seed % 3 == 0 ? patchy : always;
        for (const std::int64_t now : {10, 45, 150, 600}) {
            const JobJudgement judgement =
                judge(tell(story.targets, story.script), KindTable::standard(), listening, start + now);
            for (const Attempt &attempt : judgement.attempts) {
                ++seen[static_cast<std::size_t>(attempt.state)];
                flags |= attempt.flags;
            }
        }
    }
    for (int state = 1; state <= 11; ++state)
        QVERIFY2(seen[static_cast<std::size_t>(state)] > 0,
                 qPrintable(qs(stateName(static_cast<State>(state)))));
    QCOMPARE(flags | AttemptClockSkew, (1u << 11) - 1); // no story begins before its request
}

DVMDASH_TEST(PermutationTest)
#include "permutation_test.moc"
