// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "dvm/role.h"
#include "metrics/overview.h"
#include "metrics/rollup_fill.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace dvmdash;
using metrics::TimeWindow;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

/// What is compared.
struct Totals {
    std::int64_t requests = 0;
    std::int64_t results = 0;
    std::int64_t feedback = 0;
    std::int64_t users = 0;
    std::int64_t dvms = 0;
    std::int64_t kinds = 0;
    std::optional<nostr::PublicKey> popular_dvm;
    std::int64_t popular_dvm_results = 0;
    std::optional<int> popular_kind;
    std::int64_t popular_kind_requests = 0;
    std::optional<int> competitive_kind;
    std::int64_t competitive_kind_dvms = 0;
};

Totals totalsOf(const metrics::Figures &figures, const metrics::Leaders &leaders)
{
    Totals totals;
    totals.requests = figures.requests;
    totals.results = figures.results;
    totals.feedback = figures.feedback;
    totals.users = figures.users;
    totals.dvms = figures.dvms;
    totals.kinds = figures.kinds;
    if (leaders.popular_dvm) {
        totals.popular_dvm = leaders.popular_dvm->dvm;
        totals.popular_dvm_results = leaders.popular_dvm->value;
    }
    if (leaders.popular_kind) {
        totals.popular_kind = leaders.popular_kind->kind;
        totals.popular_kind_requests = leaders.popular_kind->value;
    }
    if (leaders.competitive_kind) {
        totals.competitive_kind = leaders.competitive_kind->kind;
        totals.competitive_kind_dvms = leaders.competitive_kind->value;
    }
    return totals;
}

/// A store whose numbers are kept.
class CountedStore : public ScratchStore
{
public:
    explicit CountedStore(std::int64_t now_s)
        : ScratchStore(now_s)
    {
        makeListener = [](store::Database &db) {
            return metrics::openRollups(db, dvm::KindTable::standard());
        };
    }
};

/// Counted anew from the events, with nothing of the code under test.
Totals bruteForce(const std::vector<nostr::Event> &events, const TimeWindow &window)
{
    Totals totals;
    std::set<nostr::PublicKey> users;
    std::set<nostr::PublicKey> dvms;
    std::map<int, std::int64_t> requests;
    std::map<nostr::PublicKey, std::int64_t> results;
    std::map<int, std::set<nostr::PublicKey>> competitors;
    const std::set<int> excluded{5128, 5129, 5666, 5969, 6666, 6969};
    std::map<nostr::EventId, const nostr::Event *> byId;
    for (const auto &event : events)
        byId.emplace(event.id, &event);
    for (const auto &event : events) {
        if (event.created_at < window.since || event.created_at >= window.until ||
            excluded.contains(event.kind))
            continue;
        if (event.kind >= 5000 && event.kind < 6000) {
            ++totals.requests;
            users.insert(event.pubkey);
            ++requests[event.kind];
        } else if (event.kind >= 6000 && event.kind < 7000) {
            if (!event.firstTag("e") && !event.firstTag("request"))
                continue;
            ++totals.results;
            dvms.insert(event.pubkey);
            ++results[event.pubkey];
            competitors[event.kind - 1000].insert(event.pubkey);
        } else if (event.kind == 7000) {
            if (event.tagValue("status") == "pong")
                continue;
            // Naming no request it is spontaneous: an answer to nothing.
            if (!event.firstTag("e") && !event.firstTag("request"))
                continue;
            // A note by the customer of the request it names is no feedback.
            const auto named = nostr::EventId::fromHex(event.tagValue("e"));
            const auto request = named ? byId.find(*named) : byId.end();
            if (request != byId.end() && request->second->pubkey == event.pubkey)
                continue;
            ++totals.feedback;
            dvms.insert(event.pubkey);
        }
    }
    totals.users = static_cast<std::int64_t>(users.size());
    totals.dvms = static_cast<std::int64_t>(dvms.size());
    totals.kinds = static_cast<std::int64_t>(requests.size());
    for (const auto &[key, count] : results) {
        if (count > totals.popular_dvm_results) {
            totals.popular_dvm = key;
            totals.popular_dvm_results = count;
        }
    }
    for (const auto &[kind, count] : requests) {
        if (count > totals.popular_kind_requests) {
            totals.popular_kind = kind;
            totals.popular_kind_requests = count;
        }
    }
    for (const auto &[kind, keys] : competitors) {
        if (static_cast<std::int64_t>(keys.size()) > totals.competitive_kind_dvms) {
            totals.competitive_kind = kind;
            totals.competitive_kind_dvms = static_cast<std::int64_t>(keys.size());
        }
    }
    return totals;
}

std::string describe(const Totals &t)
{
    std::string text;
    for (const std::int64_t number :
         {t.requests, t.results, t.feedback, t.users, t.dvms, t.kinds, t.popular_dvm_results,
          t.popular_kind_requests, t.competitive_kind_dvms})
        text += std::to_string(number) + " ";
    return text + std::to_string(t.popular_kind.value_or(-1)) + " " +
           std::to_string(t.competitive_kind.value_or(-1)) + " " +
           (t.popular_dvm ? t.popular_dvm->hex() : std::string("-"));
}

} // namespace

class OverviewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithBruteForceOverRandomWindows()
    {
        demo::ScenarioSettings settings;
        settings.seed = 9;
        settings.jobs = 600;
        const auto scenario = demo::makeScenario(settings);
        std::vector<nostr::Event> events;
        for (const auto &timed : scenario.events)
            events.push_back(timed.event);
        CountedStore scratch(scenario.truth.until);
        scratch.give(events);
        auto reader = scratch.read();
        std::mt19937 random(2);
        const auto length = static_cast<std::uint32_t>(scenario.truth.until - scenario.truth.start);
        for (int round = 0; round < 60; ++round) {
            TimeWindow window;
            window.since = scenario.truth.start + static_cast<std::int64_t>(random() % length);
            window.until = window.since + static_cast<std::int64_t>(random() % 4000);
            metrics::OverviewQuestion question{
                window,
                std::array{metrics::Step::Minute, metrics::Step::Quarter, metrics::Step::Hour}[random() % 3]};
            if (round == 0)
                question = {TimeWindow::everything(), std::nullopt};
            const auto overview = metrics::readOverview(reader, question, scenario.truth.until * 1000);
            if (round == 0)
                window = {0, scenario.truth.until + 1'000'000};
            const Totals counted = bruteForce(events, window);
            const Totals found = totalsOf(overview.totals, overview.leaders);
            QVERIFY2(describe(found) == describe(counted),
                     (describe(found) + " for " + describe(counted)).c_str());
            const Totals before = bruteForce(events, {window.since - window.length(), window.since});
            QCOMPARE(overview.previous.requests, before.requests);
            QCOMPARE(overview.previous.users, before.users);
            QCOMPARE(overview.previous.dvms, before.dvms);
            std::int64_t requests = 0;
            std::int64_t results = 0;
            std::int64_t feedback = 0;
            for (const auto &point : overview.points) {
                const TimeWindow step{std::max(point.start, window.since),
                                      std::min(metrics::stepEnd(overview.step, point.start), window.until)};
                if (round % 10 == 1) {
                    const Totals inStep = bruteForce(events, step);
                    QCOMPARE(point.figures.requests, inStep.requests);
                    QCOMPARE(point.figures.users, inStep.users);
                    QCOMPARE(point.figures.dvms, inStep.dvms);
                }
                requests += point.figures.requests;
                results += point.figures.results;
                feedback += point.figures.feedback;
            }
            QCOMPARE(requests, overview.totals.requests);
            QCOMPARE(results, overview.totals.results);
            QCOMPARE(feedback, overview.totals.feedback);
        }
    }

    void anEmptyFileGivesZeros()
    {
        CountedStore scratch(start);
        scratch.open();
        auto reader = scratch.read();
        const auto overview =
            metrics::readOverview(reader, {{start - 3600, start}, metrics::Step::Minute}, start * 1000);
        QVERIFY(overview.totals == metrics::Figures{});
        QCOMPARE(overview.points.size(), std::size_t(start % 60 == 0 ? 60 : 61));
        QVERIFY(overview.leaders == metrics::Leaders{});
        const auto everything = metrics::readOverview(reader, {TimeWindow::everything(), {}}, start * 1000);
        QVERIFY(everything.window == TimeWindow{});
        QVERIFY(everything.points.empty());
    }

    void suspectsAndStrangersCountNowhere()
    {
        CountedStore scratch(start + 100);
        scratch.give({signedEvent(1, 6001, 1, {}, "no request named"), signedEvent(1, 5666, 1, {}),
                      signedEvent(1, 6969, 1, {{"e", std::string(64, 'a')}}), signedEvent(1, 1, 1, {}),
                      signedEvent(2, 7000, 1, {{"status", "pong"}, {"e", std::string(64, 'a')}})});
        auto reader = scratch.read();
        QVERIFY(
            metrics::readOverview(reader, {{1, start + 100}, metrics::Step::Month}, start * 1000).totals ==
            metrics::Figures{});
    }

    void theFutureCountsWhenItsTimeComes()
    {
        CountedStore scratch(start + 100);
        scratch.give({signedEvent(1, 5001, 10, {}), signedEvent(1, 5001, 5000, {})});
        for (const std::int64_t now : {100, 5000 - 901, 5000 - 900, 9000}) {
            scratch.setNow(start + now);
            scratch.open();
            QTest::qWait(20); // the writer looks at the clock
            auto reader = scratch.read();
            const auto seen = metrics::readOverview(reader, {{start, start + 10'000}, metrics::Step::Hour},
                                                    (start + now) * 1000);
            const bool isThere = now >= 5000 - 900;
            QCOMPARE(seen.totals.requests, isThere ? 2 : 1);
            std::int64_t drawn = 0;
            for (const auto &point : seen.points)
                drawn += point.figures.requests;
            QCOMPARE(drawn, seen.totals.requests);
            QCOMPARE(std::count(seen.freshness.partial.begin(), seen.freshness.partial.end(),
                                metrics::Partial::HeldBack),
                     isThere ? 0 : 1);
            const auto everything =
                metrics::readOverview(reader, {TimeWindow::everything(), {}}, start * 1000);
            QCOMPARE(everything.window.until, start + (isThere ? 5001 : 11));
        }
    }

    void windowsAreHalfOpen()
    {
        CountedStore scratch(start + 100);
        scratch.give({signedEvent(1, 5001, 10, {}), signedEvent(1, 5001, 20, {})});
        auto reader = scratch.read();
        const auto requests = [&](std::int64_t since, std::int64_t until) {
            return metrics::readOverview(reader, {{start + since, start + until}, metrics::Step::Minute},
                                         start * 1000)
                .totals.requests;
        };
        QCOMPARE(requests(10, 20), 1);
        QCOMPARE(requests(10, 21), 2);
        QCOMPARE(requests(11, 20), 0);
        QCOMPARE(requests(20, 20), 0);
        QVERIFY(metrics::readOverview(reader, {TimeWindow::everything(), {}}, start * 1000).window ==
                (TimeWindow{start + 10, start + 21}));
    }

    void bucketsFollowTheWindow_data()
    {
        QTest::addColumn<qint64>("length");
        QTest::addColumn<qint64>("bucket");
        QTest::newRow("1 h") << qint64(3600) << qint64(60);
        QTest::newRow("24 h") << qint64(86'400) << qint64(900);
        QTest::newRow("7 d") << qint64(7 * 86'400) << qint64(3600);
        QTest::newRow("30 d") << qint64(30 * 86'400) << qint64(4 * 3600);
        QTest::newRow("90 d") << qint64(90 * 86'400) << qint64(86'400);
        QTest::newRow("1 y") << qint64(365 * 86'400) << qint64(86'400);
        QTest::newRow("5 y") << qint64(5 * 365 * 86'400) << qint64(30 * 86'400);
    }
    void bucketsFollowTheWindow()
    {
        QFETCH(qint64, length);
        QFETCH(qint64, bucket);
        QCOMPARE(metrics::stepSeconds(metrics::stepFor({0, length})), bucket);
    }
};

DVMDASH_TEST(OverviewTest)
#include "overview_test.moc"
