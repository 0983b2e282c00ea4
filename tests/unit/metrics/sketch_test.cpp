// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/sketch.h"
#include "support/test_main.h"

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

using dvmdash::metrics::Sketch;

namespace
{

/// Durations as DVMs have them: most short, a few very long.
std::int64_t duration(std::mt19937_64 &random)
{
    return static_cast<std::int64_t>(random() % (std::uint64_t{1} << (1 + random() % 30)));
}

} // namespace

class SketchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void binsHaveNoGapAndAreNarrow()
    {
        std::int64_t next = 0;
        for (int bin = 0; Sketch::lowest(bin) < (std::int64_t{1} << 61); ++bin) {
            const std::int64_t lowest = Sketch::lowest(bin);
            const std::int64_t highest = Sketch::highest(bin);
            QCOMPARE(lowest, next);
            QVERIFY(highest >= lowest);
            QCOMPARE(Sketch::binOf(lowest), bin);
            QCOMPARE(Sketch::binOf(highest), bin);
            QVERIFY((highest - lowest) * 100 <= lowest);
            next = highest + 1;
        }
        QCOMPARE(Sketch::binOf(std::numeric_limits<std::int64_t>::max()),
                 Sketch::binOf((std::int64_t{1} << 62) - 1));
    }

    void nothingHasNoMiddle()
    {
        const Sketch empty;
        QCOMPARE(empty.count(), 0);
        QVERIFY(!empty.mean());
        QVERIFY(!empty.percentile(50));
    }

    void percentilesAgreeWithSorting()
    {
        std::mt19937_64 random(1);
        for (int round = 0; round < 200; ++round) {
            Sketch sketch;
            std::vector<std::int64_t> values;
            std::int64_t sum = 0;
            const auto count = 1 + random() % 400;
            for (std::uint64_t i = 0; i < count; ++i) {
                values.push_back(duration(random));
                sum += values.back();
                sketch.add(values.back());
            }
            std::sort(values.begin(), values.end());
            const auto n = static_cast<std::int64_t>(values.size());
            QCOMPARE(sketch.count(), n);
            QCOMPARE(sketch.sum(), sum);
            QVERIFY(std::abs(2 * (*sketch.mean() * n - sum)) <= n);
            for (const int percent : {1, 50, 95, 99, 100}) {
                const std::int64_t exact = values[static_cast<std::size_t>((n * percent + 99) / 100 - 1)];
                const std::int64_t told = *sketch.percentile(percent);
                QVERIFY2(std::abs(told - exact) * 100 <= exact, qPrintable(QString::number(exact)));
            }
        }
    }

    void partsAddUpInAnyOrderAndGoAwayAgain()
    {
        std::mt19937_64 random(2);
        Sketch whole;
        std::vector<Sketch> parts(7);
        for (int i = 0; i < 3000; ++i) {
            const std::int64_t value = duration(random);
            whole.add(value);
            parts[random() % parts.size()].add(value);
        }
        for (int round = 0; round < 10; ++round) {
            std::shuffle(parts.begin(), parts.end(), random);
            Sketch sum;
            for (const Sketch &part : parts)
                sum += part;
            QVERIFY(sum == whole);
            for (const Sketch &part : parts)
                sum -= part;
            QVERIFY(sum == Sketch{});
        }
        whole -= Sketch(whole);
        QVERIFY(whole == Sketch{});
    }
};
DVMDASH_TEST(SketchTest)

#include "sketch_test.moc"
