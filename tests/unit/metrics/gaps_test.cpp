// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/freshness.h"
#include "metrics/gaps.h"
#include "store/coverage.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <numeric>
#include <random>

using namespace dvmdash;
using metrics::Gap;
using metrics::TimeWindow;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

constexpr std::int64_t msPerSecond = 1000;

/// Second by second, with nothing of the code under test.
std::vector<Gap> bruteForce(const TimeWindow &past, const std::vector<TimeWindow> &spans)
{
    std::vector<Gap> gaps;
    for (std::int64_t second = past.since; second < past.until; ++second) {
        const bool isCovered = std::any_of(spans.begin(), spans.end(), [&](const TimeWindow &span) {
            return second >= span.since && second < span.until;
        });
        if (isCovered)
            continue;
        if (!gaps.empty() && gaps.back().until == second)
            gaps.back() = {gaps.back().since, second + 1};
        else
            gaps.push_back({second, second + 1});
    }
    return gaps;
}

std::int64_t missing(const std::vector<Gap> &gaps)
{
    return std::accumulate(gaps.begin(), gaps.end(), std::int64_t(0),
                           [](std::int64_t sum, const Gap &gap) { return sum + gap.missing_s; });
}

metrics::Freshness readFrom(ScratchStore &scratch, const TimeWindow &window, std::int64_t now_s)
{
    store::Reader reader = scratch.read();
    return metrics::readFreshness(reader.database(), window, now_s * msPerSecond);
}

} // namespace

class GapsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalBruteForce();
    void joiningDropsNothingAndKeepsTheLongestMoments();
    void fewGapsAreNotJoined();
    void answersCarryTheGapsOfTheirWindow();
    void nothingKnownHasNoGap();
    void aLiveRelayLeavesNoGapUpToNow_data();
    void aLiveRelayLeavesNoGapUpToNow();
    void manyRowsAreBounded();
};

void GapsTest::equalBruteForce()
{
    std::mt19937 random(11);
    const auto below = [&](int end) { return static_cast<std::int64_t>(random() % unsigned(end)); };
    for (int round = 0; round < 500; ++round) {
        const std::int64_t since = below(100);
        const TimeWindow past{since, since + below(150)};
        std::vector<TimeWindow> spans;
        for (std::int64_t i = below(12); i > 0; --i) {
            const std::int64_t from = below(250);
            spans.push_back({from, from + below(40)});
        }
        QVERIFY(gapsBetween(past, spans) == bruteForce(past, spans));
    }
}

void GapsTest::joiningDropsNothingAndKeepsTheLongestMoments()
{
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        std::vector<Gap> gaps;
        std::int64_t at = 0;
        for (unsigned i = 2 + random() % 60; i > 0; --i) {
            at += 1 + std::int64_t(random() % 9);
            const std::int64_t until = at + 1 + std::int64_t(random() % 9);
            gaps.push_back({at, until});
            at = until;
        }
        const std::size_t most = 1 + random() % gaps.size();
        const std::vector<Gap> joined = joinNearest(gaps, most);
        QCOMPARE(joined.size(), most);
        QCOMPARE(missing(joined), missing(gaps));
        std::int64_t shortestLeft = 1'000'000;
        for (std::size_t i = 1; i < joined.size(); ++i)
            shortestLeft = std::min(shortestLeft, joined[i].since - joined[i - 1].until);
        std::size_t in = 0;
        std::int64_t inside = 0;
        for (std::size_t i = 0; i < gaps.size(); ++i) {
            if (gaps[i].since >= joined[in].until) {
                QCOMPARE(inside, joined[in].missing_s);
                inside = 0;
                ++in;
            } else if (i > 0) {
                QVERIFY(gaps[i].since - gaps[i - 1].until <= shortestLeft);
            }
            QVERIFY(gaps[i].since >= joined[in].since && gaps[i].until <= joined[in].until);
            inside += gaps[i].missing_s;
        }
    }
}

void GapsTest::fewGapsAreNotJoined()
{
    const std::vector<Gap> gaps{{10, 20}, {21, 30}};
    QVERIFY(joinNearest(gaps, 2) == gaps);
    QVERIFY(metrics::joinNearest({}, 2).empty());
    QCOMPARE((Gap{10, 30}).missing_s, 20);
}

void GapsTest::answersCarryTheGapsOfTheirWindow()
{
    ScratchStore scratch(start + 10'000);
    scratch.listen(start, start + 100, 1);
    scratch.listen(start + 150, start + 300, 1);
    scratch.listen(start + 140, start + 200, 2);
    scratch.listen(start + 500, start + 600, 2);
    const metrics::Freshness all = readFrom(scratch, {start - 500, start + 700}, start + 10'000);
    QCOMPARE(all.known_since, start); // nothing before is missing
    QCOMPARE(all.past_s, 700);
    QCOMPARE(all.covered_s, 360);
    QCOMPARE(all.relays, 2);
    QVERIFY(all.gaps == (std::vector<Gap>{{start + 100, start + 140},
                                          {start + 300, start + 500},
                                          {start + 600, start + 700}}));
    QVERIFY(all.partial == std::vector{metrics::Partial::NotCovered});

    const metrics::Freshness whole = readFrom(scratch, {start + 160, start + 290}, start + 10'000);
    QCOMPARE(whole.covered_s, 130);
    QVERIFY(whole.gaps.empty() && !whole.isPartial());

    const metrics::Freshness one = readFrom(scratch, {start + 90, start + 130}, start + 10'000);
    QCOMPARE(one.relays, 1); // the other one was not there
    QVERIFY(one.gaps == (std::vector<Gap>{{start + 100, start + 130}}));
}

void GapsTest::nothingKnownHasNoGap()
{
    ScratchStore scratch(start);
    scratch.open();
    const metrics::Freshness fresh = readFrom(scratch, {start - 100, start}, start);
    QCOMPARE(fresh.known_since, 0);
    QCOMPARE(fresh.past_s, 0);
    QVERIFY(fresh.gaps.empty());

    // An event alone begins our time, and nobody surely delivered what came with it.
    ScratchStore other(start);
    other.give({signedEvent(1, 5050, -40, {})});
    const metrics::Freshness lone = readFrom(other, {start - 100, start}, start);
    QCOMPARE(lone.known_since, start - 40);
    QVERIFY(lone.gaps == (std::vector<Gap>{{start - 40, start}}));
}

void GapsTest::aLiveRelayLeavesNoGapUpToNow_data()
{
    QTest::addColumn<int>("lag");
    QTest::addColumn<bool>("isGap");
    QTest::newRow("proved just now") << 0 << false;
    QTest::newRow("proved before the last ping") << 45 << false;
    QTest::newRow("a minute ago") << int(store::longestLagSeconds) << false;
    QTest::newRow("nobody listens any more") << int(store::longestLagSeconds) + 1 << true;
}

void GapsTest::aLiveRelayLeavesNoGapUpToNow()
{
    QFETCH(const int, lag);
    QFETCH(const bool, isGap);
    constexpr int listened = 1'000;
    ScratchStore scratch(start + listened);
    scratch.listen(start, start + listened, 1);
    scratch.listen(start, start + 10, 2); // a relay that was left long ago changes nothing
    const std::int64_t now = start + listened + lag;
    const metrics::Freshness fresh = readFrom(scratch, {start, now + 50}, now);
    QCOMPARE(fresh.covered_s, listened);
    QCOMPARE(fresh.past_s, isGap ? listened + lag : listened);
    QCOMPARE(fresh.isPartial(), isGap);
    QVERIFY(fresh.gaps == (isGap ? std::vector<Gap>{{start + listened, now}} : std::vector<Gap>()));
}

void GapsTest::manyRowsAreBounded()
{
    constexpr std::int64_t spans = 3'000;
    ScratchStore scratch(start + spans * 100);
    for (std::int64_t i = 0; i < spans; ++i)
        scratch.listen(start + i * 100, start + i * 100 + 60 + i % 30, relay::RelayNumber(1 + i % 3));
    const TimeWindow window{start, start + spans * 100};
    const metrics::Freshness fresh = readFrom(scratch, window, window.until + 1'000);
    QCOMPARE(fresh.gaps.size(), metrics::mostGaps);
    QCOMPARE(fresh.covered_s + missing(fresh.gaps), fresh.past_s);
    QCOMPARE(fresh.past_s, window.length());
}

DVMDASH_TEST(GapsTest)
#include "gaps_test.moc"
