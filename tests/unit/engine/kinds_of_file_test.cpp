// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/archive.h"
#include "engine/bundle.h"
#include "engine/capture.h"
#include "engine/engine.h"
#include "engine/import.h"
#include "engine/kinds_of_file.h"
#include "engine/opened_bundle.h"
#include "engine/player.h"
#include "engine/recorder.h"
#include "engine/upkeep.h"
#include "import_folder.h"
#include "store/reader.h"
#include "store/store_file.h"
#include "store/stored_kinds.h"
#include "support/rebuild_words.h"
#include "support/relay_thread.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QDateTime>
#include <QFile>

#include <memory>
#include <random>

using namespace dvmdash;
using dvm::KindChanges;
using engine::Engine;
using engine::EngineState;
using test::ImportFolder;
using test::signedEvent;
using test::start;

namespace
{

/// Beside NIP-90, without two of its kinds, and with another deadline.
KindChanges otherKinds()
{
    KindChanges changes;
    changes.ranges = {{5000, 5999, 1000}, {8000, 8009, 100}};
    changes.excluded = {5300, 6300};
    changes.kinds[5001].timeouts =
        dvm::Timeouts{.response = 5, .result = 10, .payment = 60, .paidToResult = 10};
    changes.kinds[8001].name = "Weather";
    return changes;
}

/// Jobs of kinds that are left out by one table or another, asked, answered, refused and ignored.
std::vector<nostr::Event> randomJobs(unsigned seed)
{
    std::mt19937 random(seed);
    const auto below = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
    std::vector<nostr::Event> events;
    const std::vector<std::pair<int, int>> kinds{{5001, 6001}, {5300, 6300}, {5666, 6666}, {8001, 8101}};
    for (int i = 0; i < 60; ++i) {
        const auto [request, result] = kinds[static_cast<std::size_t>(below(4))];
        const auto dvm = static_cast<unsigned char>(10 + below(4));
        const std::int64_t at = 30 * i;
        nostr::Tags tags{{"i", std::to_string(i), "text"}};
        if (below(2))
            tags.push_back({"p", test::keyOf(dvm).hex()});
        const auto job = signedEvent(static_cast<unsigned char>(1 + below(3)), request, at, tags);
        events.push_back(job);
        const nostr::Tags answers{{"e", job.id.hex()}, {"p", job.pubkey.hex()}};
        if (below(3) > 0)
            events.push_back(signedEvent(dvm, 7000, at + 3, [&] {
                nostr::Tags feedback = answers;
                feedback.push_back({"status", below(2) ? "processing" : "error"});
                return feedback;
            }()));
        if (below(3) > 0)
            events.push_back(signedEvent(dvm, below(5) ? result : 6001, at + 8, answers, "done"));
    }
    for (const auto &[request, result] : kinds)
        events.push_back(signedEvent(10, 31990, request, {{"d", "x"}, {"k", std::to_string(request)}}));
    return events;
}

QByteArray linesOf(const std::vector<nostr::Event> &events)
{
    QByteArray lines;
    for (const auto &event : events)
        lines += QByteArray::fromStdString(nostr::toJson(event)) + '\n';
    return lines;
}

/// What the table decides, with ids in place of row numbers.
QByteArray dump(const QString &database)
{
    store::Reader reader(database.toStdString());
    QByteArray text = QByteArray::fromStdString(store::test::dumpJobs(reader));
    for (const char *sql : {"SELECT hex(id24) || ' ' || role || ' ' || flags FROM event ORDER BY id8, id24",
                            "SELECT level || ' ' || dim || ' ' || bucket || ' ' || hex(counts) FROM rollup "
                            "WHERE k1 = 0 AND k2 = 0 "
                            "ORDER BY level, dim, bucket"}) {
        store::Statement rows = reader.database().prepare(sql);
        while (rows.step())
            text += QByteArray::fromStdString(std::string(rows.text(0))) + '\n';
    }
    return text;
}

std::vector<std::string> coverage(const QString &database)
{
    store::Database db = store::openForReading(database.toStdString());
    store::Statement rows =
        db.prepare("SELECT relay || ' ' || since || ' ' || until FROM coverage ORDER BY relay, since");
    std::vector<std::string> spans;
    while (rows.step())
        spans.emplace_back(rows.text(0));
    return spans;
}

std::int64_t count(const QString &database, const char *sql)
{
    return store::openForReading(database.toStdString()).integer(sql);
}

std::int64_t stateOf(const QString &database, const nostr::EventId &request)
{
    store::Reader reader(database.toStdString());
    store::JobSelection selection;
    selection.until = start + 1'000'000;
    selection.event = request;
    const auto jobs = reader.jobs(selection);
    return jobs.rows.size() == 1 ? static_cast<std::int64_t>(jobs.rows.front().state) : -1;
}

engine::ImportOptions asRecording()
{
    engine::ImportOptions options;
    options.recording = true;
    return options;
}

} // namespace

class KindsOfFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<ImportFolder>(); }

    void aChangedFileIsAsIfItHadAlwaysBeenSo_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void aChangedFileIsAsIfItHadAlwaysBeenSo()
    {
        QFETCH(const unsigned, seed);
        const QString file = m_folder->write("events.jsonl", linesOf(randomJobs(seed)));
        const QString changed = m_folder->database();
        const QString always = m_folder->path("always.sqlite");
        QVERIFY(engine::importFiles(changed, {file}, asRecording()).ok);
        const QByteArray before = dump(changed);
        QVERIFY2(engine::changeKinds(always, otherKinds()).ok, "on a file that is not there yet");
        QVERIFY(engine::importFiles(always, {file}, asRecording()).ok);
        QVERIFY(dump(always) != before);

        const auto report = engine::changeKinds(changed, otherKinds());
        QVERIFY2(report.ok, qPrintable(report.error));
        QVERIFY(report.differences() > 0);
        QCOMPARE(count(changed, "SELECT count(*) FROM event"), count(always, "SELECT count(*) FROM event"));
        // What was heard was heard of fewer kinds, so jobs of the others are unobserved in the changed file.
        QCOMPARE(rolesOf(changed), rolesOf(always));
        QCOMPARE(test::complaintsOf(engine::checkDatabase(changed)), QString());
        QCOMPARE(test::complaintsOf(engine::checkDatabase(always)), QString());

        QVERIFY(engine::changeKinds(changed, {}).ok);
        QCOMPARE(dump(changed), before);
        QCOMPARE(count(changed, "SELECT count(*) FROM former_coverage"), 0);
        QCOMPARE(test::complaintsOf(engine::checkDatabase(changed)), QString());
    }

    void fewerKindsNeedNoNewCoverage()
    {
        const QString database = imported(3);
        const auto covered = coverage(database);
        QVERIFY(!covered.empty());
        KindChanges fewer;
        fewer.excluded = dvm::KindTable::standard().excluded();
        fewer.excluded->insert({5300, 6300});
        QVERIFY(engine::changeKinds(database, fewer).ok);
        QCOMPARE(coverage(database), covered);
        QCOMPARE(count(database, "SELECT count(*) FROM event WHERE kind = 5300 AND role = 1"), 0);
        QVERIFY(count(database, "SELECT count(*) FROM event WHERE kind = 5300") > 0);
        QCOMPARE(count(database, "SELECT count(*) FROM job WHERE kind = 5300"), 0);
        // Asked for again: of these nobody knows what came meanwhile.
        QVERIFY(engine::changeKinds(database, {}).ok);
        QVERIFY(coverage(database).empty());
        QVERIFY(count(database, "SELECT count(*) FROM former_coverage") > 0);
    }

    void silenceOfKindsThatNobodyAskedForIsNoSilence()
    {
        const auto known = signedEvent(1, 5001, 100, {{"p", test::keyOf(10).hex()}});
        const auto added = signedEvent(1, 8001, 100, {{"p", test::keyOf(10).hex()}});
        const auto later = signedEvent(2, 5002, 900, {});
        const QString file = m_folder->write("events.jsonl", linesOf({known, added, later}));
        const QString database = m_folder->database();
        QVERIFY(engine::importFiles(database, {file}, asRecording()).ok);
        QCOMPARE(stateOf(database, known.id), static_cast<std::int64_t>(dvm::State::Ignored));
        QCOMPARE(stateOf(database, added.id), -1);

        QVERIFY(engine::changeKinds(database, otherKinds()).ok);
        QCOMPARE(stateOf(database, known.id), static_cast<std::int64_t>(dvm::State::Ignored));
        QCOMPARE(stateOf(database, added.id), static_cast<std::int64_t>(dvm::State::Unobserved));
        QVERIFY(coverage(database).empty());

        // The same said by somebody who asked for all of them.
        {
            store::StoreFile open(database.toStdString());
            ingest::CounterBoard counters;
            const dvm::KindTable &kinds = store::kindsOf(open.database());
            store::WriterThread writer(std::move(open), kinds, counters, {}, {}, {});
            writer.nameRelay(1, "wss://all.example");
            writer.cover({1, start, start + 900});
            QCOMPARE(writer.finish(), 0);
        }
        QVERIFY(engine::rebuildDatabase(database).ok);
        QCOMPARE(stateOf(database, added.id), static_cast<std::int64_t>(dvm::State::Ignored));
    }

    void whatWasBrokenOffGoesOn()
    {
        const QString database = imported(4);
        const QString whole = m_folder->path("whole.sqlite");
        QVERIFY(QFile::copy(database, whole));
        QVERIFY(engine::changeKinds(whole, otherKinds()).ok);
        // Broken off at each of its reports, one later each time.
        int reports = 0;
        engine::RebuildReport report;
        for (int until = 1; !report.ok; ++until) {
            reports = 0;
            report = engine::bringKindsUpToDate(database);
            QVERIFY(report.ok);
            KindChanges wanted = otherKinds();
            report = engine::changeKinds(database, wanted, [&](const auto &) { return ++reports < until; });
            if (report.ok)
                break;
            QVERIFY2(report.stopped, qPrintable(report.error));
            QCOMPARE(*engine::kindChangesOf(database), wanted);
            QVERIFY(!store::areKindsApplied(store::StoreFile(database.toStdString()).database()));
            QVERIFY(engine::bringKindsUpToDate(database).ok);
            QCOMPARE(dump(database), dump(whole));
            QVERIFY(engine::changeKinds(database, {}).ok);
        }
        QVERIFY(reports > 3);
        QCOMPARE(dump(database), dump(whole));
    }

    void whoeverWritesMakesItReadyBefore()
    {
        const QString database = imported(5);
        const auto pend = [&] {
            const auto report =
                engine::changeKinds(database, otherKinds(), [](const auto &) { return false; });
            QVERIFY(report.stopped);
        };
        pend();
        const QString more = m_folder->write(
            "more.jsonl", linesOf({signedEvent(1, 8001, 5'000, {{"p", test::keyOf(10).hex()}})}));
        QVERIFY(engine::importFiles(database, {more}, {}).ok);
        QCOMPARE(test::complaintsOf(engine::checkDatabase(database)), QString());
        QCOMPARE(count(database, "SELECT count(*) FROM job WHERE kind = 8001 AND created_at = 1700005000"),
                 1);
        QVERIFY(engine::changeKinds(database, {}).ok);
        pend();
        QVERIFY(engine::pruneDatabase(database, std::nullopt, false, {}).ok);
        QCOMPARE(test::complaintsOf(engine::checkDatabase(database)), QString());
    }

    void whatDoesNotGoTogetherChangesNothing()
    {
        const QString database = imported(6);
        const QByteArray before = dump(database);
        KindChanges wrong;
        wrong.ranges = {{5000, 7500, 1000}};
        const auto report = engine::changeKinds(database, wrong);
        QVERIFY(!report.ok);
        QVERIFY2(report.error.contains(QLatin1String("do not go together")), qPrintable(report.error));
        QVERIFY(engine::kindChangesOf(database)->isEmpty());
        QCOMPARE(dump(database), before);
    }

    void aTableThatCannotBeUsedIsSaid()
    {
        const QString database = imported(7);
        {
            store::StoreFile file(database.toStdString());
            file.database().execute("INSERT INTO meta VALUES('kinds', '{\"version\":9}')");
        }
        Engine engine(configFor({}));
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Failed);
        QVERIFY2(engine.errorText().contains(QLatin1String("kind-table --preset standard")),
                 qPrintable(engine.errorText()));
        QVERIFY(engine::changeKinds(database, {}).ok);
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Running);
    }

    void theEngineAsksForWhatTheFileSays()
    {
        test::RelayThread relay;
        const std::int64_t now = QDateTime::currentSecsSinceEpoch() - start;
        const auto known = signedEvent(1, 5001, now - 20, {{"i", "a", "text"}});
        const auto added = signedEvent(1, 8001, now - 10, {{"i", "b", "text"}});
        relay.publish({known, added});
        Engine engine(configFor({relay.url()}));
        engine.start();
        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(engine), 1, 20'000);
        QVERIFY(!engine.kinds().isRequest(8001));

        QList<EngineState> states;
        connect(&engine, &Engine::stateChanged, this, [&](EngineState state) { states.append(state); });
        engine.changeKinds(otherKinds());
        QTRY_VERIFY_WITH_TIMEOUT(engine.state() == EngineState::Running, 20'000);
        QCOMPARE(states, (QList{EngineState::Stopping, EngineState::Stopped, EngineState::Starting,
                                EngineState::Running}));
        QVERIFY(engine.kinds().isRequest(8001) && !engine.kinds().isRequest(5300));
        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(engine), 2, 20'000);
        QVERIFY(!engine.rebuildStatus().running);
        engine.stop();
        QCOMPARE(test::complaintsOf(engine::checkDatabase(m_folder->database())), QString());
    }

    void whatIsHandedOnSaysByWhichTable()
    {
        const auto request = signedEvent(1, 8001, 100, {{"p", test::keyOf(10).hex()}, {"i", "a", "text"}});
        const auto answer = signedEvent(10, 8101, 200, {{"e", request.id.hex()}}, "done");
        const QString database = m_folder->database();
        QVERIFY(engine::changeKinds(database, otherKinds()).ok);
        const QString file = m_folder->write("events.jsonl", linesOf({request, answer}));
        QVERIFY(engine::importFiles(database, {file}, asRecording()).ok);
        auto archive = engine::Archive::open(database);
        for (const engine::Redaction redaction : {engine::Redaction::None, engine::Redaction::Texts}) {
            const auto bundle =
                archive.value->ask(engine::BundleQuestion{request.id, {start + 300, true}, redaction});
            QVERIFY2(bundle, qPrintable(bundle.error));
            const auto opened = engine::openBundle(m_folder->write("a.dvmchain.json", bundle->text));
            QVERIFY2(opened, qPrintable(opened.error));
            QVERIFY2((*opened)->agrees(), qPrintable((*opened)->differences.join(u'\n')));
            QCOMPARE(static_cast<int>((*opened)->ours.chain.nodes.front().state),
                     static_cast<int>(dvm::State::Delivered));
            QByteArray wrong = bundle->text;
            QVERIFY(wrong.contains("\"result_offset\": 100,") || wrong.contains("\"result_offset\": 100\n"));
            wrong.replace("\"result_offset\": 100\n", "\"result_offset\": 1\n");
            const auto refused = engine::openBundle(m_folder->write("b.dvmchain.json", wrong));
            QVERIFY(!refused);
            QVERIFY2(refused.error.contains(QLatin1String("table of kinds")), qPrintable(refused.error));
        }

        engine::RecordingSettings recording;
        recording.path = m_folder->path("capture.jsonl");
        {
            const engine::Recorder recorder(database.toStdString(), recording, [](const auto &) {});
        }
        {
            QFile taken(recording.path);
            QVERIFY(taken.open(QIODevice::Append));
            taken.write(linesOf({request}));
        }
        const auto capture = engine::Capture::open({recording.path});
        QVERIFY2(capture, qPrintable(capture.error));
        engine::Player player(*capture);
        Engine engine(player.config());
        engine.start();
        QTRY_VERIFY(engine.state() == EngineState::Running);
        QVERIFY(engine.kinds().isRequest(8001) && !engine.kinds().isRequest(5300));
    }

private:
    static QByteArray rolesOf(const QString &database)
    {
        store::Database db = store::openForReading(database.toStdString());
        store::Statement rows =
            db.prepare("SELECT hex(id24) || ' ' || role || ' ' || flags FROM event ORDER BY id8, id24");
        QByteArray text;
        while (rows.step())
            text += QByteArray::fromStdString(std::string(rows.text(0))) + '\n';
        return text;
    }

    QString imported(unsigned seed)
    {
        const QString file = m_folder->write("events.jsonl", linesOf(randomJobs(seed)));
        const auto result = engine::importFiles(m_folder->database(), {file}, asRecording());
        if (!result.ok)
            qFatal("%s", qPrintable(result.error));
        return m_folder->database();
    }

    engine::EngineConfig configFor(const QStringList &urls) const
    {
        engine::EngineConfig config;
        config.database = m_folder->database();
        config.since = QDateTime::currentSecsSinceEpoch() - 3600;
        for (const QString &url : urls)
            config.relays.append({url, true});
        return config;
    }

    static qint64 jobsIn(Engine &engine)
    {
        if (engine.state() != EngineState::Running)
            return -1;
        auto archive = engine::Archive::open(engine.databasePath());
        engine::JobsQuestion question;
        const std::int64_t now = QDateTime::currentSecsSinceEpoch();
        question.window = {now - 3600, now + 3600};
        const auto jobs = archive ? archive.value->ask(question) : engine::Result<engine::Jobs>();
        return jobs ? static_cast<qint64>(jobs->rows.size()) : -1;
    }

    std::unique_ptr<ImportFolder> m_folder;
};

DVMDASH_TEST(KindsOfFileTest)
#include "kinds_of_file_test.moc"
