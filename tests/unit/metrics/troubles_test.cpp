// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "dvm/failure_text.h"
#include "metrics/boards.h"
#include "metrics/rollup_fill.h"
#include "metrics/troubles.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace dvmdash;
using dvm::State;
using metrics::DvmTroubles;
using metrics::TimeWindow;
using store::test::ScratchStore;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char worker = 2;

/// A store whose numbers are kept, and a scenario in it.
class TroubledStore : public ScratchStore
{
public:
    explicit TroubledStore(std::int64_t now_s)
        : ScratchStore(now_s)
    {
        makeListener = [](store::Database &db) {
            return metrics::openRollups(db, dvm::KindTable::standard());
        };
    }
};

nostr::Event request(std::int64_t at, int kind = 5001)
{
    return signedEvent(customer, kind, at, {{"p", keyOf(worker).hex()}, {"i", std::to_string(at), "text"}});
}

nostr::Event failure(const nostr::Event &of, std::int64_t at, std::string why)
{
    return signedEvent(worker, 7000, at,
                       {{"e", of.id.hex()}, {"p", keyOf(customer).hex()}, {"status", "error", why}});
}

DvmTroubles troublesOf(store::Reader &reader, const TimeWindow &window, std::int64_t now, int limit = 200,
                       int mostExplained = 2000)
{
    return metrics::readDvmTroubles(reader, {keyOf(worker), window, limit, mostExplained}, now * 1000);
}

/// Counted anew from what the scenario says that is true.
using Wanted = std::map<State, std::set<std::string>>;
Wanted wantedOf(const demo::Scenario &scenario, const nostr::PublicKey &dvm, const TimeWindow &window)
{
    std::map<nostr::EventId, std::int64_t> madeAt;
    for (const auto &timed : scenario.events)
        madeAt.emplace(timed.event.id, timed.event.created_at);
    Wanted wanted;
    for (const auto &job : scenario.truth.jobs) {
        const auto made = madeAt.find(job.request);
        if (made == madeAt.end() || made->second < window.since || made->second >= window.until)
            continue;
        for (const auto &attempt : job.attempts)
            if (attempt.dvm == dvm && dvm::isFailure(attempt.state))
                wanted[attempt.state].insert(job.request.hex());
    }
    return wanted;
}

} // namespace

class TroublesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listsAreWhatTheNumbersCount();
    void groupsHoldTheSameFault();
    void limitsCutTheOldest();
    void lateFailuresAreFound();
    void refundsAreListed();
    void healthFollowsTheFile();
    void boardSaysTheSame();
    void strangerHasNone();
    void usesIndexes();
};

void TroublesTest::listsAreWhatTheNumbersCount()
{
    demo::ScenarioSettings settings;
    settings.seed = 11;
    settings.jobs = 500;
    settings.span = 9 * 3600;
    const auto scenario = demo::makeScenario(settings);
    TroubledStore scratch(scenario.truth.until);
    std::vector<nostr::Event> events;
    std::set<nostr::PublicKey> dvms;
    for (const auto &timed : scenario.events)
        events.push_back(timed.event);
    for (const auto &job : scenario.truth.jobs)
        for (const auto &attempt : job.attempts)
            dvms.insert(attempt.dvm);
    scratch.open();
    scratch.listen(scenario.truth.start - 3600, scenario.truth.until + 3600);
    scratch.give(events);
    auto reader = scratch.read();
    std::mt19937 random(4);
    const auto length = static_cast<std::uint32_t>(scenario.truth.until - scenario.truth.start);
    std::int64_t listed = 0;
    for (int round = 0; round < 6; ++round) {
        TimeWindow window{scenario.truth.start + static_cast<std::int64_t>(random() % length), 0};
        window.until = window.since + static_cast<std::int64_t>(random() % length);
        if (round == 0)
            window = {scenario.truth.start - 1, scenario.truth.until + 1'000'000};
        for (const auto &dvm : dvms) {
            const auto troubles =
                metrics::readDvmTroubles(reader, {dvm, window}, scenario.truth.until * 1000);
            Wanted wanted = wantedOf(scenario, dvm, window);
            std::int64_t grouped = 0;
            for (const State state : metrics::failureStates) {
                std::set<std::string> found;
                std::int64_t before = TimeWindow::forever;
                for (const auto &job : troubles.failed.at(state)) {
                    QVERIFY(found.insert(job.request.hex()).second);
                    QVERIFY(job.key == job.request && job.state == state && job.request_seen);
                    QVERIFY(job.created_at <= before);
                    before = job.created_at;
                    QVERIFY(job.since > 0 && job.kind >= 5000 && job.customer);
                }
                QVERIFY(found == wanted[state]);
                QCOMPARE(troubles.figures.attemptsIn(state), static_cast<std::int64_t>(found.size()));
                listed += static_cast<std::int64_t>(found.size());
            }
            for (const auto &group : troubles.groups) {
                grouped += group.count;
                QVERIFY(wanted[group.state].contains(group.example.hex()));
            }
            QCOMPARE(grouped, troubles.figures.attemptsFailed());
            QCOMPARE(troubles.explained, grouped);
            std::int64_t refunded = 0;
            for (const auto &refund : troubles.refunds)
                refunded += refund.confirmed + refund.claimed;
            QCOMPARE(refunded, troubles.figures.money.refunded);
        }
    }
    QVERIFY(listed > 200);
}

void TroublesTest::groupsHoldTheSameFault()
{
    TroubledStore scratch(start + 10'000);
    std::vector<nostr::Event> events;
    for (int i = 0; i < 6; ++i) {
        events.push_back(request(100 * i, i == 5 ? 5002 : 5001));
        const std::string why = i % 3 == 2 ? "no GPU" : "timed out after " + std::to_string(10 + i) + " s";
        events.push_back(failure(events.back(), 100 * i + 5, why));
    }
    scratch.give(events);
    auto reader = scratch.read();
    const auto troubles = troublesOf(reader, {start, start + 10'000}, start + 10'000);
    QCOMPARE(troubles.groups.size(), std::size_t(2));
    const metrics::FailureGroup &most = troubles.groups[0];
    QCOMPARE(QString::fromStdString(most.text), QStringLiteral("timed out after # s"));
    QVERIFY(most.state == State::Failed);
    QCOMPARE(most.count, 4);
    QCOMPARE(most.last_at, start + 405);
    QVERIFY(most.example == events[8].id);
    QVERIFY(most.kinds == std::vector<int>{5001});
    QCOMPARE(QString::fromStdString(troubles.groups[1].text), QStringLiteral("no GPU"));
    QCOMPARE(troubles.groups[1].count, 2);
    QVERIFY((troubles.groups[1].kinds == std::vector<int>{5001, 5002}));
}

void TroublesTest::limitsCutTheOldest()
{
    TroubledStore scratch(start + 100'000);
    std::vector<nostr::Event> events;
    for (int i = 0; i < 30; ++i) {
        events.push_back(request(2'000 * i));
        events.push_back(failure(events.back(), 2'000 * i + 5, "no GPU"));
    }
    scratch.give(events);
    auto reader = scratch.read();
    const auto troubles = troublesOf(reader, {start - 10, start + 100'000}, start + 100'000, 4, 7);
    QCOMPARE(troubles.figures.attemptsIn(State::Failed), 30);
    const auto &failed = troubles.failed.at(State::Failed);
    QCOMPARE(failed.size(), std::size_t(4));
    for (std::size_t i = 0; i < failed.size(); ++i)
        QCOMPARE(failed[i].created_at, start + 2'000 * (29 - static_cast<std::int64_t>(i)));
    QCOMPARE(troubles.explained, 7);
    QCOMPARE(troubles.groups.at(0).count, 7);
}

/// An error that comes hours after its request counts at the request, and is listed there.
void TroublesTest::lateFailuresAreFound()
{
    TroubledStore scratch(start + 100'000);
    const nostr::Event early = request(100);
    const nostr::Event ahead = request(5'000);
    scratch.give({early, failure(early, 40'000, "late"), ahead,
                  failure(ahead, 4'000, "before its request, by its clock")});
    auto reader = scratch.read();
    for (const auto &[window, wanted] : {std::pair(TimeWindow{start, start + 1'000}, early),
                                         std::pair(TimeWindow{start + 4'500, start + 6'000}, ahead)}) {
        const auto troubles = troublesOf(reader, window, start + 100'000);
        QCOMPARE(troubles.figures.attemptsIn(State::Failed), 1);
        QCOMPARE(troubles.failed.at(State::Failed).size(), std::size_t(1));
        QVERIFY(troubles.failed.at(State::Failed)[0].request == wanted.id);
    }
    QVERIFY(troublesOf(reader, {start + 39'000, start + 41'000}, start + 100'000)
                .failed.at(State::Failed)
                .empty());
}

void TroublesTest::refundsAreListed()
{
    demo::ScenarioSettings settings;
    settings.seed = 3;
    settings.jobs = 600;
    const auto scenario = demo::makeScenario(settings);
    TroubledStore scratch(scenario.truth.until);
    std::vector<nostr::Event> events;
    std::set<nostr::PublicKey> dvms;
    for (const auto &timed : scenario.events)
        events.push_back(timed.event);
    std::int64_t wanted = 0;
    for (const auto &job : scenario.truth.jobs)
        for (const auto &attempt : job.attempts) {
            dvms.insert(attempt.dvm);
            wanted += attempt.payment == dvm::PaymentState::Refunded ? 1 : 0;
        }
    scratch.give(events);
    auto reader = scratch.read();
    std::set<std::string> requests;
    for (const auto &dvm : dvms) {
        const auto troubles = metrics::readDvmTroubles(
            reader, {dvm, {scenario.truth.start, scenario.truth.until + 10}}, scenario.truth.until * 1000);
        QVERIFY(!troubles.more_refunds);
        for (const auto &refund : troubles.refunds) {
            requests.insert(refund.request.hex() + dvm.hex());
            QVERIFY(refund.key != refund.request);
            QVERIFY(refund.claimed + refund.confirmed > 0);
            QVERIFY(refund.customer);
        }
        const auto one = metrics::readDvmTroubles(
            reader, {dvm, {scenario.truth.start, scenario.truth.until + 10}, 0}, scenario.truth.until * 1000);
        QCOMPARE(one.more_refunds, !troubles.refunds.empty());
        QVERIFY(one.refunds.empty());
    }
    QVERIFY(wanted > 0);
    QCOMPARE(static_cast<std::int64_t>(requests.size()), wanted);
}

void TroublesTest::healthFollowsTheFile()
{
    constexpr std::int64_t now = 10'000;
    const nostr::Event answered = request(1'000);
    const std::vector<nostr::Event> events{
        answered,
        signedEvent(worker, 6001, 1'005, {{"e", answered.id.hex()}, {"p", keyOf(customer).hex()}}, "done"),
        signedEvent(worker, 11998, 1'100, {}),
        signedEvent(worker, 31990, 50, {{"d", "x"}, {"k", "5001"}}),
        request(2'000),
        request(3'000),
        request(9'000)};
    const auto healthAt = [&](std::int64_t listenedUntil, std::int64_t at) {
        TroubledStore scratch(start + at);
        scratch.open();
        scratch.listen(start, start + listenedUntil);
        scratch.give(events);
        auto reader = scratch.read();
        return troublesOf(reader, {start, start + now}, start + at).health;
    };
    const dvm::Health down = healthAt(now, now);
    QVERIFY(down.state == dvm::Liveness::PossiblyDown);
    QCOMPARE(down.since, start + 2'000);
    QCOMPARE(down.signals.size(), std::size_t(4));
    QVERIFY(down.signals[0].kind == dvm::SignalKind::IgnoredRequests);
    QCOMPARE(down.signals[0].count, 3);
    QVERIFY(down.signals[0].event == events[4].id);
    QVERIFY(down.signals[1].kind == dvm::SignalKind::NoAnswerSince);
    QVERIFY(down.signals[1].event == events[1].id);
    QCOMPARE(down.signals[1].at, start + 1'005);
    QVERIFY(down.signals[2].kind == dvm::SignalKind::NoHeartbeat);
    QVERIFY(down.signals[2].event == events[2].id);
    QVERIFY(down.signals[3].kind == dvm::SignalKind::Announcement);
    QVERIFY(down.signals[3].event == events[3].id);
    // A relay that lags by a minute is listened to; one that is gone since is not.
    QVERIFY(healthAt(now - 60, now).state == dvm::Liveness::PossiblyDown);
    QVERIFY(healthAt(now - 61, now).state == dvm::Liveness::Unknown);
}

void TroublesTest::boardSaysTheSame()
{
    demo::ScenarioSettings settings;
    settings.seed = 8;
    settings.jobs = 400;
    const auto scenario = demo::makeScenario(settings);
    TroubledStore scratch(scenario.truth.until);
    scratch.open();
    scratch.listen(scenario.truth.start - 3600, scenario.truth.until);
    std::vector<nostr::Event> events;
    for (const auto &timed : scenario.events)
        if (timed.event.kind != 11998 || timed.event.created_at < scenario.truth.until - 2'000)
            events.push_back(timed.event);
    scratch.give(events);
    auto reader = scratch.read();
    const TimeWindow window{scenario.truth.start, scenario.truth.until + 1};
    std::map<dvm::Liveness, int> seen;
    const std::int64_t now = scenario.truth.until;
    for (const auto &row : metrics::readDvms(reader, {window}, now * 1000).rows) {
        const auto troubles = metrics::readDvmTroubles(reader, {row.dvm, window}, now * 1000);
        QVERIFY(row.health == troubles.health.state);
        QVERIFY(metrics::readDvm(reader, {row.dvm, window, {}}, now * 1000).row == row);
        ++seen[row.health];
        // Each by an independent look: what was ignored since the last answer.
        store::Statement ignored =
            reader.database().prepare("SELECT count(*), min(created_at) FROM job JOIN attempt USING(jid) "
                                      "WHERE attempt.state = 7 AND attempt.pid "
                                      "= (SELECT pid FROM pubkey WHERE pk = ?1) AND created_at > ?2");
        ignored.bindBlob(1, row.dvm.view()).bind(2, row.last_seen_at);
        QVERIFY(ignored.step());
        QCOMPARE(row.ignored, ignored.integer(0));
        QCOMPARE(row.ignored_since, ignored.integer(1));
        QCOMPARE(row.health == dvm::Liveness::PossiblyDown, row.ignored > 0);
    }
    QVERIFY(seen[dvm::Liveness::PossiblyDown] > 0);
    QVERIFY(seen[dvm::Liveness::Quiet] + seen[dvm::Liveness::Alive] > 0);
}

void TroublesTest::strangerHasNone()
{
    TroubledStore scratch(start + 100);
    scratch.open();
    auto reader = scratch.read();
    const auto troubles = troublesOf(reader, {start, start + 100}, start + 100);
    QVERIFY(!troubles.known);
    QVERIFY(troubles.groups.empty() && troubles.refunds.empty());
    for (const State state : metrics::failureStates)
        QVERIFY(troubles.failed.at(state).empty());
    QVERIFY(troubles.health.state == dvm::Liveness::Unknown);
}

/// A file of years has millions of rows: each question goes through an index.
void TroublesTest::usesIndexes()
{
    // Failures soon and late, refunds, coverage: all questions are asked.
    demo::ScenarioSettings settings;
    settings.seed = 3;
    settings.jobs = 600;
    settings.start = start;
    const auto scenario = demo::makeScenario(settings);
    TroubledStore scratch(scenario.truth.until);
    scratch.open();
    scratch.listen(start, scenario.truth.until);
    std::set<nostr::PublicKey> dvms{keyOf(worker)};
    for (const auto &job : scenario.truth.jobs)
        for (const auto &attempt : job.attempts)
            dvms.insert(attempt.dvm);
    const nostr::Event late = request(100);
    std::vector<nostr::Event> events{late, failure(late, 3'000, "no GPU")};
    for (const auto &timed : scenario.events)
        events.push_back(timed.event);
    scratch.give(events);
    auto reader = scratch.read();
    std::set<std::string> statements;
    sqlite3_trace_v2(
        reader.database().handle(), SQLITE_TRACE_STMT,
        [](unsigned, void *to, void *statement, void *) {
            static_cast<std::set<std::string> *>(to)->insert(
                sqlite3_sql(static_cast<sqlite3_stmt *>(statement)));
            return 0;
        },
        &statements);
    for (const auto &dvm : dvms)
        metrics::readDvmTroubles(reader, {dvm, {start + 90, start + 8'000}}, scenario.truth.until * 1000);
    sqlite3_trace_v2(reader.database().handle(), 0, nullptr, nullptr);
    int ours = 0;
    for (const std::string &sql : statements) {
        const auto names = [&](const char *word) { return sql.find(word) != std::string::npos; };
        if (!names(" attempt") && !names("FROM payment p") && !names("= 11998") && !names("= 31990") &&
            !names("FROM coverage WHERE relay = ?1 AND since <"))
            continue;
        ++ours;
        store::Statement plan = reader.database().prepare("EXPLAIN QUERY PLAN " + sql);
        while (plan.step()) {
            const std::string step(plan.text(3));
            QVERIFY2(step.find("SCAN") == std::string::npos, (sql + "\n" + step).c_str());
            QVERIFY2(step.find("TEMP B-TREE") == std::string::npos, (sql + "\n" + step).c_str());
            QVERIFY2(step.find("AUTOMATIC") == std::string::npos, (sql + "\n" + step).c_str());
        }
    }
    // Both ends of the attempts are looked at only where there are thousands.
    QVERIFY2(ours >= 7, std::to_string(ours).c_str());
}

DVMDASH_TEST(TroublesTest)
#include "troubles_test.moc"
