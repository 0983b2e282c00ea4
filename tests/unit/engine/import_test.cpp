// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "engine/archive.h"
#include "engine/import.h"
#include "import_folder.h"
#include "nostr/message.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <set>

using namespace dvmdash;
using test::rejected;
using test::signedEvent;

class ImportTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<test::ImportFolder>(); }

    void readsEventsAndFramesAndCountsTheRest()
    {
        const auto first = signedEvent(1, 5001, 0, {{"i", "x"}});
        const auto second = signedEvent(2, 6001, 9, {{"e", first.id.hex()}}, "done");
        auto forged = second;
        forged.content = "forged";
        QByteArray text;
        text += QByteArray::fromStdString(nostr::toJson(first)) + "\r\n";
        text += QByteArray::fromStdString(nostr::eventFrame("sub", second)) + "\n\n   \n";
        text += "no json\n";
        text += QByteArray::fromStdString(nostr::toJson(forged)) + "\n";
        text += QByteArray(3 << 20, 'x') + "\n";
        text += QByteArray::fromStdString(nostr::toJson(first)); // again, and no newline at the end
        const auto result = engine::importFiles(database(), {write("a.jsonl", text)});
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(result.counters.read, 6);
        QCOMPARE(result.counters.accepted, 2);
        QCOMPARE(result.counters.duplicate, 1);
        QCOMPARE(rejected(result.counters, nostr::Reject::MalformedJson), 1);
        QCOMPARE(rejected(result.counters, nostr::Reject::WrongId), 1);
        QCOMPARE(rejected(result.counters, nostr::Reject::FrameTooLarge), 1);
        auto archive = engine::Archive::open(database());
        QVERIFY(archive);
        const auto detail = archive.value->ask(engine::EventQuestion{first.id});
        QCOMPARE(QString::fromStdString(detail->sightings.front().relay), QStringLiteral("file:a.jsonl"));
        QVERIFY(archive.value->ask(engine::JobQuestion{second.id})->row.state == dvm::State::Delivered);
    }

    void aMissingFileIsSaidBeforeAnythingIsRead()
    {
        const QString good =
            write("good.jsonl", QByteArray::fromStdString(nostr::toJson(signedEvent(1, 1, 0, {}))));
        const auto result = engine::importFiles(database(), {good, m_folder->path("none.jsonl")});
        QVERIFY(!result.ok);
        QVERIFY(result.error.contains(QStringLiteral("none.jsonl")));
        QCOMPARE(result.counters.read, 0);
        QVERIFY(!engine::Archive::open(database()));
    }

    void progressMayStop()
    {
        QByteArray text;
        const QByteArray line = QByteArray::fromStdString(nostr::toJson(signedEvent(1, 1, 0, {}))) + "\n";
        for (int i = 0; i < 20'000; ++i)
            text += line;
        const auto result = engine::importFiles(database(), {write("a.jsonl", text)}, {},
                                                [](const engine::ImportProgress &) { return false; });
        QVERIFY(!result.ok);
        QCOMPARE(result.counters.accepted, 1);
        QVERIFY(result.counters.read < 20'000);
        QCOMPARE(result.counters.read, result.counters.accepted + result.counters.duplicate);
    }

    void recordingsListenAndSamplesDoNot()
    {
        const auto request = signedEvent(1, 5001, 0, {{"p", test::keyOf(2).hex()}});
        const auto later = signedEvent(3, 11998, 600, {});
        const QString file =
            write("a.jsonl", QByteArray::fromStdString(nostr::toJson(request) + "\n" + nostr::toJson(later)));
        QVERIFY(engine::importFiles(database(), {file}, {.recording = false}).ok);
        QVERIFY(engine::Archive::open(database()).value->ask(engine::JobQuestion{request.id})->row.state ==
                dvm::State::Unobserved);
        QVERIFY(engine::importFiles(database(), {file}, {.recording = true}).ok);
        QVERIFY(engine::Archive::open(database()).value->ask(engine::JobQuestion{request.id})->row.state ==
                dvm::State::Ignored);
    }

    void aScenarioComesOutAsItsTruth()
    {
        demo::ScenarioSettings settings;
        settings.jobs = 300;
        settings.seed = 3;
        const auto scenario = demo::makeScenario(settings);
        QByteArray text;
        std::set<std::string> lines;
        for (const auto &timed : scenario.events) {
            lines.insert(nostr::toJson(timed.event));
            text += QByteArray::fromStdString(nostr::toJson(timed.event)) + "\n";
        }
        const auto result = engine::importFiles(database(), {write("demo.jsonl", text)});
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(result.counters.accepted, static_cast<std::int64_t>(lines.size()));
        auto archive = engine::Archive::open(database());
        for (const auto &truth : scenario.truth.jobs) {
            if (truth.attempts.empty() && truth.state == dvm::State::Missing)
                continue;
            const auto job = archive.value->ask(engine::JobQuestion{truth.request});
            QVERIFY2(job, truth.scenario.c_str());
            QVERIFY2(job->row.state == truth.state,
                     (truth.scenario + " is " + std::string(dvm::stateName(job->row.state))).c_str());
        }
        std::set<std::string> exported;
        const auto count = archive.value->exportEvents({}, [&](std::string_view line) {
            exported.emplace(line);
            return true;
        });
        QCOMPARE(*count, static_cast<std::int64_t>(lines.size()));
        QVERIFY(exported == lines);
    }

    void aRecordingCoversNoSilenceOfAnHour()
    {
        // One request with a false date, long before, and a pause; in any order.
        QByteArray text;
        for (const std::int64_t at : {5000, 100, -864'000, 0, 2000, 9000, 8700})
            text += QByteArray::fromStdString(nostr::toJson(test::signedEvent(1, 5100, at, {}))) + "\n";
        const auto result = engine::importFiles(database(), {write("file.jsonl", text)});
        QVERIFY2(result.ok, qPrintable(result.error));
        auto archive = engine::Archive::open(database());
        const auto relays = archive.value->relays();
        QVERIFY(relays);
        QCOMPARE(relays->size(), std::size_t{1});
        QCOMPARE(relays->front().covered_seconds, 5000 + 300);
    }

    void realEventsGetTheirVerdicts()
    {
        const QByteArray text = test::sharedData("real-events.jsonl");
        if (text.isEmpty())
            return;
        const auto result =
            engine::importFiles(database(), {write("real.jsonl", text)}, {.recording = false});
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(result.counters.read, 5377);
        QCOMPARE(result.counters.accepted, 5375);
        QCOMPARE(rejected(result.counters, nostr::Reject::WrongId), 1);
        QCOMPARE(rejected(result.counters, nostr::Reject::BadSignature), 1);
        const auto again = engine::importFiles(database(), {m_folder->path("real.jsonl")});
        QCOMPARE(again.counters.accepted, 0);
        QCOMPARE(again.counters.duplicate, 5375);
    }

private:
    QString database() const { return m_folder->database(); }
    QString write(const char *name, const QByteArray &text) const { return m_folder->write(name, text); }
    std::unique_ptr<test::ImportFolder> m_folder;
};

DVMDASH_TEST(ImportTest)
#include "import_test.moc"
