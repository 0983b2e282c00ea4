// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/packed.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QFileInfo>

#include <set>

namespace dvmdash::test
{

namespace
{

const QStringList importStdin{QStringLiteral("import"), QStringLiteral("-"), QStringLiteral("--json")};

std::int64_t sum(const nlohmann::json &rejected)
{
    std::int64_t total = 0;
    for (const auto &count : rejected)
        total += count.get<std::int64_t>();
    return total;
}

QByteArray json(const nostr::Event &event)
{
    return QByteArray::fromStdString(nostr::toJson(event));
}

/// A line, and what becomes of it: a reason, or empty when it is good.
struct Sample {
    QByteArray line;
    std::string reason;
};

std::vector<Sample> samples()
{
    const nostr::Event good = signedEvent(1, 5100, 1, {{"i", "hello", "text"}});
    nostr::Event wrongId = signedEvent(1, 5100, 2, {});
    wrongId.content = "changed";
    nostr::Event badSignature = signedEvent(1, 5100, 3, {});
    badSignature.sig.data[10] ^= 1;
    const QByteArray text = json(good);
    const QByteArray framed = json(signedEvent(1, 5100, 4, {}));
    const QByteArray otherReady = json(signedEvent(1, 5100, 5, {}));
    return {
        {text, ""},
        {"[\"EVENT\",\"sub\"," + framed + "]", ""},
        {"  " + otherReady + "\r", ""},
        {"this is no JSON", "malformed_json"},
        {"{\"id\":\"", "malformed_json"},
        {json(wrongId), "wrong_id"},
        {json(badSignature), "bad_signature"},
        {QByteArray(text).replace(",\"sig\":", ",\"gis\":"), "missing_field"},
        {QByteArray(text).replace(good.id.hex().c_str(), QByteArray::fromStdString(good.id.hex()).toUpper()),
         "uppercase_hex"},
        {QByteArray(text).replace("\"kind\":5100", "\"kind\":70000"), "bad_kind"},
        {QByteArray(text).replace("\"created_at\":", "\"created_at\":-"), "bad_created_at"},
        {QByteArray(text).replace("[[", "[").replace("]]", "]"), "bad_tags"},
        {QByteArray(text).replace("hello", "h\xffllo"), "invalid_utf8"},
        {QByteArray(text).replace("{\"id\"", "{\"kind\":1,\"id\""), "duplicate_key"},
        {QByteArray(2'000'000, 'x'), "frame_too_large"},
    };
}

} // namespace

class ImportTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<ProgramFolder>(); }
    void everyLineIsCounted();
    void summaryHasExactlyTheseMembers();
    void againAddsNothing();
    void severalFiles();
    void missingFileIsSaidBeforeAnythingIsRead();
    void folderIsNoFile();
    void noLineEndAtTheEnd();
    void readableSummary();
    void emptyInput();
    void archivesAsTheyAre();
    void aBrokenOneIsSaidAndTheNextIsRead();

private:
    std::unique_ptr<ProgramFolder> m_folder;
};

void ImportTest::everyLineIsCounted()
{
    QByteArray input;
    std::map<std::string, int> expected;
    int accepted = 0;
    int read = 0;
    for (const Sample &sample : samples()) {
        input += sample.line + "\n\n"; // empty lines are no lines
        ++read;
        if (sample.reason.empty())
            ++accepted;
        else
            ++expected[sample.reason];
    }
    input += samples().front().line + '\n';
    ++read;
    const ProgramResult result = m_folder->withDatabase(importStdin, input);
    QCOMPARE(result.code, 0);
    const nlohmann::json summary = result.json();
    COMPARE_JSON(summary.at("read"), read);
    COMPARE_JSON(summary.at("accepted"), accepted);
    COMPARE_JSON(summary.at("duplicate"), 1);
    COMPARE_JSON(summary.at("rejected"), nlohmann::json(expected));
    QVERIFY2(result.err.isEmpty(), result.err.constData()); // no terminal, no progress
}

void ImportTest::summaryHasExactlyTheseMembers()
{
    const nlohmann::json summary =
        m_folder->withDatabase(importStdin, toLines(demoEvents(20)) + "not an event\n").json();
    std::set<std::string> members;
    for (const auto &[name, value] : summary.items())
        members.insert(name);
    QCOMPARE(members, (std::set<std::string>{"read", "accepted", "duplicate", "rejected", "seconds",
                                             "events_per_second"}));
    QVERIFY(summary.at("seconds").is_number() && summary.at("seconds") > 0);
    QVERIFY(summary.at("events_per_second").is_number() && summary.at("events_per_second") > 0);
    QCOMPARE(summary.at("read").get<std::int64_t>(), summary.at("accepted").get<std::int64_t>() +
                                                         summary.at("duplicate").get<std::int64_t>() +
                                                         sum(summary.at("rejected")));
}

void ImportTest::againAddsNothing()
{
    const auto events = demoEvents(30);
    const QByteArray lines = toLines(events);
    const auto count = static_cast<std::int64_t>(events.size());
    const nlohmann::json first = m_folder->withDatabase(importStdin, lines).json();
    COMPARE_JSON(first.at("accepted"), count);
    const nlohmann::json second = m_folder->withDatabase(importStdin, lines + lines).json();
    COMPARE_JSON(second.at("read"), 2 * count);
    COMPARE_JSON(second.at("accepted"), 0);
    COMPARE_JSON(second.at("duplicate"), 2 * count);
    QCOMPARE(m_folder->withDatabase({QStringLiteral("export")}).out, lines);
}

void ImportTest::severalFiles()
{
    const auto events = demoEvents(30);
    const QByteArray lines = toLines(events);
    const qsizetype middle = lines.indexOf('\n', lines.size() / 2) + 1;
    const QString one = m_folder->write(QStringLiteral("one.jsonl"), lines.left(middle));
    const QString two = m_folder->write(QStringLiteral("two with spaces ü.jsonl"), lines.mid(middle));
    const nlohmann::json summary =
        m_folder->withDatabase({QStringLiteral("import"), one, two, QStringLiteral("--json")}).json();
    COMPARE_JSON(summary.at("accepted"), static_cast<std::int64_t>(events.size()));
    QCOMPARE(m_folder->withDatabase({QStringLiteral("export")}).out, lines);
    const nlohmann::json relays =
        m_folder->withDatabase({QStringLiteral("relays"), QStringLiteral("--json")}).json();
    std::set<std::string> urls;
    for (const auto &relay : relays.at("relays"))
        urls.insert(relay.at("url"));
    QCOMPARE(urls, (std::set<std::string>{"file:one.jsonl", "file:two with spaces ü.jsonl"}));
}

void ImportTest::missingFileIsSaidBeforeAnythingIsRead()
{
    const QString good = m_folder->write(QStringLiteral("good.jsonl"), toLines(demoEvents(5)));
    const QString missing = m_folder->path(QStringLiteral("missing.jsonl"));
    const ProgramResult result =
        m_folder->withDatabase({QStringLiteral("import"), good, missing, QStringLiteral("--json")});
    QCOMPARE(result.code, 1);
    QVERIFY(result.out.isEmpty());
    QVERIFY(result.err.contains("missing.jsonl"));
    QVERIFY(!QFileInfo::exists(m_folder->database()));
}

void ImportTest::folderIsNoFile()
{
    const ProgramResult result =
        m_folder->withDatabase({QStringLiteral("import"), m_folder->path(QString())});
    QCOMPARE(result.code, 1);
    QVERIFY(result.err.contains("folder"));
}

void ImportTest::noLineEndAtTheEnd()
{
    const nostr::Event event = signedEvent(1, 5100, 1, {});
    const nlohmann::json summary = m_folder->withDatabase(importStdin, json(event)).json();
    COMPARE_JSON(summary.at("accepted"), 1);
}

void ImportTest::readableSummary()
{
    const ProgramResult result = m_folder->withDatabase({QStringLiteral("import"), QStringLiteral("-")},
                                                        toLines(demoEvents(5)) + "bad\n");
    QCOMPARE(result.code, 0);
    for (const char *word : {"read", "accepted", "duplicate", "rejected", "malformed_json", "seconds"})
        QVERIFY2(result.out.contains(word), word);
}

void ImportTest::emptyInput()
{
    const ProgramResult result = m_folder->withDatabase(importStdin, {});
    QCOMPARE(result.code, 0);
    COMPARE_JSON(result.json().at("read"), 0);
    COMPARE_JSON(result.json().at("rejected"), nlohmann::json::object());
}

/// Arrays and lines, packed and not, by their names and on standard input.
void ImportTest::archivesAsTheyAre()
{
    const auto events = demoEvents(30);
    const QByteArray lines = toLines(events);
    const QByteArray array = '[' + QByteArray(lines).trimmed().replace('\n', ",\n") + ']';
    const QByteArray member = "{\"events\":" + array + '}';
    int number = 0;
    for (const QByteArray &bytes :
         {array, member, gzip(lines), zstd(array), gzip(array.left(999)) + gzip(array.mid(999))}) {
        const auto count = static_cast<std::int64_t>(events.size());
        const ProgramFolder folder;
        const QString file = folder.write(QStringLiteral("some.%1").arg(++number), bytes);
        COMPARE_JSON(folder.withDatabase({QStringLiteral("import"), file, QStringLiteral("--json")})
                         .json()
                         .at("accepted"),
                     count);
        QCOMPARE(folder.withDatabase({QStringLiteral("export")}).out, lines);
        const ProgramFolder other;
        COMPARE_JSON(other.withDatabase(importStdin, bytes).json().at("accepted"), count);
        QCOMPARE(other.withDatabase({QStringLiteral("export")}).out, lines);
    }
}

void ImportTest::aBrokenOneIsSaidAndTheNextIsRead()
{
    const auto events = demoEvents(30);
    const QByteArray lines = toLines(events);
    const QString cut = m_folder->write(QStringLiteral("cut.gz"), gzip(lines).chopped(9));
    const QString prose = m_folder->write(QStringLiteral("prose.txt"), "Dear diary,\n");
    const QString whole = m_folder->write(QStringLiteral("whole.zst"), zstd(lines));
    const ProgramResult result =
        m_folder->withDatabase({QStringLiteral("import"), cut, prose, whole, QStringLiteral("--json")});
    QCOMPARE(result.code, 1);
    for (const char *words : {"cut.gz ends too early", "import it again", "prose.txt is an event"})
        QVERIFY2(result.err.contains(words), result.err.constData());
    QCOMPARE(result.err.count('\n'), 2);
    COMPARE_JSON(result.json().at("accepted"), static_cast<std::int64_t>(events.size()));
    QCOMPARE(m_folder->withDatabase({QStringLiteral("export")}).out, lines);
}

DVMDASH_TEST(ImportTest)

} // namespace dvmdash::test

#include "import_test.moc"
