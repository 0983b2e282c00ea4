// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "dvm/kinds.h"
#include "dvm/role.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"
#include "support/test_main.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <variant>

using namespace dvmdash;
using namespace dvmdash::demo;

class ScenarioTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sameSettingsSameBytes();
    void everySettingMatters();
    void peopleStayWhenTheCastDoes();
    void everyEventIsValid();
    void everyKindIsAsked();
    void proportionsAreRealistic();
    void eventsAreInOrderAndInTime();
    void lastEventIsAfterEveryDeadline();
    void partsCanBeLeftOut();
    void smallNumbersWork();
    void canBeCancelled();
    void textsAreHardToShow();
};

namespace
{

std::string bytesOf(const Scenario &scenario)
{
    std::string text;
    for (const TimedEvent &timed : scenario.events)
        text += std::to_string(timed.at_ms) + " " + nostr::toJson(timed.event) + "\n";
    return text + toJson(scenario.truth).dump();
}

std::map<int, int> countKinds(const Scenario &scenario)
{
    std::map<int, int> counts;
    for (const TimedEvent &timed : scenario.events)
        ++counts[timed.event.kind];
    return counts;
}

} // namespace

void ScenarioTest::sameSettingsSameBytes()
{
    const ScenarioSettings settings{.seed = 21, .jobs = 350};
    QVERIFY(bytesOf(makeScenario(settings)) == bytesOf(makeScenario(settings)));
}

void ScenarioTest::everySettingMatters()
{
    const ScenarioSettings settings{.seed = 21, .jobs = 60};
    const std::string bytes = bytesOf(makeScenario(settings));
    ScenarioSettings other = settings;
    other.seed = 22;
    QVERIFY(bytesOf(makeScenario(other)) != bytes);
    other = settings;
    other.start += 1;
    QVERIFY(bytesOf(makeScenario(other)) != bytes);
    other = settings;
    other.span += 60;
    QVERIFY(bytesOf(makeScenario(other)) != bytes);
    other = settings;
    other.relay = "ws://127.0.0.1:1";
    QVERIFY(bytesOf(makeScenario(other)) != bytes);
}

void ScenarioTest::peopleStayWhenTheCastDoes()
{
    const auto authors = [](const Scenario &scenario) {
        std::set<nostr::PublicKey> keys;
        for (const TimedEvent &timed : scenario.events)
            if (timed.event.kind == 31990)
                keys.insert(timed.event.pubkey);
        return keys;
    };
    const auto first = authors(makeScenario({.seed = 1, .cast_seed = 9, .jobs = 5}));
    QVERIFY(!first.empty());
    QVERIFY(first == authors(makeScenario({.seed = 2, .cast_seed = 9, .jobs = 5})));
    QVERIFY(first == authors(makeScenario({.seed = 9, .jobs = 5})));
    QVERIFY(first != authors(makeScenario({.seed = 1, .jobs = 5})));
}

void ScenarioTest::everyEventIsValid()
{
    const Scenario scenario = makeScenario({.seed = 31, .jobs = 700});
    nostr::EventParser parser;
    nostr::Verifier verifier;
    std::set<nostr::EventId> ids;
    for (const TimedEvent &timed : scenario.events) {
        const auto parsed = parser.parse(nostr::toJson(timed.event));
        const auto *ok = std::get_if<nostr::ParsedEvent>(&parsed);
        QVERIFY2(ok, nostr::toJson(timed.event).c_str());
        QVERIFY(ok->event == timed.event);
        QVERIFY(!verifier.check(ok->event).has_value());
        QVERIFY(ids.insert(timed.event.id).second);
    }
}

void ScenarioTest::everyKindIsAsked()
{
    const std::map<int, int> counts = countKinds(makeScenario({.seed = 8, .jobs = 300}));
    for (const dvm::KindInfo &info : dvm::KindTable::standard().kinds())
        QVERIFY2(counts.contains(info.request), std::to_string(info.request).c_str());
    for (const int kind : {0, 1, 5, 7000, 7007, 9321, 9735, 10019, 11998, 31990})
        QVERIFY2(counts.contains(kind), std::to_string(kind).c_str());
}

void ScenarioTest::proportionsAreRealistic()
{
    const Scenario scenario = makeScenario({.seed = 12, .jobs = 1500});
    QVERIFY(scenario.truth.jobs.size() >= 1450 && scenario.truth.jobs.size() <= 1550);
    std::map<dvm::State, int> states;
    int targeted = 0, paid = 0;
    std::map<nostr::PublicKey, int> customers;
    for (const JobTruth &job : scenario.truth.jobs) {
        ++states[job.state];
        ++customers[job.customer];
        targeted += std::ranges::any_of(job.attempts, &AttemptTruth::targeted) ? 1 : 0;
        paid += std::ranges::any_of(job.attempts, [](const AttemptTruth &attempt) {
            return attempt.payment != dvm::PaymentState::None;
        });
    }
    const int jobs = static_cast<int>(scenario.truth.jobs.size());
    const int delivered = states[dvm::State::Delivered] * 100 / jobs;
    QVERIFY2(delivered > 60 && delivered < 85, std::to_string(delivered).c_str());
    QVERIFY(targeted * 100 / jobs > 60 && targeted * 100 / jobs < 92);
    QVERIFY(paid * 100 / jobs > 8 && paid * 100 / jobs < 35);
    // Content discovery leads, and a few customers do most of the asking.
    const std::map<int, int> counts = countKinds(scenario);
    for (const auto &[kind, count] : counts)
        if (kind >= 5000 && kind < 6000 && kind != 5300)
            QVERIFY(count < counts.at(5300));
    std::vector<int> busy;
    for (const auto &[key, count] : customers)
        busy.push_back(count);
    std::ranges::sort(busy, std::greater<>());
    QVERIFY(busy.size() > 25);
    QVERIFY((busy[0] + busy[1] + busy[2] + busy[3]) * 2 > jobs);
}

void ScenarioTest::eventsAreInOrderAndInTime()
{
    const Scenario scenario = makeScenario({.seed = 13, .jobs = 300});
    std::int64_t last = 0;
    int faked = 0;
    for (const TimedEvent &timed : scenario.events) {
        QVERIFY(timed.at_ms >= last);
        last = timed.at_ms;
        faked += timed.event.created_at != scenario.truth.start + timed.at_ms / 1000 ? 1 : 0;
    }
    // Skewed clocks, a future date, and requests that reach the relay after their answers.
    QVERIFY(faked >= 3);
    QVERIFY(faked < 40);
}

void ScenarioTest::lastEventIsAfterEveryDeadline()
{
    const Scenario scenario = makeScenario({.seed = 14, .jobs = 300});
    const nostr::Event &last = scenario.events.back().event;
    QCOMPARE(last.kind, 11998);
    QVERIFY(last.created_at > scenario.truth.until);
}

void ScenarioTest::partsCanBeLeftOut()
{
    const std::map<int, int> counts =
        countKinds(makeScenario({.seed = 15, .jobs = 100, .introductions = false, .heartbeats = false}));
    QVERIFY(!counts.contains(31990));
    QVERIFY(!counts.contains(0));
    QVERIFY(!counts.contains(11998));
    QVERIFY(counts.contains(5300));
    const Scenario background = makeScenario({.seed = 15, .jobs = 0});
    QVERIFY(background.truth.jobs.empty());
    QVERIFY(countKinds(background).contains(31990));
}

void ScenarioTest::smallNumbersWork()
{
    for (int jobs = 1; jobs <= 12; ++jobs) {
        const Scenario scenario = makeScenario(
            {.seed = 100 + static_cast<std::uint64_t>(jobs), .jobs = jobs, .start = 0, .span = 1});
        QVERIFY(scenario.truth.jobs.size() >= static_cast<std::size_t>(jobs));
        for (const TimedEvent &timed : scenario.events)
            QVERIFY(timed.event.created_at > 0);
    }
}

void ScenarioTest::canBeCancelled()
{
    const std::atomic_bool cancelled = true;
    QVERIFY(makeScenario({.jobs = 1000}, &cancelled).events.empty());
}

void ScenarioTest::textsAreHardToShow()
{
    const Scenario scenario = makeScenario({.seed = 16, .jobs = 1000});
    std::uint32_t flags = 0;
    bool arabic = false, japanese = false, emoji = false, isLong = false;
    for (const TimedEvent &timed : scenario.events) {
        const std::int64_t received_ms = scenario.truth.start * 1000 + timed.at_ms;
        flags |= dvm::classify(timed.event, dvm::KindTable::standard(), received_ms).flags;
        const std::string json = nostr::toJson(timed.event);
        arabic |= json.find("\xD8\xA7") != std::string::npos;
        japanese |= json.find("の") != std::string::npos;
        emoji |= json.find("🙂") != std::string::npos;
        isLong |= timed.event.kind < 6000 && json.size() > 4000;
    }
    QVERIFY(arabic && japanese && emoji && isLong);
    using namespace dvm;
    for (const std::uint32_t flag :
         {std::uint32_t(FlagSuspect), std::uint32_t(FlagConflict), std::uint32_t(FlagBadRequestTag),
          std::uint32_t(FlagOddId), std::uint32_t(FlagControlText), std::uint32_t(FlagExpired),
          std::uint32_t(FlagEncrypted), std::uint32_t(FlagOpaque), std::uint32_t(FlagMarkup),
          std::uint32_t(FlagCollision), std::uint32_t(FlagUnknownStatus), std::uint32_t(FlagAmountMismatch),
          std::uint32_t(FlagUnknownUnit), std::uint32_t(FlagEmptyTag), std::uint32_t(FlagFuture)})
        QVERIFY2((flags & flag) != 0, std::to_string(flag).c_str());
}

DVMDASH_TEST(ScenarioTest)

#include "scenario_test.moc"
