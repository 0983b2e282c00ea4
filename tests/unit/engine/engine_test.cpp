// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "engine/archive.h"
#include "engine/capture_format.h"
#include "engine/engine.h"
#include "engine/guest_list.h"
#include "engine/rebuild.h"
#include "relay/relay_url.h"
#include "store/store_file.h"
#include "support/relay_thread.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <optional>
#include <set>

using namespace dvmdash;
using engine::Engine;
using engine::EngineState;
using test::RelayThread;
using test::signedEvent;

namespace
{

std::vector<nostr::Event> recentJobs(int count)
{
    const std::int64_t now = QDateTime::currentSecsSinceEpoch() - test::start;
    std::vector<nostr::Event> events;
    for (int i = 0; i < count; ++i)
        events.push_back(signedEvent(static_cast<unsigned char>(1 + i % 7), 5001, now - i % 30,
                                     {{"i", std::to_string(i), "text"}}));
    return events;
}

/// All of these events once, the copies of both relays, and where each of them listened.
bool recordedBy(const QString &path, const std::set<std::string> &expected, const QStringList &relays)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || !engine::looksLikeCapture(file.peek(200).toStdString()))
        return false;
    std::multiset<std::string> events;
    std::set<std::string> givers;
    std::set<std::string> listening;
    std::set<std::string> covered;
    std::size_t copies = 0;
    while (!file.atEnd()) {
        const auto line = engine::readCaptureLine(file.readLine().toStdString());
        if (!line)
            return false;
        if (const auto *event = std::get_if<engine::CapturedEvent>(&line->what)) {
            events.insert(event->json);
            givers.insert(line->relay);
        } else if (std::holds_alternative<engine::CapturedCopy>(line->what)) {
            ++copies;
            givers.insert(line->relay);
        } else if (std::holds_alternative<engine::CapturedCoverage>(line->what)) {
            covered.insert(line->relay);
        } else if (std::holds_alternative<engine::CapturedListening>(line->what)) {
            listening.insert(line->relay);
        }
    }
    std::set<std::string> urls;
    for (const QString &url : relays)
        urls.insert(relay::normalizeRelayUrl(url).value().toStdString());
    return events.size() == expected.size() && std::set(events.begin(), events.end()) == expected &&
           copies == 50 && givers == urls && listening == urls && covered == urls;
}

} // namespace

class EngineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void liveEventsReachTheFileTheViewAndTheRecording()
    {
        RelayThread first;
        RelayThread second;
        const auto stored = recentJobs(40);
        first.publish(stored);
        auto config = configFor({first.url(), second.url()});
        config.recording.path = m_folder->filePath(QStringLiteral("record.jsonl"));
        Engine engine(config);
        std::set<std::string> seen;
        connect(&engine, &Engine::activity, this, [&](const engine::ActivityPtr &activity) {
            for (const auto &row : activity->events)
                seen.insert(row.id.hex());
        });
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Running);
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), stored.size(), 20'000);
        QTRY_VERIFY(allLive(engine));

        auto live = recentJobs(90);
        const std::vector<nostr::Event> fresh(live.begin() + 40, live.end());
        // The first ones as they were signed above: the clock may have moved on.
        std::copy(stored.begin(), stored.end(), live.begin());
        first.publish(fresh);
        second.publish(fresh);
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), live.size(), 20'000);
        QTRY_VERIFY([&] {
            std::int64_t frames = 0;
            for (const auto &relay : engine.relayActivity())
                frames += relay.accepted + relay.duplicates;
            return frames == 40 + 50 + 50;
        }());
        engine.stop();
        QVERIFY(engine.state() == EngineState::Stopped);

        std::set<std::string> expected;
        for (const auto &event : live)
            expected.insert(nostr::toJson(event));
        QVERIFY(exportedLines() == expected);
        QVERIFY(recordedBy(config.recording.path, expected, {first.url(), second.url()}));
        auto archive = engine::Archive::open(config.database);
        const auto detail = archive.value->ask(engine::EventQuestion{fresh.front().id});
        QCOMPARE(detail->sightings.size(), std::size_t(2));
        const auto relays = archive.value->relays();
        QVERIFY(relays);
        for (const auto &relay : *relays)
            QVERIFY2(relay.covered_seconds > 0, relay.url.c_str());
    }

    void whatNobodyHadIsFetchedWhereAHintLeads()
    {
        RelayThread kept;
        RelayThread hinted;
        RelayThread never;
        const std::int64_t now = QDateTime::currentSecsSinceEpoch() - test::start;
        const auto first = signedEvent(1, 5000, now - 20, {{"p", test::keyOf(2).hex()}});
        const auto second =
            signedEvent(1, 5001, now - 10, {{"i", first.id.hex(), "job", hinted.url().toStdString()}});
        hinted.publish({first, signedEvent(3, 5002, now, {})});
        never.publish({first});
        kept.publish({second});
        auto config = configFor({kept.url()});
        config.hints_lead_anywhere = true;
        Engine engine(config);
        std::set<nostr::EventId> seen;
        connect(&engine, &Engine::activity, this, [&](const engine::ActivityPtr &activity) {
            for (const auto &row : activity->events)
                seen.insert(row.id);
        });
        engine.start();
        QTRY_VERIFY_WITH_TIMEOUT(seen.contains(first.id), 20'000);
        // The visitor is not shown as a relay of the reader's, and was asked for nothing else.
        QCOMPARE(engine.relayActivity().size(), 1);
        engine.stop();
        QCOMPARE(seen.size(), std::size_t(2));
        QCOMPARE(hinted.clientsEver(), 1);
        QCOMPARE(never.clientsEver(), 0);
        auto archive = engine::Archive::open(config.database);
        const auto detail = archive.value->ask(engine::EventQuestion{first.id});
        QCOMPARE(detail->sightings.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(detail->sightings.front().relay), hinted.url());
    }

    void hintsMayBeLeftAlone()
    {
        RelayThread kept;
        RelayThread hinted;
        const std::int64_t now = QDateTime::currentSecsSinceEpoch() - test::start;
        const auto first = signedEvent(1, 5000, now - 20, {});
        const auto second =
            signedEvent(1, 5001, now - 10, {{"i", first.id.hex(), "job", hinted.url().toStdString()}});
        hinted.publish({first});
        kept.publish({second});
        auto config = configFor({kept.url()});
        config.lookups.hinted_relays = false;
        config.hints_lead_anywhere = true;
        Engine engine(config);
        engine.start();
        QTRY_VERIFY(allLive(engine));
        QTest::qWait(1'000);
        QCOMPARE(hinted.clientsEver(), 0);
    }

    void onlyPublicRelaysAreVisited_data()
    {
        QTest::addColumn<bool>("may");
        QTest::newRow("wss://relay.example.com") << true;
        QTest::newRow("wss://relay.example.com/nostr") << true;
        for (const char *url :
             {"ws://relay.example.com", "wss://127.0.0.1", "wss://[::1]", "wss://10.0.0.1", "wss://localhost",
              "wss://router.local", "wss://printer", "wss://relay.example.com:8443", "wss://2130706433",
              "wss://relay.example.com/?who=you", "https://relay.example.com"})
            QTest::newRow(url) << false;
    }
    void onlyPublicRelaysAreVisited()
    {
        QFETCH(const bool, may);
        QCOMPARE(engine::mayVisitRelay(QString::fromLatin1(QTest::currentDataTag())), may);
    }

    void whatOthersNameIsFetchedById()
    {
        // Both are older than what is asked for, so only their ids lead to them.
        const std::int64_t now = QDateTime::currentSecsSinceEpoch() - test::start;
        const auto input = signedEvent(1, 5000, now - 900'000, {{"p", test::keyOf(2).hex()}});
        const auto request =
            signedEvent(1, 5001, now - 800'000, {{"i", input.id.hex(), "job"}, {"p", test::keyOf(3).hex()}});
        RelayThread relay;
        relay.publish({input, request});
        Engine engine(configFor({relay.url()}));
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Running);
        QTRY_VERIFY(allLive(engine));
        relay.publish({signedEvent(3, 6001, now, {{"e", request.id.hex()}}, "done")});
        std::optional<engine::ChainAnswer> answer;
        engine::Ask ask;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                ask = engine.ask(
                    engine::ChainQuestion{request.id, {}}, this,
                    [&](const engine::Result<engine::ChainAnswer> &found) { answer = found.value; });
                return answer && answer->chain.nodes.size() == 2 && !answer->chain.nodes[1].ghost;
            }(),
            20'000);
        QVERIFY(answer->chain.nodes[0].id == input.id);
        QVERIFY(answer->chain.nodes[1].state == dvm::State::Delivered);
        QVERIFY(answer->chain.nodes[1].customer == request.pubkey);
    }

    void questionsAreAnsweredAndStaleOnesDropped()
    {
        Engine engine(configFor({}));
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Running);
        int answers = 0;
        engine::Ask ask;
        const engine::OverviewQuestion question{{1, 1000}, metrics::Step::Minute};
        for (int i = 0; i < 20; ++i)
            ask = engine.ask(question, this, [&](const engine::Result<engine::Overview> &) { ++answers; });
        QVERIFY(ask.pending());
        QTRY_VERIFY(!ask.pending());
        QCOMPARE(answers, 1);

        auto context = std::make_unique<QObject>();
        auto orphan = engine.ask(question, context.get(),
                                 [&](const engine::Result<engine::Overview> &) { answers += 100; });
        context.reset();
        auto last = engine.ask(question, this, [&](const engine::Result<engine::Overview> &) { ++answers; });
        QTRY_COMPARE(answers, 2);
    }

    void repairsTheFileWhileEventsComeIn()
    {
        RelayThread relay;
        const auto all = recentJobs(400);
        relay.publish({all.begin(), all.begin() + 200});
        const auto config = configFor({relay.url()});
        std::int64_t stored = 0;
        const auto collect = [&](Engine &engine, std::int64_t until) {
            connect(&engine, &Engine::activity, this,
                    [&](const engine::ActivityPtr &activity) { stored = activity->events_total; });
            engine.start();
            QTRY_COMPARE_WITH_TIMEOUT(stored, until, 20'000);
        };
        {
            Engine first(config);
            collect(first, 200);
        }
        QVERIFY(!QTest::currentTestFailed());
        {
            store::StoreFile file(config.database.toStdString());
            file.database().execute("UPDATE job SET state = 6; DELETE FROM rollup WHERE level = 1;");
        }

        Engine engine(config);
        engine.start();
        QVERIFY(!engine.startRebuild(engine::RebuildTask::Repair)); // the file is not open yet
        QTRY_VERIFY(engine.state() == EngineState::Running);
        int told = 0;
        connect(&engine, &Engine::rebuildChanged, this, [&](const engine::RebuildStatus &) { ++told; });
        const auto finished = [&] {
            return !engine.rebuildStatus().running && engine.rebuildStatus().report;
        };
        for (const auto task : {engine::RebuildTask::Check, engine::RebuildTask::Repair}) {
            told = 0;
            QVERIFY(engine.startRebuild(task));
            QVERIFY(!engine.startRebuild(task)); // one at a time
            const auto from = all.begin() + (task == engine::RebuildTask::Check ? 200 : 300);
            relay.publish({from, from + 100});
            QTRY_VERIFY(told > 0);
            QTRY_VERIFY_WITH_TIMEOUT(finished(), 20'000);
            const engine::RebuildReport &report = *engine.rebuildStatus().report;
            QVERIFY2(report.ok, qPrintable(report.error));
            QVERIFY(report.differences() > 0);
            QCOMPARE(report.repaired > 0, task == engine::RebuildTask::Repair);
        }
        connect(&engine, &Engine::activity, this,
                [&](const engine::ActivityPtr &activity) { stored = activity->events_total; });
        relay.publish({signedEvent(3, 5001, QDateTime::currentSecsSinceEpoch() - test::start, {})});
        QTRY_COMPARE_WITH_TIMEOUT(stored, 401, 20'000);
        engine.stop();
        const auto check = engine::checkDatabase(config.database);
        QVERIFY2(check.ok, qPrintable(check.error));
        QCOMPARE(check.differences(), 0);
        QCOMPARE(check.events, 401);
    }

    void whatIsKeptCanBeChangedWhileItRuns()
    {
        const auto config = configFor({});
        engine::RetentionPolicy policy;
        policy.max_bytes = 123'000'000;
        policy.max_days = 30;
        {
            Engine engine(config);
            engine.start();
            QTRY_VERIFY(engine.state() == EngineState::Running);
            engine.setRetention(policy);
            std::optional<engine::Storage> storage;
            engine::Ask ask;
            QTRY_VERIFY([&] {
                ask = engine.ask(engine::StorageQuestion{}, this,
                                 [&](const engine::Result<engine::Storage> &answer) { storage = *answer; });
                return storage && storage->policy == policy;
            }());
        }
        auto archive = engine::Archive::open(config.database);
        QVERIFY(archive.value->ask(engine::StorageQuestion{})->policy == policy);
    }

    void stoppedWhileItRebuildsItEndsAtOnce()
    {
        const auto config = configFor({});
        for (int i = 0; i < 5; ++i) {
            Engine engine(config);
            engine.start();
            QTRY_VERIFY(engine.state() == EngineState::Running);
            QVERIFY(engine.startRebuild(engine::RebuildTask::Repair));
            engine.stop();
        }
        QCOMPARE(engine::checkDatabase(config.database).differences(), 0);
    }

    void aQuestionToAClosedFileIsAnsweredInWords()
    {
        Engine engine(configFor({}));
        QString error;
        auto ask =
            engine.ask(engine::RecentEventsQuestion{}, this,
                       [&](const engine::Result<engine::RecentEvents> &answer) { error = answer.error; });
        QTRY_VERIFY(error.contains(QStringLiteral("not open")));
    }

    void aFileInUseIsAFailureInWordsAndStartCanBeTriedAgain()
    {
        auto first = std::make_unique<Engine>(configFor({}));
        first->start();
        QTRY_VERIFY(first->state() == EngineState::Running);
        Engine second(configFor({}));
        second.start();
        QTRY_VERIFY(second.state() == EngineState::Failed);
        QVERIFY(second.errorText().contains(QStringLiteral("is writing to")));
        first.reset();
        second.start();
        QTRY_VERIFY(second.state() == EngineState::Running);
    }

    void stoppingWhileStartingIsClean()
    {
        for (int i = 0; i < 5; ++i) {
            Engine engine(configFor({}));
            engine.start();
            engine.stop();
            QVERIFY(engine.state() == EngineState::Stopped || engine.state() == EngineState::Failed);
        }
    }

    void pausedFramesWaitAndNothingIsLost()
    {
        RelayThread relay;
        Engine engine(configFor({relay.url()}));
        engine.start();
        QTRY_VERIFY(allLive(engine));
        engine.setPaused(true);
        std::int64_t stored = 0;
        connect(&engine, &Engine::activity, this,
                [&](const engine::ActivityPtr &activity) { stored += activity->stored; });
        const auto events = recentJobs(200);
        relay.publish(events);
        QTRY_VERIFY(engine.relayActivity().front().status.frames == 200);
        QCOMPARE(stored, 0);
        engine.setPaused(false);
        QTRY_COMPARE(stored, 200);
    }

    void relaysComeAndGo()
    {
        RelayThread first;
        RelayThread second;
        Engine engine(configFor({first.url()}));
        engine.start();
        QTRY_VERIFY(allLive(engine));
        engine.setRelays({{first.url(), false}, {second.url(), true}});
        QTRY_COMPARE(engine.relayActivity().size(), 2);
        QTRY_VERIFY(engine.relayActivity().front().status.state == relay::LinkState::Disabled);
        QTRY_VERIFY(engine.relayActivity().back().status.state == relay::LinkState::Live);
        engine.setRelays({{second.url(), true}});
        QTRY_COMPARE(engine.relayActivity().size(), 1);
        QCOMPARE(engine.relayActivity().front().status.url, second.url());
    }

    void paymentsOfNewDvmsAreFound()
    {
        demo::ScenarioSettings settings;
        settings.jobs = 120;
        settings.span = 300;
        settings.start = QDateTime::currentSecsSinceEpoch() - 3600;
        const auto scenario = demo::makeScenario(settings);
        std::vector<nostr::Event> events;
        std::size_t wanted = 0;
        for (const auto &timed : scenario.events) {
            events.push_back(timed.event);
            wanted += timed.event.kind == 9735 ? 1 : 0;
        }
        QVERIFY(wanted > 0);
        RelayThread relay;
        relay.publish(events);
        auto config = configFor({relay.url()});
        config.since = settings.start - 60;
        Engine engine(config);
        std::set<std::string> receipts;
        connect(&engine, &Engine::activity, this, [&](const engine::ActivityPtr &activity) {
            for (const auto &row : activity->events)
                if (row.kind == 9735)
                    receipts.insert(row.id.hex());
        });
        engine.start();
        QTRY_VERIFY_WITH_TIMEOUT(!receipts.empty(), 30'000);
    }

private:
    engine::EngineConfig configFor(const QStringList &urls) const
    {
        engine::EngineConfig config;
        config.database = m_folder->filePath(QStringLiteral("db.sqlite"));
        for (const QString &url : urls)
            config.relays.push_back({url, true});
        config.limits.coverage_interval_s = 1;
        return config;
    }
    static bool allLive(const Engine &engine)
    {
        const auto relays = engine.relayActivity();
        return !relays.isEmpty() && std::all_of(relays.begin(), relays.end(), [](const auto &relay) {
            return relay.status.state == relay::LinkState::Live;
        });
    }
    std::set<std::string> exportedLines() const
    {
        std::set<std::string> lines;
        auto archive = engine::Archive::open(m_folder->filePath(QStringLiteral("db.sqlite")));
        archive.value->exportEvents({}, [&](std::string_view line) {
            lines.emplace(line);
            return true;
        });
        return lines;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

DVMDASH_TEST(EngineTest)
#include "engine_test.moc"
