// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "engine/archive.h"
#include "engine/import.h"
#include "import_folder.h"
#include "nostr/message.h"
#include "store/reader.h"
#include "support/rebuild_words.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using test::rejected;
using test::signedEvent;

namespace
{

QByteArray lineOf(const nostr::Event &event)
{
    return QByteArray::fromStdString(nostr::toJson(event)) + '\n';
}

/// Of a scenario, with some lines twice, some forged and some broken.
QByteArray recording()
{
    demo::ScenarioSettings settings;
    settings.jobs = 150;
    settings.seed = 4;
    QByteArray text;
    int number = 0;
    for (const auto &timed : demo::makeScenario(settings).events) {
        ++number;
        text += lineOf(timed.event);
        if (number % 10 == 0)
            text += lineOf(timed.event);
        if (number % 50 == 0) {
            auto forged = signedEvent(1, 5001, number, {});
            forged.content = "forged";
            text += lineOf(forged) + "no json\n";
        }
    }
    return text;
}

QString rowsOf(const QString &database, const char *select)
{
    store::Reader reader(database.toStdString());
    store::Statement rows = reader.database().prepare(select);
    QString text;
    while (rows.step())
        text += QString::fromStdString(std::string(rows.text(0))) + QLatin1Char('\n');
    return text;
}

/// All that a file holds and that its lines can change.
QString contentOf(const QString &database)
{
    return rowsOf(database, "SELECT key || ' ' || value FROM meta WHERE key IN ('ingest_sequence', "
                            "'event_count') ORDER BY key") +
           rowsOf(database, "SELECT rid || ' ' || id8 || ' ' || received_ms FROM event ORDER BY rid") +
           rowsOf(database, "SELECT rid || ' ' || relay || ' ' || first_ms FROM seen ORDER BY rid, relay") +
           rowsOf(database, "SELECT jid || ' ' || state || ' ' || last_change FROM job ORDER BY jid");
}

QString coverageOf(const QString &database)
{
    return rowsOf(database, "SELECT url || ' ' || since || ' ' || until FROM coverage JOIN relay "
                            "USING(relay) ORDER BY url, since");
}

std::vector<std::string> giversOf(const QString &database, const nostr::EventId &id)
{
    const auto detail = store::Reader(database.toStdString()).eventDetail(id);
    std::vector<std::string> givers;
    for (const auto &sighting : detail.sightings)
        givers.push_back(sighting.relay);
    std::sort(givers.begin(), givers.end());
    return givers;
}

} // namespace

/// A file that was read before is read once more.
class ImportAgainTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<test::ImportFolder>(); }

    void everyLineIsACopyAndNothingIsWritten_data()
    {
        QTest::addColumn<bool>("recording");
        QTest::newRow("a recording") << true;
        QTest::newRow("a sample") << false;
    }
    void everyLineIsACopyAndNothingIsWritten()
    {
        QFETCH(const bool, recording);
        const QString file = write("a.jsonl", ::recording());
        const auto first = engine::importFiles(database(), {file}, {.recording = recording});
        QVERIFY2(first.ok, qPrintable(first.error));
        QVERIFY(first.counters.accepted > 300);
        QVERIFY(first.counters.duplicate > 30);
        const QString before = contentOf(database());
        const QString covered = coverageOf(database());
        for (int round = 0; round < 2; ++round) {
            const auto again = engine::importFiles(database(), {file}, {.recording = recording});
            QVERIFY2(again.ok, qPrintable(again.error));
            QCOMPARE(again.counters.read, first.counters.read);
            QCOMPARE(again.counters.accepted, 0);
            QCOMPARE(again.counters.duplicate, first.counters.accepted + first.counters.duplicate);
            QVERIFY(again.counters.rejected == first.counters.rejected);
            QVERIFY(contentOf(database()) == before);
            QCOMPARE(coverageOf(database()), covered);
        }
    }

    /// What was read as an excerpt covers nothing; read once more as a recording it covers what it would have
    /// covered at once.
    void aRecordingThatWasReadAsAnExcerptIsCovered()
    {
        QByteArray text;
        for (const std::int64_t at : {0, 1'500, 4'000, 9'000, 9'050, 12'700}) {
            const auto request = signedEvent(1, 5100, at, {{"p", test::keyOf(2).hex()}});
            text += lineOf(request);
            text += lineOf(signedEvent(2, 6100, at + 20, {{"e", request.id.hex()}}, "done"));
        }
        text += lineOf(signedEvent(1, 1, 30'000, {}, "no job event"));
        text += lineOf(signedEvent(3, 11998, 60'000, {}));
        text += lineOf(signedEvent(3, 11998, 60'300, {}));
        const QString file = write("a.jsonl", text);
        const QString other = m_folder->path("other.sqlite");
        QVERIFY(engine::importFiles(other, {file}, {.recording = true}).ok);
        QCOMPARE(coverageOf(other).count(QLatin1Char('\n')), 4);

        QVERIFY(engine::importFiles(database(), {file}, {.recording = false}).ok);
        QCOMPARE(coverageOf(database()), QString());
        const auto again = engine::importFiles(database(), {file}, {.recording = true});
        QCOMPARE(again.counters.accepted, 0);
        QCOMPARE(coverageOf(database()), coverageOf(other));
        QCOMPARE(test::complaintsOf(engine::checkDatabase(database())), QString());
    }

    void eventsInAFileOfAnotherNameAreVerifiedAndNotedThere()
    {
        const auto event = signedEvent(1, 5001, 0, {});
        const auto second = signedEvent(1, 5001, 1, {});
        auto forged = second;
        forged.content = "the id of a stored event, but other content";
        QVERIFY(engine::importFiles(database(), {write("a.jsonl", lineOf(event) + lineOf(second))}).ok);
        const auto other =
            engine::importFiles(database(), {write("b.jsonl", lineOf(event) + lineOf(forged))});
        QVERIFY2(other.ok, qPrintable(other.error));
        QCOMPARE(other.counters.accepted, 0);
        QCOMPARE(other.counters.duplicate, 1);
        QCOMPARE(rejected(other.counters, nostr::Reject::WrongId), 1);
        using Names = std::vector<std::string>;
        QVERIFY((giversOf(database(), event.id) == Names{"file:a.jsonl", "file:b.jsonl"}));
        QVERIFY((giversOf(database(), second.id) == Names{"file:a.jsonl"}));
    }

    /// A line that bears the id of an event that this file gave is counted as a copy of that, whatever else
    /// it holds, and nothing of it is stored.
    void aLineWithAStoredIdButOtherContentIsNotStored()
    {
        const auto event = signedEvent(1, 5001, 0, {{"i", "genuine", "text"}}, "genuine");
        auto forged = event;
        forged.content = "forged";
        const QString file = write("a.jsonl", lineOf(event));
        QVERIFY(engine::importFiles(database(), {file}).ok);
        const QString before = contentOf(database());
        write("a.jsonl", lineOf(forged));
        const auto again = engine::importFiles(database(), {file});
        QVERIFY2(again.ok, qPrintable(again.error));
        QCOMPARE(again.counters.read, 1);
        QCOMPARE(again.counters.duplicate, 1);
        QCOMPARE(again.counters.rejectedTotal(), 0);
        QVERIFY(contentOf(database()) == before);
        QVERIFY(store::Reader(database().toStdString()).eventDetail(event.id).event == event);
    }

    void whatWasAddedToTheFileIsStored()
    {
        const QByteArray text = recording();
        const qsizetype half = text.indexOf('\n', text.size() / 2) + 1;
        const auto late = signedEvent(5, 5001, 99, {{"i", "late", "text"}});
        const QString file = write("a.jsonl", text.first(half));
        const auto first = engine::importFiles(database(), {file});
        write("a.jsonl", lineOf(late) + text);
        const auto again = engine::importFiles(database(), {file});
        QVERIFY2(again.ok, qPrintable(again.error));

        const QString other = m_folder->path("other.sqlite");
        const auto atOnce = engine::importFiles(other, {file});
        QCOMPARE(first.counters.accepted + again.counters.accepted, atOnce.counters.accepted);
        QCOMPARE(again.counters.accepted + again.counters.duplicate,
                 atOnce.counters.accepted + atOnce.counters.duplicate);
        QVERIFY(again.counters.rejected == atOnce.counters.rejected);
        const char *const ids = "SELECT id8 FROM event ORDER BY id8";
        QCOMPARE(rowsOf(database(), ids), rowsOf(other, ids));
        QCOMPARE(coverageOf(database()), coverageOf(other));
        QCOMPARE(test::complaintsOf(engine::checkDatabase(database())), QString());
    }

private:
    QString database() const { return m_folder->database(); }
    QString write(const char *name, const QByteArray &text) const { return m_folder->write(name, text); }
    std::unique_ptr<test::ImportFolder> m_folder;
};

DVMDASH_TEST(ImportAgainTest)
#include "import_again_test.moc"
