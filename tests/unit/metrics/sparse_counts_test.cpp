// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/sparse_counts.h"
#include "support/test_main.h"

#include <limits>
#include <map>
#include <random>

using dvmdash::metrics::SparseCounts;

class SparseCountsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsSumsAndNoZeros()
    {
        std::mt19937_64 random(3);
        SparseCounts counts;
        std::map<std::uint32_t, std::int64_t> expected;
        for (int i = 0; i < 5000; ++i) {
            const auto key = static_cast<std::uint32_t>(random() % 200);
            const auto value = static_cast<std::int64_t>(random() % 7) - 3;
            counts.add(key, value);
            expected[key] += value;
        }
        std::erase_if(expected, [](const auto &entry) { return entry.second == 0; });
        QCOMPARE(counts.entries().size(), expected.size());
        for (const auto &[key, value] : expected)
            QCOMPARE(counts[key], value);
        QCOMPARE(counts[10'000], 0);
    }

    void comesBackFromItsBytes()
    {
        std::mt19937_64 random(4);
        for (int round = 0; round < 300; ++round) {
            SparseCounts counts;
            for (int i = 0; i < round % 40; ++i)
                counts.add(static_cast<std::uint32_t>(random() >> (32 + random() % 32)),
                           static_cast<std::int64_t>(random()) >> (random() % 64));
            SparseCounts again;
            QVERIFY(again.addEncoded(counts.encoded()));
            QVERIFY(again == counts);
        }
        SparseCounts ends;
        ends.add(0, std::numeric_limits<std::int64_t>::min());
        ends.add(std::numeric_limits<std::uint32_t>::max(), std::numeric_limits<std::int64_t>::max());
        SparseCounts again;
        QVERIFY(again.addEncoded(ends.encoded()));
        QVERIFY(again == ends);
    }

    void whatWasAddedCanBeTakenAway()
    {
        SparseCounts counts;
        counts.add(1, std::numeric_limits<std::int64_t>::max());
        counts.add(1, std::numeric_limits<std::int64_t>::max());
        counts.add(2, 5);
        counts.add(1, -std::numeric_limits<std::int64_t>::max());
        counts.add(1, -std::numeric_limits<std::int64_t>::max());
        SparseCounts expected;
        expected.add(2, 5);
        QVERIFY(counts == expected);
        counts += counts;
        QCOMPARE(counts[2], 10);
    }

    void damageIsNoticed()
    {
        SparseCounts counts;
        counts.add(3, 100'000);
        const std::string bytes = counts.encoded();
        for (std::size_t length = 1; length < bytes.size(); ++length) {
            SparseCounts cut;
            QVERIFY(!cut.addEncoded(std::string_view(bytes).substr(0, length)));
        }
        using namespace std::string_view_literals;
        for (const std::string_view damaged : {
                 "\x03\x02\x00\x02"sv,                 // the same key twice
                 "\x80\x80\x80\x80\x10\x02"sv,         // a key of 33 bits
                 "\xff\xff\xff\xff\x0f\x02\x01\x02"sv, // and one that becomes so
             }) {
            SparseCounts none;
            QVERIFY(!none.addEncoded(damaged));
        }
    }

    void mergesInAnyWayToTheSameSums()
    {
        std::mt19937_64 random(5);
        for (int round = 0; round < 300; ++round) {
            std::map<std::uint32_t, std::int64_t> expected;
            SparseCounts byBytes;
            SparseCounts bySum;
            for (int part = 0; part < 4; ++part) {
                SparseCounts counts;
                for (int i = 0; i < round % 30; ++i) {
                    const auto key = static_cast<std::uint32_t>(random() % 40);
                    const auto value = static_cast<std::int64_t>(random() % 5) - 2;
                    counts.add(key, value);
                    expected[key] += value;
                }
                QVERIFY(byBytes.addEncoded(counts.encoded()));
                bySum += counts;
            }
            std::erase_if(expected, [](const auto &entry) { return entry.second == 0; });
            const std::vector<SparseCounts::Entry> sums(expected.begin(), expected.end());
            QVERIFY(byBytes.entries() == sums);
            QVERIFY(bySum.entries() == sums);
        }
    }
};

DVMDASH_TEST(SparseCountsTest)
#include "sparse_counts_test.moc"
