// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/random.h"
#include "support/test_main.h"

#include <algorithm>
#include <array>
#include <set>

using dvmdash::demo::Random;

class RandomTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isTheSameEverywhere();
    void streamsAreApart();
    void betweenHoldsItsEnds();
    void weightsAreFollowed();
    void shuffleKeepsAll();
};

/// The numbers were computed apart from this program, from the definitions of splitmix64 and xoshiro256**.
void RandomTest::isTheSameEverywhere()
{
    Random random(42);
    for (const std::uint64_t expected : {0x15780b2e0c2ec716u, 0x6104d9866d113a7eu, 0xae17533239e499a1u,
                                         0xecb8ad4703b360a1u, 0xfde6dc7fe2ec5e64u})
        QCOMPARE(random.next(), expected);
}

void RandomTest::streamsAreApart()
{
    std::set<std::uint64_t> firsts;
    for (std::uint64_t index = 0; index < 200; ++index) {
        firsts.insert(Random(7, "job", index).next());
        firsts.insert(Random(7, "chain", index).next());
        firsts.insert(Random(8, "job", index).next());
    }
    QCOMPARE(firsts.size(), std::size_t(600));
}

void RandomTest::betweenHoldsItsEnds()
{
    Random random(1);
    std::set<std::int64_t> seen;
    for (int i = 0; i < 500; ++i)
        seen.insert(random.between(-2, 3));
    QCOMPARE(seen, (std::set<std::int64_t>{-2, -1, 0, 1, 2, 3}));
    QCOMPARE(random.between(5, 5), std::int64_t(5));
    QCOMPARE(random.below(0), std::uint64_t(0));
}

void RandomTest::weightsAreFollowed()
{
    Random random(2);
    const std::array<std::int64_t, 4> weights{0, 90, 0, 10};
    std::array<int, 4> hits{};
    for (int i = 0; i < 2000; ++i)
        ++hits[random.weighted(weights)];
    QCOMPARE(hits[0] + hits[2], 0);
    QVERIFY(hits[1] > 1700 && hits[3] > 120);
    QCOMPARE(random.weighted(std::array<std::int64_t, 2>{0, 0}), std::size_t(0));
}

void RandomTest::shuffleKeepsAll()
{
    std::vector<int> list(50);
    for (int i = 0; i < 50; ++i)
        list[static_cast<std::size_t>(i)] = i;
    std::vector<int> shuffled = list;
    Random random(3);
    random.shuffle(shuffled);
    QVERIFY(shuffled != list);
    std::ranges::sort(shuffled);
    QCOMPARE(shuffled, list);
}

DVMDASH_TEST(RandomTest)

#include "random_test.moc"
