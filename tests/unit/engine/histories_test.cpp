// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/archive.h"
#include "engine/engine.h"
#include "engine/histories.h"
#include "store/kept_values.h"
#include "store/store_file.h"
#include "support/past_relay.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace dvmdash;
using engine::Engine;
using engine::EngineState;
using engine::HistoryProgress;
using test::PastRelay;
using State = relay::HistoryStatus::State;

namespace
{

/// Jobs one a minute back from now.
std::vector<nostr::Event> pastJobs(int count)
{
    const std::int64_t now = QDateTime::currentSecsSinceEpoch() - test::start;
    std::vector<nostr::Event> events;
    for (int i = 0; i < count; ++i)
        events.push_back(test::signedEvent(static_cast<unsigned char>(1 + i % 7), 5001, now - 60 * (i + 1),
                                           {{"i", std::to_string(i), "text"}}));
    return events;
}

} // namespace

/// The past of relays as the engine's face offers it.
class HistoriesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aPauseAsksNoMoreAndGoesOn()
    {
        PastRelay relay(pastJobs(300));
        relay.cap = [] { return std::size_t{20}; };
        int pages = 0;
        relay.answers = [&] { return ++pages <= 8; };
        Engine engine(configFor(relay));
        std::vector<HistoryProgress> told;
        connect(&engine, &Engine::historyChanged, this,
                [&](const HistoryProgress &progress) { told.push_back(progress); });
        begin(engine, relay);
        QTRY_VERIFY(pages > 8);
        QVERIFY(!told.empty() && told.back().share > 0);
        engine.pauseHistory(relay.url());
        QVERIFY(told.back().paused && !told.back().isOver());
        QCOMPARE(engine.histories().size(), std::size_t{1});
        QTRY_VERIFY(!relay.wire().closes.empty()); // of the page
        const int asked = pages;
        QTest::qWait(100);
        QCOMPARE(pages, asked);
        QVERIFY(told.back().paused);
        relay.answers = [] { return true; };
        engine.resumeHistory(relay.url());
        QTRY_VERIFY_WITH_TIMEOUT(told.back().isOver(), 20'000);
        QVERIFY(told.back().state == State::Done);
        QVERIFY(engine.histories().empty());
        QTRY_COMPARE(storedIn(engine), 300);
        // Told at times: how fast, and how long it may take.
        QVERIFY(std::any_of(told.begin(), told.end(), [](const auto &one) { return !one.paused; }));
    }

    void itGoesOnAfterARestart_data()
    {
        QTest::addColumn<bool>("paused");
        QTest::newRow("under way") << false;
        QTest::newRow("paused") << true;
    }
    void itGoesOnAfterARestart()
    {
        QFETCH(bool, paused);
        PastRelay relay(pastJobs(200));
        relay.cap = [] { return std::size_t{20}; };
        int pages = 0;
        relay.answers = [&] { return ++pages <= 6; };
        {
            Engine engine(configFor(relay));
            begin(engine, relay);
            QTRY_VERIFY(pages > 6);
            if (paused)
                engine.pauseHistory(relay.url());
            engine.stop();
        }
        QCOMPARE(kept().size(), std::size_t{1});
        relay.answers = [] { return true; };
        Engine engine(configFor(relay));
        std::optional<HistoryProgress> last;
        connect(&engine, &Engine::historyChanged, this,
                [&](const HistoryProgress &progress) { last = progress; });
        engine.start();
        QTRY_VERIFY(last.has_value());
        if (paused) {
            QTest::qWait(100);
            QVERIFY(last->paused);
            QCOMPARE(engine.histories().size(), std::size_t{1});
            engine.resumeHistory(relay.url());
        }
        QTRY_VERIFY_WITH_TIMEOUT(last->isOver(), 20'000);
        QVERIFY(last->state == State::Done);
        QTRY_COMPARE(storedIn(engine), 200);
        engine.stop();
        QVERIFY(kept().empty());
    }

    /// The command line asks for nothing that it was not told to.
    void whereNothingIsKeptNothingGoesOn()
    {
        PastRelay relay(pastJobs(50));
        {
            store::StoreFile file(path().toStdString());
            HistoryProgress progress;
            progress.request = {relay.url(), test::start, test::start + 1'000, false};
            store::writeKeptValue(file.database(),
                                  {"history " + relay.url().toStdString(), toText(progress)});
        }
        engine::EngineConfig config = configFor(relay);
        config.keep_histories = false;
        Engine engine(config);
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Running);
        QTRY_VERIFY(!relay.wire().requests.empty());
        QTest::qWait(50);
        QVERIFY(engine.histories().empty());
    }

    void whatIsKeptIsReadAsItWas()
    {
        HistoryProgress progress;
        progress.request = {QStringLiteral("wss://relay.example"), 5, 10, true};
        progress.paused = true;
        const auto read = engine::historyFromText(progress.request.relay, engine::toText(progress));
        QVERIFY(read && *read == progress);
        for (const char *text : {"", "[]", "{}", R"({"from":1,"until":2,"oldest_first":3,"paused":false})",
                                 R"({"from":2,"until":2,"oldest_first":false,"paused":false})"})
            QVERIFY2(!engine::historyFromText(progress.request.relay, text), text);
    }

    void aRelayThatLeavesTheListIsAskedNoMore()
    {
        PastRelay relay(pastJobs(200));
        int pages = 0;
        relay.answers = [&] { return ++pages <= 3; };
        Engine engine(configFor(relay));
        begin(engine, relay);
        QTRY_VERIFY(pages > 3);
        QCOMPARE(engine.histories().size(), std::size_t{1});
        engine.setRelays({});
        QVERIFY(engine.histories().empty());
        engine.stop();
        QVERIFY(kept().empty());
    }

    /// What it takes is asked first after a restart.
    void theFormThatARelayTakesIsRemembered()
    {
        PastRelay relay(pastJobs(10));
        relay.mostKinds = 12;
        {
            Engine engine(configFor(relay));
            engine.start();
            QTRY_VERIFY(!engine.relayActivity().isEmpty() &&
                        engine.relayActivity().front().status.form == 1 &&
                        engine.relayActivity().front().status.state == relay::LinkState::Live);
            engine.stop();
        }
        relay.wire().requests.clear();
        Engine engine(configFor(relay));
        engine.start();
        QTRY_VERIFY(!engine.relayActivity().isEmpty() &&
                    engine.relayActivity().front().status.state == relay::LinkState::Live);
        for (const auto &request : relay.wire().requests)
            for (const auto &filter : request.filters)
                QVERIFY(!filter.kinds || filter.kinds->size() <= 12);
    }

private:
    QString path() const { return m_folder->filePath(QStringLiteral("events.sqlite")); }
    engine::EngineConfig configFor(const PastRelay &relay) const
    {
        engine::EngineConfig config;
        config.database = path();
        config.relays = {{relay.url(), true}};
        config.limits = test::testLimits();
        config.notice_interval_ms = 10;
        config.lookups.hinted_relays = false;
        config.keep_histories = true;
        return config;
    }
    void begin(Engine &engine, const PastRelay &relay)
    {
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Running);
        const std::int64_t now = QDateTime::currentSecsSinceEpoch();
        QVERIFY(engine.fetchHistory({relay.url(), now - 86'400, now - 30, false}));
    }
    /// Of the past, as far as it is committed.
    static int storedIn(Engine &engine)
    {
        auto archive = engine::Archive::open(engine.databasePath());
        return archive.value ? static_cast<int>(archive.value->ask(engine::StorageQuestion{})->events) : -1;
    }
    std::map<std::string, std::string> kept() const
    {
        store::StoreFile file(path().toStdString());
        return store::keptValues(file.database(), engine::Histories::prefix);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};
DVMDASH_TEST(HistoriesTest)

#include "histories_test.moc"
