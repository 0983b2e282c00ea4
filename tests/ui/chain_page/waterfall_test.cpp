// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "made_answer.h"
#include "support/test_main.h"
#include "ui/chain/chain_waterfall.h"
#include "ui/chain/waterfall_data.h"

using namespace dvmdash;
using namespace dvmdash::ui;
using dvm::State;

namespace
{

constexpr qint64 startMs = test::chainStart * 1000;
constexpr WaterfallGeometry::Measures measures{100, 20, 30, 4, 10};

dvm::Attempt worked(int dvm, State state, std::int64_t first, std::int64_t since)
{
    dvm::Attempt attempt = test::madeAttempt(dvm, state, since);
    attempt.first_answer_at = test::chainStart + first;
    if (state == State::Delivered)
        attempt.delivered_at = attempt.since;
    return attempt;
}

/// Job 1 delivered by DVM 1 after 10 s, job 2 failed at DVM 2, job 3 at DVM 1 while job 1 was still worked
/// on, and a ghost.
engine::ChainAnswer chain()
{
    dvm::ChainNode ghost;
    ghost.id = test::madeJob(9);
    ghost.ghost = true;
    engine::ChainAnswer answer =
        test::madeAnswer({test::madeNode(1, 0, State::Delivered, {worked(1, State::Delivered, 2, 10)}),
                          test::madeNode(3, 5, State::Ignored, {test::madeAttempt(1, State::Ignored, 35)}),
                          test::madeNode(2, 11, State::Failed, {worked(2, State::Failed, 12, 15)}), ghost});
    answer.job = 2;
    answer.verdict.root_causes = {
        {test::madeJob(2), test::madeDvm(2), dvm::Reason::Error, test::chainStart + 15, {}}};
    return answer;
}

WaterfallGeometry geometryOf(const Waterfall &data)
{
    return WaterfallGeometry(data, QSizeF(900, 400), measures, [](const WaterfallBar &) { return 40.0; });
}

} // namespace

/// What the waterfall draws, and where.
class WaterfallTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTimesOfAuthors();
    void readsOurReceipt();
    void marksSkew();
    void openJobsReachToNow();
    void absurdTimesAreKept();
    void barsStandInTheirLanes();
    void zoomsAndPans();
    void followsWhatGoesOn();
    void findsBars();
    void keysWalk();
};

void WaterfallTest::readsTimesOfAuthors()
{
    const Waterfall data = waterfallOf(chain(), startMs + 3'600'000);
    QCOMPARE(data.lanes.size(), std::size_t(2));
    QVERIFY(*data.lanes[0].dvm == test::madeDvm(1));
    QVERIFY(*data.lanes[1].dvm == test::madeDvm(2));
    QCOMPARE(data.timeless, 1);
    QCOMPARE(data.bars.size(), std::size_t(3));
    const WaterfallBar &delivered = data.bars[0];
    QCOMPARE(delivered.requested, startMs);
    QCOMPARE(*delivered.began, startMs + 2'000);
    QCOMPARE(delivered.ended, startMs + 10'000);
    QVERIFY(!delivered.open && !delivered.skew && !delivered.is_root && !delivered.received_first);
    QVERIFY(!data.bars[1].began);
    QCOMPARE(data.bars[1].ended, startMs + 35'000);
    QVERIFY(data.bars[2].is_root);
    QVERIFY(data.since <= startMs && data.until >= startMs + 35'000 && data.until < startMs + 40'000);
}

void WaterfallTest::readsOurReceipt()
{
    engine::ChainAnswer answer = chain();
    dvm::Answer word;
    word.author = test::madeDvm(1);
    word.kind = 7000;
    word.live = true;
    word.created_at = test::chainStart + 2;
    word.received_ms = startMs + 2'250;
    dvm::Answer result = word;
    result.kind = 6001;
    result.created_at = test::chainStart + 10;
    result.received_ms = startMs + 10'400;
    dvm::Answer late = result; // came with the history: when we received it says nothing
    late.live = false;
    late.received_ms = startMs + 9'000'000;
    dvm::Answer other = word;
    other.author = test::madeDvm(2);
    other.received_ms = startMs + 100;
    answer.chain.nodes[0].answers = {word, result, late, other};
    answer.chain.nodes[0].received_ms = startMs + 180;
    const Waterfall data = waterfallOf(answer, startMs + 60'000);
    QCOMPARE(*data.bars[0].request_received, startMs + 180);
    QVERIFY(!data.bars[1].request_received);
    QCOMPARE(*data.bars[0].received_first, startMs + 2'250);
    QCOMPARE(*data.bars[0].received_last, startMs + 10'400);
    QVERIFY(!data.bars[0].skew);
    QVERIFY(data.until < startMs + 60'000);
}

void WaterfallTest::marksSkew()
{
    engine::ChainAnswer answer = chain();
    dvm::Answer word;
    word.author = test::madeDvm(1);
    word.live = true;
    word.created_at = test::chainStart + 10;
    word.received_ms = startMs + 10'000 - skewFromMs - 1;
    answer.chain.nodes[0].answers = {word};
    answer.chain.nodes[2].attempts[0].first_answer_at = test::chainStart + 4; // before the request
    Waterfall data = waterfallOf(answer, startMs + 60'000);
    QVERIFY(data.bars[0].skew);
    QVERIFY(!data.bars[1].skew);
    QVERIFY(data.bars[2].skew);
    answer.chain.nodes[0].answers[0].received_ms += 1;
    data = waterfallOf(answer, startMs + 60'000);
    QVERIFY(!data.bars[0].skew);
    // The customer's clock may be the one that runs ahead.
    answer.chain.nodes[0].received_ms = startMs - skewFromMs - 1;
    QVERIFY(waterfallOf(answer, startMs + 60'000).bars[0].skew);
    answer.chain.nodes[0].received_ms = startMs - skewFromMs;
    QVERIFY(!waterfallOf(answer, startMs + 60'000).bars[0].skew);
}

void WaterfallTest::openJobsReachToNow()
{
    engine::ChainAnswer answer =
        test::madeAnswer({test::madeNode(1, 0, State::Accepted, {worked(1, State::Accepted, 2, 2)}),
                          test::madeNode(2, 1, State::Waiting)});
    Waterfall data = waterfallOf(answer, startMs + 4'000);
    QVERIFY(data.bars[0].open && data.bars[1].open);
    QCOMPARE(data.bars[0].ended, startMs + 4'000);
    QVERIFY(!data.lanes[data.bars[1].lane].dvm);
    // Days of waiting leave the seconds in which something happened readable.
    data = waterfallOf(answer, startMs + 5 * 86'400'000LL);
    QVERIFY(data.until - data.since < 10'000);
}

void WaterfallTest::absurdTimesAreKept()
{
    engine::ChainAnswer answer = chain();
    answer.chain.nodes[0].created_at = std::numeric_limits<std::int64_t>::max();
    answer.chain.nodes[1].created_at = -5;
    const Waterfall data = waterfallOf(answer, startMs);
    const WaterfallGeometry geometry = geometryOf(data);
    for (std::size_t i = 0; i < data.bars.size(); ++i)
        QVERIFY(std::isfinite(geometry.bar(i).left()) && geometry.bar(i).width() >= 0);
}

void WaterfallTest::barsStandInTheirLanes()
{
    const Waterfall data = waterfallOf(chain(), startMs + 60'000);
    const WaterfallGeometry geometry = geometryOf(data);
    const QRectF plot = geometry.plot();
    QCOMPARE(plot.left(), 100.0);
    QCOMPARE(plot.right(), 890.0);
    QCOMPARE(plot.bottom(), 380.0);
    // The two jobs of the first DVM overlap in time: two rows.
    QCOMPARE(geometry.lane(0).height(), 2 * 30.0 + 2 * 4);
    QCOMPARE(geometry.lane(1).height(), 30.0 + 2 * 4);
    QCOMPARE(geometry.contentHeight(), geometry.lane(1).bottom());
    QCOMPARE(geometry.bar(0).top(), 4.0);
    QCOMPARE(geometry.bar(1).top(), 34.0);
    QCOMPARE(geometry.bar(2).top(), geometry.lane(1).top() + 4);
    for (std::size_t i = 0; i < data.bars.size(); ++i) {
        QCOMPARE(geometry.bar(i).left(), geometry.x(data.bars[i].requested));
        QCOMPARE(geometry.bar(i).right(), geometry.x(data.bars[i].ended));
        QVERIFY(geometry.bar(i).left() >= plot.left() && geometry.bar(i).right() <= plot.right());
    }
}

void WaterfallTest::zoomsAndPans()
{
    const Waterfall data = waterfallOf(chain(), startMs + 60'000);
    WaterfallGeometry geometry = geometryOf(data);
    QVERIFY(!geometry.isZoomed());
    const qint64 pointed = geometry.time(400);
    geometry.zoom(4, 400);
    QVERIFY(geometry.isZoomed());
    QVERIFY(std::abs(geometry.time(400) - pointed) <= 2);
    QVERIFY(std::abs((geometry.until() - geometry.since()) * 4 - (data.until - data.since)) <= 8);
    const qint64 length = geometry.until() - geometry.since();
    geometry.pan(-100'000);
    QCOMPARE(geometry.since(), data.since);
    QCOMPARE(geometry.until(), data.since + length);
    geometry.pan(100'000);
    QCOMPARE(geometry.until(), data.until);
    for (int i = 0; i < 100; ++i)
        geometry.zoom(2, 500);
    QVERIFY(geometry.until() - geometry.since() >= 100);
    for (int i = 0; i < 100; ++i)
        geometry.zoom(0.5, 500);
    QVERIFY(!geometry.isZoomed());
}

void WaterfallTest::followsWhatGoesOn()
{
    const auto until = [](int seconds) {
        return test::madeAnswer(
            {test::madeNode(1, 0, State::Delivered, {test::madeAttempt(1, State::Delivered, 9)}),
             test::madeNode(2, 10, State::Failed, {test::madeAttempt(2, State::Failed, seconds)})});
    };
    test::PageFixture fixture;
    ChainWaterfall waterfall(fixture.context().names);
    waterfall.resize(900, 300);
    waterfall.show();
    waterfall.setAnswer(until(20));
    QVERIFY(!waterfall.geometryOfBars().isZoomed());
    // Seen whole, it stays so when something came after all that was there.
    waterfall.setAnswer(until(100));
    QVERIFY(!waterfall.geometryOfBars().isZoomed());
    // What the reader looks at closely stays where it is.
    QTest::keyClick(&waterfall, Qt::Key_Plus);
    QVERIFY(waterfall.geometryOfBars().isZoomed());
    const qint64 since = waterfall.geometryOfBars().since();
    waterfall.setAnswer(until(200));
    QVERIFY(waterfall.geometryOfBars().isZoomed());
    QCOMPARE(waterfall.geometryOfBars().since(), since);
}

void WaterfallTest::findsBars()
{
    const Waterfall data = waterfallOf(chain(), startMs + 60'000);
    const WaterfallGeometry geometry = geometryOf(data);
    for (std::size_t i = 0; i < data.bars.size(); ++i)
        QCOMPARE(*geometry.barAt(geometry.bar(i).center()), i);
    QVERIFY(!geometry.barAt({50, 10}));
    QVERIFY(!geometry.barAt({500, geometry.contentHeight() + 5}));
}

void WaterfallTest::keysWalk()
{
    const Waterfall data = waterfallOf(chain(), startMs + 60'000);
    using S = WaterfallStep;
    QCOMPARE(*stepFrom(data, std::nullopt, S::Down), std::size_t(0));
    QCOMPARE(*stepFrom(data, 0, S::Right), std::size_t(1));
    QCOMPARE(*stepFrom(data, 2, S::Right), std::size_t(2));
    QCOMPARE(*stepFrom(data, 0, S::Left), std::size_t(0));
    QCOMPARE(*stepFrom(data, 0, S::Down), std::size_t(2));
    QCOMPARE(*stepFrom(data, 2, S::Down), std::size_t(2));
    QCOMPARE(*stepFrom(data, 2, S::Up), std::size_t(1)); // 6 s away, the other 11 s
    QCOMPARE(*stepFrom(data, 1, S::First), std::size_t(0));
    QCOMPARE(*stepFrom(data, 0, S::Last), std::size_t(2));
    QVERIFY(!stepFrom({}, std::nullopt, S::First));
}

DVMDASH_TEST(WaterfallTest)
#include "waterfall_test.moc"
