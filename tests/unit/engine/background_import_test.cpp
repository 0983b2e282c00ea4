// SPDX-License-Identifier: GPL-3.0-or-later
// Archives are read while the program runs.
#include "demo/scenario.h"
#include "engine/archive.h"
#include "engine/engine.h"
#include "import_folder.h"
#include "nostr/message.h"
#include "store/reader.h"
#include "support/packed.h"
#include "support/rebuild_words.h"
#include "support/relay_thread.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QSignalSpy>

using namespace dvmdash;
using engine::Engine;
using engine::EngineState;
using test::signedEvent;

namespace
{

constexpr int patienceMs = 60'000;

QByteArray scenario(int jobs, std::uint64_t seed)
{
    demo::ScenarioSettings settings;
    settings.jobs = jobs;
    settings.seed = seed;
    QByteArray text = "[";
    for (const auto &timed : demo::makeScenario(settings).events)
        text += (text.size() > 1 ? "," : "") + QByteArray::fromStdString(nostr::toJson(timed.event));
    return text + "]";
}

} // namespace

class BackgroundImportTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<test::ImportFolder>(); }

    void itComesToWhatAnImportDoes()
    {
        const QString file = m_folder->write("month.json.gz", test::gzip(scenario(300, 3)));
        const QString expectedFile = m_folder->path("expected.sqlite");
        const auto expected = engine::importFiles(expectedFile, {file});
        QVERIFY2(expected.ok, qPrintable(expected.error));
        // Beside a relay that has something to say.
        test::RelayThread relay;
        relay.publish({signedEvent(9, 5001, QDateTime::currentSecsSinceEpoch() - test::start - 5, {})});
        Engine engine(config({{relay.url(), true}}));
        start(engine);
        QVERIFY(engine.startImport({file}, {}));
        QVERIFY(!engine.startImport({file}, {})); // one at a time
        const auto status = waitForEnd(engine);
        QVERIFY2(status.result->ok, qPrintable(status.result->error));
        QVERIFY(status.result->counters == expected.counters);
        QCOMPARE(status.progress.bytes_read, status.progress.bytes_total);
        QTRY_COMPARE_WITH_TIMEOUT(eventsIn(database()), eventsIn(expectedFile) + 1, patienceMs);
        engine.stop();
        QCOMPARE(jobsOf(database()), jobsOf(expectedFile));
        QCOMPARE(coverageOf(database()), coverageOf(expectedFile));
        QCOMPARE(test::complaintsOf(engine::checkDatabase(database())), QString());
    }

    void samplesCoverNothing()
    {
        const QString file = m_folder->write("month.json", scenario(20, 4));
        Engine engine(config());
        start(engine);
        QVERIFY(engine.startImport({file}, {.recording = false}));
        QVERIFY(waitForEnd(engine).result->ok);
        engine.stop();
        QVERIFY(coverageOf(database()).isEmpty());
        QVERIFY(eventsIn(database()) > 50);
    }

    void itCanBeStopped()
    {
        const QString file = m_folder->write("month.json", scenario(4'000, 5));
        Engine engine(config());
        start(engine);
        QVERIFY(engine.startImport({file}, {}));
        QTRY_VERIFY_WITH_TIMEOUT(engine.importStatus().progress.bytes_read > 0, patienceMs);
        engine.stopImport();
        const auto status = waitForEnd(engine);
        QVERIFY(!status.result->ok);
        QVERIFY(status.result->stopped);
        // All that was counted is there.
        QCOMPARE(eventsIn(database()), status.result->counters.accepted);
        QVERIFY(engine.startImport({file}, {}));
        QVERIFY(waitForEnd(engine).result->ok);
    }

    void closingTheProgramEndsIt()
    {
        const QString file = m_folder->write("month.json", scenario(4'000, 5));
        {
            Engine engine(config());
            start(engine);
            QVERIFY(engine.startImport({file}, {}));
            QTRY_VERIFY_WITH_TIMEOUT(engine.importStatus().progress.bytes_read > 0, patienceMs);
        }
        QCOMPARE(test::complaintsOf(engine::checkDatabase(database())), QString());
    }

    void whatIsWrongIsSaid()
    {
        Engine engine(config());
        QVERIFY(!engine.startImport({QStringLiteral("none")}, {})); // not open
        start(engine);
        const QString good = m_folder->write("good.json", scenario(5, 6));
        QVERIFY(engine.startImport({m_folder->path("none.json"), good}, {}));
        const auto status = waitForEnd(engine);
        QVERIFY(!status.result->ok);
        QVERIFY(!status.result->stopped);
        QVERIFY(status.result->error.contains(QStringLiteral("none.json")));
        QVERIFY(status.result->counters.accepted > 10);
    }

private:
    QString database() const { return m_folder->database(); }
    engine::EngineConfig config(const relay::RelayList &relays = {}) const
    {
        engine::EngineConfig config;
        config.database = database();
        config.relays = relays;
        config.since = QDateTime::currentSecsSinceEpoch() - 3600;
        return config;
    }
    static void start(Engine &engine)
    {
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Running);
    }
    static engine::ImportStatus waitForEnd(Engine &engine)
    {
        const bool hasEnded = QTest::qWaitFor(
            [&] { return !engine.importStatus().running && engine.importStatus().result.has_value(); },
            patienceMs);
        if (!hasEnded)
            qFatal("the import does not end");
        return engine.importStatus();
    }
    static QString textsOf(const QString &database, const char *select)
    {
        store::Reader reader(database.toStdString());
        store::Statement rows = reader.database().prepare(select);
        QString text;
        while (rows.step())
            text += QString::fromStdString(std::string(rows.text(0))) + QLatin1Char('\n');
        return text;
    }
    static std::int64_t eventsIn(const QString &database)
    {
        store::Reader reader(database.toStdString());
        return reader.database().integer("SELECT count(*) FROM event");
    }
    /// Of the archive alone: the relay's job is of today.
    static QString jobsOf(const QString &database)
    {
        return textsOf(database, "SELECT id8 || ' ' || state || ' ' || payment FROM job "
                                 "WHERE created_at < strftime('%s', 'now') - 7200 ORDER BY id8");
    }
    static QString coverageOf(const QString &database)
    {
        return textsOf(database, "SELECT since || ' ' || until FROM coverage JOIN relay USING(relay) WHERE "
                                 "url LIKE 'file:%' ORDER BY since");
    }
    std::unique_ptr<test::ImportFolder> m_folder;
};

DVMDASH_TEST(BackgroundImportTest)
#include "background_import_test.moc"
