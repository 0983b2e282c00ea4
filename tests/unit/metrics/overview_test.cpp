// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "dvm/role.h"
#include "metrics/overview.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <map>
#include <random>
#include <set>

using namespace dvmdash;
using metrics::TimeWindow;
using metrics::Totals;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

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
        ScratchStore scratch(scenario.truth.until);
        scratch.give(events);
        auto reader = scratch.read();
        std::mt19937 random(2);
        const auto length = static_cast<std::uint32_t>(scenario.truth.until - scenario.truth.start);
        for (int round = 0; round < 60; ++round) {
            TimeWindow window;
            window.since = scenario.truth.start + static_cast<std::int64_t>(random() % length);
            window.until = window.since + static_cast<std::int64_t>(random() % 4000);
            if (round == 0)
                window = {0, scenario.truth.until + 1'000'000};
            const auto bucket = std::array<std::int64_t, 3>{60, 900, 3600}[random() % 3];
            const metrics::OverviewQuestion question{window, round == 0 ? 30 * 86'400 : bucket};
            const auto overview = metrics::readOverview(reader, question, scenario.truth.until * 1000);
            const Totals counted = bruteForce(events, window);
            QVERIFY2(describe(overview.totals) == describe(counted),
                     (describe(overview.totals) + " for " + describe(counted)).c_str());
            QCOMPARE(describe(overview.previous),
                     describe(bruteForce(events, {window.since - window.length(), window.since})));
            std::int64_t requests = 0;
            std::int64_t results = 0;
            std::int64_t feedback = 0;
            for (const auto &point : overview.activity) {
                const TimeWindow bucketWindow{std::max(point.start, window.since),
                                              std::min(point.start + question.bucket_seconds, window.until)};
                if (round % 10 == 1)
                    QCOMPARE(point.requests, bruteForce(events, bucketWindow).requests);
                requests += point.requests;
                results += point.results;
                feedback += point.feedback;
            }
            QCOMPARE(requests, overview.totals.requests);
            QCOMPARE(results, overview.totals.results);
            QCOMPARE(feedback, overview.totals.feedback);
        }
    }

    void anEmptyFileGivesZeros()
    {
        ScratchStore scratch(start);
        scratch.open();
        auto reader = scratch.read();
        const auto overview = metrics::readOverview(reader, {{start - 3600, start}, 60}, start * 1000);
        QVERIFY(overview.totals == Totals{});
        QCOMPARE(overview.activity.size(), std::size_t(start % 60 == 0 ? 60 : 61));
        QVERIFY(metrics::readSpan(reader, (start + 1000) * 1000) == TimeWindow{});
    }

    void suspectsAndStrangersCountNowhere()
    {
        ScratchStore scratch(start + 100);
        scratch.give({signedEvent(1, 6001, 1, {}, "no request named"), signedEvent(1, 5666, 1, {}),
                      signedEvent(1, 6969, 1, {{"e", std::string(64, 'a')}}), signedEvent(1, 1, 1, {}),
                      signedEvent(2, 7000, 1, {{"status", "pong"}, {"e", std::string(64, 'a')}})});
        auto reader = scratch.read();
        QVERIFY(metrics::readOverview(reader, {{0, start + 100}, 86'400 * 30}, start * 1000).totals ==
                Totals{});
    }

    void theFutureCountsWhenItsTimeComes()
    {
        ScratchStore scratch(start + 100);
        scratch.give({signedEvent(1, 5001, 10, {}), signedEvent(1, 5001, 5000, {})});
        auto reader = scratch.read();
        const auto overview = [&](std::int64_t now) {
            return metrics::readOverview(reader, {{start, start + 10'000}, 10'000}, (start + now) * 1000);
        };
        for (const std::int64_t now : {100, 5000 - 901, 5000 - 900, 9000}) {
            const auto seen = overview(now);
            QCOMPARE(seen.totals.requests, now >= 5000 - 900 ? 2 : 1);
            std::int64_t drawn = 0;
            for (const auto &point : seen.activity)
                drawn += point.requests;
            QCOMPARE(drawn, seen.totals.requests);
            QCOMPARE(metrics::readSpan(reader, (start + now) * 1000).until,
                     start + (now >= 5000 - 900 ? 5001 : 11));
        }
    }

    void windowsAreHalfOpen()
    {
        ScratchStore scratch(start + 100);
        scratch.give({signedEvent(1, 5001, 10, {}), signedEvent(1, 5001, 20, {})});
        auto reader = scratch.read();
        const auto requests = [&](std::int64_t since, std::int64_t until) {
            return metrics::readOverview(reader, {{start + since, start + until}, 60}, start * 1000)
                .totals.requests;
        };
        QCOMPARE(requests(10, 20), 1);
        QCOMPARE(requests(10, 21), 2);
        QCOMPARE(requests(11, 20), 0);
        QCOMPARE(requests(20, 20), 0);
        QVERIFY(metrics::readSpan(reader, (start + 1000) * 1000) == (TimeWindow{start + 10, start + 21}));
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
        QTest::newRow("5 y") << qint64(5 * 365 * 86'400) << qint64(30 * 86'400);
    }
    void bucketsFollowTheWindow()
    {
        QFETCH(qint64, length);
        QFETCH(qint64, bucket);
        QCOMPARE(metrics::bucketFor({0, length}), bucket);
    }
};

DVMDASH_TEST(OverviewTest)
#include "overview_test.moc"
