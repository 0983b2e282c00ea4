// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/planner.h"
#include "support/test_main.h"

#include <QDateTime>

#include <array>
#include <map>
#include <random>

using namespace dvmdash::metrics;

namespace
{

constexpr std::array levels{Level::Month, Level::Day, Level::Hour, Level::Quarter, Level::Minute};

std::int64_t at(const char *iso)
{
    return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toSecsSinceEpoch();
}

} // namespace

class PlannerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bucketsAreThoseOfTheCalendar_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("end");
        const auto row = [](Level level, const char *start, const char *end) {
            QTest::newRow(std::string(levelName(level)).c_str())
                << static_cast<int>(level) << QByteArray(start) << QByteArray(end);
        };
        row(Level::Minute, "2024-02-29T13:47:00Z", "2024-02-29T13:48:00Z");
        row(Level::Quarter, "2024-02-29T13:45:00Z", "2024-02-29T14:00:00Z");
        row(Level::Hour, "2024-02-29T13:00:00Z", "2024-02-29T14:00:00Z");
        row(Level::Day, "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z");
        row(Level::Month, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z");
    }
    void bucketsAreThoseOfTheCalendar()
    {
        QFETCH(int, level);
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, end);
        const std::int64_t moment = at("2024-02-29T13:47:11Z");
        QCOMPARE(bucketStart(static_cast<Level>(level), moment), at(start.constData()));
        QCOMPARE(bucketEnd(static_cast<Level>(level), moment), at(end.constData()));
    }

    /// Each bucket of a finer level lies in one of the coarser, for years on both sides of 1970.
    void finerBucketsLieInCoarserOnes()
    {
        std::mt19937_64 random(1);
        for (int i = 0; i < 20'000; ++i) {
            const std::int64_t moment = static_cast<std::int64_t>(random() % 8'000'000'000) - 2'000'000'000;
            for (std::size_t coarse = 0; coarse < levels.size(); ++coarse) {
                const std::int64_t start = bucketStart(levels[coarse], moment);
                const std::int64_t end = bucketEnd(levels[coarse], moment);
                QVERIFY(start <= moment && moment < end);
                QCOMPARE(bucketStart(levels[coarse], start), start);
                QCOMPARE(bucketEnd(levels[coarse], end - 1), end);
                if (coarse + 1 < levels.size()) {
                    QVERIFY(start <= bucketStart(levels[coarse + 1], moment));
                    QVERIFY(bucketEnd(levels[coarse + 1], moment) <= end);
                }
            }
        }
    }

    void piecesAreTheWindow()
    {
        std::mt19937_64 random(2);
        for (int round = 0; round < 5'000; ++round) {
            const auto first = static_cast<std::size_t>(random() % levels.size());
            const auto used = std::span(levels).subspan(first, 1 + random() % (levels.size() - first));
            const std::int64_t since = static_cast<std::int64_t>(1'500'000'000 + random() % 300'000'000);
            const TimeWindow window{
                since, since + static_cast<std::int64_t>(random() % (std::uint64_t{1} << (random() % 28)))};
            const auto pieces = planWindow(window, used);
            std::int64_t reached = window.since;
            std::map<std::optional<Level>, int> seen;
            for (const Piece &piece : pieces) {
                QCOMPARE(piece.window.since, reached);
                QVERIFY(piece.window.length() > 0);
                reached = piece.window.until;
                QVERIFY(++seen[piece.level] <= 2);
                if (!piece.level) {
                    // No whole bucket of the finest level is left to raw facts.
                    QVERIFY(piece.window.length() <
                            2 * (bucketEnd(used.back(), reached) - bucketStart(used.back(), reached)));
                    continue;
                }
                QCOMPARE(bucketStart(*piece.level, piece.window.since), piece.window.since);
                QCOMPARE(bucketStart(*piece.level, piece.window.until), piece.window.until);
            }
            QCOMPARE(reached, pieces.empty() ? window.since : window.until);
            QCOMPARE(pieces.empty(), window.length() <= 0);
        }
    }

    /// A sum over the buckets that a plan names is the sum over the facts, and reads few of them.
    void aSumOverBucketsIsTheSumOverFacts()
    {
        std::mt19937_64 random(3);
        constexpr std::int64_t origin = 1'700'000'000;
        constexpr std::int64_t span = 200 * 86'400;
        std::map<std::int64_t, std::int64_t> facts;
        std::map<Level, std::map<std::int64_t, std::int64_t>> buckets;
        for (int i = 0; i < 20'000; ++i) {
            const std::int64_t time = origin + static_cast<std::int64_t>(random() % span);
            const auto value = static_cast<std::int64_t>(random() % 1000);
            facts[time] += value;
            for (const Level level : levels)
                buckets[level][bucketStart(level, time)] += value;
        }
        const auto sum = [](const std::map<std::int64_t, std::int64_t> &values, const TimeWindow &window,
                            int *read) {
            std::int64_t total = 0;
            for (auto it = values.lower_bound(window.since); it != values.end() && it->first < window.until;
                 ++it) {
                total += it->second;
                ++*read;
            }
            return total;
        };
        for (int round = 0; round < 2'000; ++round) {
            std::int64_t since = origin + static_cast<std::int64_t>(random() % span);
            std::int64_t until = origin + static_cast<std::int64_t>(random() % span);
            if (until < since)
                std::swap(since, until);
            int ignored = 0;
            int read = 0;
            std::int64_t planned = 0;
            for (const Piece &piece : planWindow({since, until}, levels))
                planned += sum(piece.level ? buckets[*piece.level] : facts, piece.window, &read);
            QCOMPARE(planned, sum(facts, {since, until}, &ignored));
            QVERIFY(read <= 2 * (60 + 15 + 4 + 24 + 31) + 8);
        }
    }
};
DVMDASH_TEST(PlannerTest)

#include "planner_test.moc"
