// SPDX-License-Identifier: GPL-3.0-or-later
// Files as archives are: arrays, compressed, cut off, damaged, or something else.
#include "demo/scenario.h"
#include "engine/archive.h"
#include "engine/import.h"
#include "import_folder.h"
#include "nostr/message.h"
#include "store/reader.h"
#include "support/packed.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <nlohmann/json.hpp>
#include <random>
#include <set>

using namespace dvmdash;
using test::rejected;
using test::signedEvent;

namespace
{

std::vector<std::string> scenarioLines()
{
    demo::ScenarioSettings settings;
    settings.jobs = 120;
    settings.seed = 9;
    std::vector<std::string> lines;
    std::set<std::string> known;
    for (const auto &timed : demo::makeScenario(settings).events)
        if (known.insert(timed.event.id.hex()).second)
            lines.push_back(nostr::toJson(timed.event));
    return lines;
}

QByteArray joined(const std::vector<std::string> &parts, const char *between)
{
    std::string text;
    for (const auto &part : parts)
        text += (text.empty() ? "" : between) + part;
    return QByteArray::fromStdString(text);
}

QByteArray arrayOf(const std::vector<std::string> &lines)
{
    return '[' + joined(lines, ",") + ']';
}

QByteArray prettyOf(const std::vector<std::string> &lines)
{
    return QByteArray::fromStdString(nlohmann::ordered_json::parse(arrayOf(lines).toStdString()).dump(2));
}

/// All that the lines of a file come to, but for receipt times and who gave them.
QString contentOf(const QString &database)
{
    store::Reader reader(database.toStdString());
    QStringList found;
    for (const char *select : {"SELECT id8 || ' ' || kind || ' ' || created_at || ' ' || role FROM event",
                               "SELECT id8 || ' ' || state || ' ' || payment FROM job",
                               "SELECT since || ' ' || until FROM coverage",
                               "SELECT count(*) || ' ' || sum(length(z)) FROM payload"}) {
        store::Statement rows = reader.database().prepare(select);
        while (rows.step())
            found.append(QString::fromStdString(std::string(rows.text(0))));
    }
    found.sort(); // two workers hand on in any order
    return found.join(u'\n');
}

} // namespace

class ImportArchiveTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<test::ImportFolder>(); }

    void everyFormComesToWhatItsLinesDo_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto lines = scenarioLines();
        const QByteArray plain = joined(lines, "\n") + "\n";
        const QByteArray array = arrayOf(lines);
        const QByteArray pretty = prettyOf(lines);
        QTest::newRow("an array") << array;
        QTest::newRow("an array with a mark") << "\xef\xbb\xbf" + array;
        QTest::newRow("a pretty array") << pretty;
        QTest::newRow("a pretty array of DOS") << QByteArray(pretty).replace("\n", "\r\n");
        QTest::newRow("a member") << "{\"count\":1,\"events\":" + array + ",\"next\":null}\n";
        QTest::newRow("lines, gzip") << test::gzip(plain);
        QTest::newRow("lines, zstd") << test::zstd(plain);
        QTest::newRow("an array, gzip") << test::gzip(array);
        QTest::newRow("a pretty array, zstd") << test::zstd(pretty);
        const qsizetype third = plain.size() / 3; // in the middle of a line
        QTest::newRow("lines, gzip in three members") << test::gzip(plain.left(third)) +
                                                             test::gzip(plain.mid(third, third)) +
                                                             test::gzip(plain.mid(2 * third));
        QTest::newRow("an array, zstd in two frames")
            << test::zstd(array.left(third)) + test::zstd(array.mid(third));
    }
    void everyFormComesToWhatItsLinesDo()
    {
        QFETCH(const QByteArray, bytes);
        const auto lines = scenarioLines();
        const auto count = static_cast<std::int64_t>(lines.size());
        const auto expected = engine::importFiles(m_folder->path("lines.sqlite"),
                                                  {m_folder->write("lines.jsonl", joined(lines, "\n"))});
        QVERIFY2(expected.ok, qPrintable(expected.error));
        QCOMPARE(expected.counters.accepted, count);
        // The name tells nothing.
        const auto result = engine::importFiles(database(), {m_folder->write("some.txt", bytes)});
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(result.counters.read, count);
        QCOMPARE(result.counters.accepted, count);
        QCOMPARE(contentOf(database()), contentOf(m_folder->path("lines.sqlite")));
    }

    void elementsAreCountedLikeLines()
    {
        const auto first = signedEvent(1, 5001, 0, {{"i", "]},{\"id\":\"x\\"}});
        const auto second = signedEvent(2, 6001, 9, {{"e", first.id.hex()}}, "}]\n{\"id\"");
        auto forged = second;
        forged.content = "forged";
        const std::string huge = "{\"content\":\"" + std::string(3 << 20, 'x') + "\"}";
        const QByteArray text =
            arrayOf({nostr::toJson(first), nostr::eventFrame("sub", second), "17", "{\"id\":\"broken}",
                     nostr::toJson(forged), huge, nostr::toJson(first)});
        const auto result = engine::importFiles(database(), {m_folder->write("a.json", text)});
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(result.counters.read, 7);
        QCOMPARE(result.counters.accepted, 2);
        QCOMPARE(result.counters.duplicate, 1);
        QCOMPARE(rejected(result.counters, nostr::Reject::MalformedJson), 2);
        QCOMPARE(rejected(result.counters, nostr::Reject::WrongId), 1);
        QCOMPARE(rejected(result.counters, nostr::Reject::FrameTooLarge), 1);
    }

    void aFileThatIsCutOffGivesWhatItHas_data()
    {
        QTest::addColumn<bool>("isGzip");
        QTest::newRow("gzip") << true;
        QTest::newRow("zstd") << false;
    }
    void aFileThatIsCutOffGivesWhatItHas()
    {
        QFETCH(const bool, isGzip);
        const auto lines = scenarioLines();
        const QByteArray plain = joined(lines, "\n");
        // In streams, so that it is known what can be read of it.
        const qsizetype half = plain.indexOf('\n', plain.size() / 2) + 1;
        const auto pack = [isGzip](const QByteArray &bytes) {
            return isGzip ? test::gzip(bytes) : test::zstd(bytes);
        };
        const auto sure = plain.left(half).count('\n');
        QByteArray packed = pack(plain.left(half)) + pack(plain.mid(half));
        packed.chop(20);
        const QString other = m_folder->write(
            "other.jsonl", QByteArray::fromStdString(nostr::toJson(signedEvent(1, 5001, 0, {}))));
        const QString cut = m_folder->write("cut.jsonl.gz", packed);
        const auto result = engine::importFiles(database(), {cut, other});
        QVERIFY(!result.ok);
        QVERIFY(!result.stopped);
        for (const char *words : {"cut.jsonl.gz", "ends too early", "is stored", "import it again"})
            QVERIFY2(result.error.contains(QLatin1String(words)), qPrintable(result.error));
        QVERIFY(result.counters.accepted > sure); // and the other file
        QVERIFY(result.counters.accepted <= static_cast<std::int64_t>(lines.size()) + 1);
        // What is whole adds the rest.
        const auto whole = engine::importFiles(database(), {m_folder->write("cut.jsonl.gz", pack(plain))});
        QVERIFY2(whole.ok, qPrintable(whole.error));
        QCOMPARE(whole.counters.read, static_cast<std::int64_t>(lines.size()));
        QCOMPARE(whole.counters.accepted + result.counters.accepted,
                 static_cast<std::int64_t>(lines.size()) + 1);
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("words");
        const QByteArray plain = joined(scenarioLines(), "\n");
        QByteArray damaged = test::gzip(plain);
        damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
        QTest::newRow("damaged") << damaged << QStringLiteral("is damaged");
        QTest::newRow("something behind")
            << test::gzip(plain) + "behind" << QStringLiteral("something else behind");
        QTest::newRow("an array without an end")
            << arrayOf(scenarioLines()).chopped(1) << QStringLiteral("in the middle of its array");
        QTest::newRow("xz") << QByteArray("\xfd\x37zXZ\0 and so on", 16) << QStringLiteral("with xz");
        QTest::newRow("zip") << QByteArray("PK\x03\x04 and so on") << QStringLiteral("a zip archive");
        QTest::newRow("tar in gzip") << test::gzip(QByteArray(257, 'x') + "ustar" + QByteArray(250, 'x'))
                                     << QStringLiteral("a tar archive");
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe{\0\"\0", 6) << QStringLiteral("UTF-16");
        QTest::newRow("a database") << QByteArray("SQLite format 3\0 and so on", 26)
                                    << QStringLiteral("a database");
        QTest::newRow("prose") << QByteArray("Dear diary,\ntoday") << QStringLiteral("Nothing in");
        QTest::newRow("other JSON") << QByteArray("[{\"a\":1},{\"a\":2}]") << QStringLiteral("Nothing in");
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, words);
        const auto result = engine::importFiles(database(), {m_folder->write("some.json", bytes)});
        QVERIFY(!result.ok);
        QVERIFY2(result.error.contains(words), qPrintable(result.error));
        QVERIFY2(result.error.contains(QStringLiteral("some.json")), qPrintable(result.error));
    }

    void whatIsEmptyIsNothingWrong_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("line ends") << QByteArray("\n\r\n");
        QTest::newRow("an empty array") << QByteArray("[ ]\n");
        QTest::newRow("nothing, packed") << test::gzip({});
    }
    void whatIsEmptyIsNothingWrong()
    {
        QFETCH(const QByteArray, bytes);
        const auto result = engine::importFiles(database(), {m_folder->write("some.json", bytes)});
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(result.counters.read, 0);
    }

    /// Two hundred megabytes of what is no event, between two that are.
    void aBombIsPassedOver()
    {
        const QByteArray first = QByteArray::fromStdString(nostr::toJson(signedEvent(1, 5001, 0, {})));
        const QByteArray last = QByteArray::fromStdString(nostr::toJson(signedEvent(1, 5001, 1, {})));
        const QByteArray packed = test::zstd(first + "\n") + test::zstd(QByteArray(200 << 20, 'x')) +
                                  test::zstd("\n" + last + "\n");
        QVERIFY(packed.size() < 100'000);
        const auto result = engine::importFiles(database(), {m_folder->write("bomb", packed)});
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(result.counters.accepted, 2);
        QCOMPARE(rejected(result.counters, nostr::Reject::FrameTooLarge), 1);
    }

    void progressIsOfTheFilesAsTheyLieThere()
    {
        const auto lines = scenarioLines();
        const QByteArray packed = test::gzip(joined(lines, "\n"));
        const QString one = m_folder->write("one.gz", packed);
        const QString two = m_folder->write("two.gz", packed);
        engine::ImportProgress last;
        const auto result = engine::importFiles(database(), {one, two}, {}, [&](const auto &progress) {
            last = progress;
            return true;
        });
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(last.bytes_total, 2 * packed.size());
        QCOMPARE(last.bytes_read, last.bytes_total);
        QCOMPARE(last.files, 2);
        QCOMPARE(last.file, 1);
        QCOMPARE(last.counters.read, 2 * static_cast<std::int64_t>(lines.size()));
        QVERIFY(!last.secondsLeft() || *last.secondsLeft() == 0);
    }

    void theTimeLeftFollowsFromTheBytes()
    {
        engine::ImportProgress progress;
        progress.bytes_read = 250;
        progress.bytes_total = 1'000;
        progress.seconds = 30;
        QCOMPARE(*progress.secondsLeft(), 90);
        progress.seconds = 1; // too soon to tell
        QVERIFY(!progress.secondsLeft());
        progress.seconds = 30;
        progress.bytes_total = -1;
        QVERIFY(!progress.secondsLeft());
    }

private:
    QString database() const { return m_folder->database(); }
    std::unique_ptr<test::ImportFolder> m_folder;
};

DVMDASH_TEST(ImportArchiveTest)
#include "import_archive_test.moc"
