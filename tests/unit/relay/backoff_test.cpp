// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/backoff.h"
#include "support/test_main.h"

#include <array>
#include <limits>
#include <random>
#include <vector>

using namespace dvmdash;
using relay::Backoff;

class BackoffTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ceilingDoublesUpToTheMost()
    {
        Backoff backoff(1000, 300'000, [](std::int64_t most) { return most; });
        std::vector<std::int64_t> waits;
        for (int i = 0; i < 12; ++i)
            waits.push_back(backoff.next());
        const std::vector<std::int64_t> expected = {1000,   2000,    4000,    8000,    16'000,  32'000,
                                                    64'000, 128'000, 256'000, 300'000, 300'000, 300'000};
        QCOMPARE(waits, expected);
        QCOMPARE(backoff.failures(), 12);
    }

    void resetStartsAgain()
    {
        Backoff backoff(1000, 300'000, [](std::int64_t most) { return most; });
        backoff.next();
        backoff.next();
        QCOMPARE(backoff.ceiling(), 4000);
        backoff.reset();
        QCOMPARE(backoff.failures(), 0);
        QCOMPARE(backoff.next(), 1000);
    }

    void doesNotOverflow()
    {
        constexpr auto huge = std::numeric_limits<std::int64_t>::max();
        Backoff backoff(1, huge, [](std::int64_t most) { return most; });
        for (int i = 0; i < 200; ++i)
            QVERIFY(backoff.next() > 0);
        QCOMPARE(backoff.ceiling(), huge);
    }

    void badRandomSourceStaysInBounds()
    {
        Backoff low(100, 1000, [](std::int64_t) { return std::int64_t{-5}; });
        QCOMPARE(low.next(), 0);
        Backoff high(100, 1000, [](std::int64_t most) { return most * 10; });
        QCOMPARE(high.next(), 100);
    }

    void uselessLimitsAreMended()
    {
        Backoff backoff(0, -1, [](std::int64_t most) { return most; });
        QCOMPARE(backoff.next(), 1);
    }

    /// Full jitter: every wait between nothing and the ceiling is as likely as any other.
    void jitterIsUniform()
    {
        std::mt19937_64 engine(7);
        Backoff backoff(8000, 8000, [&engine](std::int64_t most) {
            return std::uniform_int_distribution<std::int64_t>(0, most)(engine);
        });
        constexpr int draws = 16'000;
        std::array<int, 8> bins{};
        for (int i = 0; i < draws; ++i) {
            const std::int64_t wait = backoff.next();
            QVERIFY(wait >= 0 && wait <= 8000);
            ++bins[static_cast<std::size_t>(std::min<std::int64_t>(wait / 1000, 7))];
        }
        double chi2 = 0;
        for (const int count : bins)
            chi2 += (count - draws / 8.0) * (count - draws / 8.0) / (draws / 8.0);
        QVERIFY2(chi2 < 24.3, qPrintable(QString::number(chi2))); // 7 degrees of freedom, p = 0.001
    }

    void systemRandomStaysInBounds()
    {
        const auto random = relay::systemRandom();
        bool low = false;
        bool high = false;
        for (int i = 0; i < 1000; ++i) {
            const auto value = random(1);
            QVERIFY(value == 0 || value == 1);
            low = low || value == 0;
            high = high || value == 1;
        }
        QVERIFY(low && high);
        QCOMPARE(random(0), 0);
    }
};
DVMDASH_TEST(BackoffTest)

#include "backoff_test.moc"
