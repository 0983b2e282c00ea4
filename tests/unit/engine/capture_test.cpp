// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capture.h"
#include "engine/capture_writer.h"
#include "store/error.h"
#include "support/made_capture.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <random>
#include <set>

#ifdef Q_OS_UNIX
#include <sys/resource.h>

#include <csignal>
#endif

using namespace dvmdash;
using namespace dvmdash::engine;
using test::start;

namespace
{

std::string textOf(const CaptureLine &line)
{
    return toLine(line);
}

nostr::Event oddEvent(int number)
{
    // What JSON has to escape, what is no ASCII, and what looks like our own members.
    const std::string odd = std::string("\"quoted\" \\ / \b\f\n\r\t\x01\x1f\x7f ") +
                            "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 }}{[ \",\"event\":{\"id\":\"\" ";
    return test::signedEvent(3, 5001, number, {{"i", odd, "text"}, {"e", "event\":{"}, {}}, odd + odd);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeTo(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

#ifdef Q_OS_UNIX
/// No file of this process grows above it, as on a full disk.
class FileLimit
{
public:
    explicit FileLimit(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int);
};
#endif

} // namespace

class CaptureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // the format -------------------------------------------------------------------------------------------

    void whatIsWrittenIsReadAsTheSame()
    {
        const std::vector<std::string> relays{"wss://relay.example", "wss://[::1]:8080/a?b=\"c\"&d",
                                              "file:\xC3\xA4 \\ \n.jsonl", ",\"event\":{}}"};
        for (const std::string &relay : relays) {
            for (int i = 0; i < 5; ++i) {
                const nostr::Event event = oddEvent(i);
                const std::string json = nostr::toJson(event);
                const auto read =
                    readCaptureLine(textOf({1'700'000'000'123 + i, relay, CapturedEvent{json, i % 2 == 0}}));
                QVERIFY(read);
                QCOMPARE(read->received_ms, 1'700'000'000'123 + i);
                QCOMPARE(read->relay, relay);
                QCOMPARE(std::get<CapturedEvent>(read->what).json, json);
                QCOMPARE(std::get<CapturedEvent>(read->what).live, i % 2 == 0);
                const auto copy = readCaptureLine(textOf({7, relay, CapturedCopy{event.id}}));
                QVERIFY(copy && std::get<CapturedCopy>(copy->what).id == event.id);
            }
            const auto span = readCaptureLine(textOf({9, relay, CapturedCoverage{5, 8}}));
            QVERIFY(span && std::get<CapturedCoverage>(span->what).from == 5);
            QCOMPARE(std::get<CapturedCoverage>(span->what).until, 8);
            for (const bool on : {true, false}) {
                const auto listening = readCaptureLine(textOf({9, relay, CapturedListening{on}}));
                QVERIFY(listening && std::get<CapturedListening>(listening->what).on == on);
                QCOMPARE(listening->relay, relay);
            }
        }
        const auto header = readCaptureLine(captureHeader(1'700'000'000'000));
        QVERIFY(header);
        QCOMPARE(std::get<CaptureBegins>(header->what).version, captureVersion);
        QCOMPARE(std::get<CaptureBegins>(header->what).started_ms, 1'700'000'000'000);
        QVERIFY(looksLikeCapture(captureHeader(1) + "{}\n"));
        QVERIFY(std::get<CaptureBegins>(header->what).kinds.isEmpty());
        dvm::KindChanges kinds;
        kinds.excluded = {5300, 6300};
        const auto other = readCaptureLine(captureHeader(1, kinds));
        QVERIFY(other);
        QCOMPARE(std::get<CaptureBegins>(other->what).kinds, kinds);
        kinds.ranges = {{6000, 7000, 1000}};
        QVERIFY(!readCaptureLine(captureHeader(1, kinds))); // they do not go together
    }

    void otherToolsMayWriteItInTheirOwnOrder()
    {
        const std::string json = nostr::toJson(oddEvent(1));
        const auto read = readCaptureLine("  { \"event\" : " + json +
                                          ", \"more\": [1, {\"event\":{}}], \"relay\":\"wss://a\",\r\n"
                                          " \"received_ms\": 1700000000000, \"live\": true }  ");
        QVERIFY(read);
        QCOMPARE(read->received_ms, 1'700'000'000'000);
        QCOMPARE(read->relay, std::string("wss://a"));
        QVERIFY(std::get<CapturedEvent>(read->what).live);
        const auto after =
            readCaptureLine("{\"received_ms\":5,\"event\":" + json + ",\"relay\":\"wss://b\"}");
        QVERIFY(after);
        QCOMPARE(after->relay, std::string("wss://b"));
        QVERIFY(std::holds_alternative<CapturedOther>(readCaptureLine("{\"weather\":\"fair\"}")->what));
        // An event alone, and one in a frame.
        QCOMPARE(std::get<CapturedEvent>(readCaptureLine(json)->what).json, json);
        const std::string frame = "[\"EVENT\",\"sub\"," + json + "]";
        QCOMPARE(std::get<CapturedEvent>(readCaptureLine(frame)->what).json, frame);
    }

    void whatMakesNoSenseIsNoLine_data()
    {
        QTest::addColumn<QByteArray>("line");
        const std::vector<const char *> lines{"",
                                              "{",
                                              "null",
                                              "12",
                                              "{\"received_ms\":\"now\",\"relay\":\"a\",\"listening\":true}",
                                              "{\"received_ms\":-5,\"relay\":\"a\",\"listening\":true}",
                                              "{\"received_ms\":1e30,\"relay\":\"a\",\"listening\":true}",
                                              "{\"received_ms\":18446744073709551615,\"listening\":true}",
                                              "{\"received_ms\":5,\"relay\":\"a\",\"listening\":1}",
                                              "{\"received_ms\":5,\"relay\":\"a\",\"seen\":\"abc\"}",
                                              "{\"received_ms\":5,\"relay\":\"a\",\"covered\":[5]}",
                                              "{\"received_ms\":5,\"relay\":\"a\",\"covered\":[8,5]}",
                                              "{\"received_ms\":5,\"relay\":\"a\",\"event\":\"x\"}",
                                              "{\"received_ms\":5,\"relay\":\"a\",\"event\":{\"id\":\"",
                                              "{\"dvmdash_capture\":\"one\"}"};
        for (std::size_t i = 0; i < lines.size(); ++i)
            QTest::addRow("%d", static_cast<int>(i)) << QByteArray(lines[i]);
        QTest::newRow("deep") << "{\"received_ms\":5,\"x\":" + QByteArray(500'000, '[');
        QTest::newRow("deep event") << "{\"received_ms\":5,\"event\":" + QByteArray(500'000, '{') + "}}";
    }
    void whatMakesNoSenseIsNoLine()
    {
        QFETCH(const QByteArray, line);
        QVERIFY(!readCaptureLine(line.toStdString()));
    }

    // writing ----------------------------------------------------------------------------------------------

    void filesFollowEachOtherBySizeAndAge()
    {
        RecordingSettings settings;
        settings.path = m_folder->filePath(QStringLiteral("stream.jsonl"));
        settings.max_bytes = 1'000;
        settings.max_seconds = 60;
        constexpr std::int64_t begin = 1'795'342'500'000; // 2026-11-22T10:15:00Z
        CaptureWriter writer(settings, begin);
        QCOMPARE(QFileInfo(writer.file()).fileName(), QStringLiteral("stream-20261122T101500Z.jsonl"));
        const std::string line = toLine({begin, "wss://a", CapturedEvent{std::string(300, 'x'), true}});
        const std::string standing = toLine({begin, "wss://a", CapturedListening{true}});
        for (int i = 0; i < 2; ++i) {
            writer.write(line);
            writer.rotateIfDue(begin + 1'000, standing);
        }
        QCOMPARE(files().size(), 1); // neither large nor old
        writer.write(line);
        writer.rotateIfDue(begin + 2'000, standing);
        QCOMPARE(files().size(), 2);
        QCOMPARE(QFileInfo(writer.file()).fileName(), QStringLiteral("stream-20261122T101502Z.jsonl"));
        const QByteArray second = contentOf(writer.file());
        QVERIFY(looksLikeCapture(second.toStdString()));
        QVERIFY(second.endsWith(QByteArray::fromStdString(standing)));
        writer.rotateIfDue(begin + 61'000, standing);
        QCOMPARE(files().size(), 2); // not a minute yet
        writer.rotateIfDue(begin + 62'000, standing);
        QCOMPARE(files().size(), 3);
        QVERIFY(writer.bytes() > 3 * 300);
    }

    void onlyOurOwnOldFilesGo()
    {
        const QStringList others{QStringLiteral("stream.jsonl"), QStringLiteral("stream-mine.jsonl"),
                                 QStringLiteral("streams-20200101T000000Z.jsonl"),
                                 QStringLiteral("stream-20200101T000000Z.jsonl.bak")};
        for (const QString &name : others)
            writeTo(m_folder->filePath(name), "kept");
        writeTo(m_folder->filePath(QStringLiteral("stream-20200101T000000Z.jsonl")), "old");
        RecordingSettings settings;
        settings.path = m_folder->filePath(QStringLiteral("stream.jsonl"));
        settings.max_bytes = 1;
        settings.keep = 3;
        std::int64_t now = 1'795'342'500'000;
        CaptureWriter writer(settings, now);
        for (int i = 0; i < 6; ++i)
            writer.rotateIfDue(now, {}); // all in one second
        QStringList left = files();
        for (const QString &name : others)
            QVERIFY2(left.removeAll(name) == 1, qPrintable(name));
        QCOMPARE(left.size(), 3);
        QCOMPARE(left.last(), QFileInfo(writer.file()).fileName());
    }

    void aFolderGetsFilesOfItsOwn()
    {
        RecordingSettings settings;
        settings.path = m_folder->filePath(QStringLiteral("captures/")); // is made
        const CaptureWriter writer(settings, 1'795'342'500'000);
        QCOMPARE(writer.file(),
                 m_folder->filePath(QStringLiteral("captures/dvmdash-20261122T101500Z.jsonl")));
    }

    void whereNothingCanBeWrittenItSaysWhatToDo()
    {
        RecordingSettings settings;
        settings.path = m_folder->filePath(QStringLiteral("no/such/folder/file.jsonl"));
        try {
            const CaptureWriter writer(settings, 1);
            QFAIL("it was opened");
        } catch (const store::Error &problem) {
            QVERIFY(QByteArray(problem.what()).contains("Choose a file in a folder"));
        }
    }

#ifdef Q_OS_UNIX
    /// What the disk takes in part is taken off again, and tried again later.
    void onAFullDiskLinesAreWrittenWholeOrNotAtAll()
    {
        RecordingSettings settings;
        settings.path = m_folder->filePath(QStringLiteral("full.jsonl"));
        CaptureWriter writer(settings, 1'000);
        const std::string line = toLine({1'000, "wss://a", CapturedEvent{std::string(300, 'x'), true}});
        writer.write(line);
        const QByteArray before = contentOf(settings.path);
        {
            const FileLimit limit(static_cast<rlim_t>(before.size() + 100));
            for (int i = 0; i < 3; ++i)
                QVERIFY_THROWS_EXCEPTION(store::Error, writer.write(line + line));
            QCOMPARE(contentOf(settings.path), before);
            QCOMPARE(writer.bytes(), before.size());
        }
        writer.write(line + line);
        QCOMPARE(contentOf(settings.path), before + QByteArray::fromStdString(line + line));
    }
#endif

    /// Whatever is left of the last lines, what follows is whole, and nothing that was whole is lost.
    void afterACrashAtAnyByteItGoesOn()
    {
        const auto made = test::madeCapture(5, 6);
        const QString path = m_folder->filePath(QStringLiteral("crashed.jsonl"));
        std::mt19937 random(5);
        const std::string more = toLine({made.until_ms, "wss://later.example", CapturedListening{true}});
        for (int round = 0; round < 200; ++round) {
            const auto cut = static_cast<qsizetype>(random() % static_cast<unsigned>(made.text.size() + 1));
            const QByteArray left = made.text.left(cut);
            writeTo(path, left);
            {
                RecordingSettings settings;
                settings.path = path;
                CaptureWriter writer(settings, made.until_ms);
                writer.write(more);
            }
            const QByteArray after = contentOf(path);
            const QByteArray whole = left.left(left.lastIndexOf('\n') + 1);
            const QByteArray rest = left.mid(whole.size());
            const bool isWhole = readCaptureLine(rest.toStdString()).has_value();
            const QByteArray expected = whole + (isWhole ? rest + '\n' : QByteArray()) +
                                        QByteArray::fromStdString(captureHeader(made.until_ms) + more);
            QVERIFY2(after == expected, qPrintable(QStringLiteral("cut at %1").arg(cut)));
        }
    }

    // reading ----------------------------------------------------------------------------------------------

    void aCaptureThatIsCutOffIsReadUpToThere()
    {
        const auto made = test::madeCapture(6, 10);
        const QString path = m_folder->filePath(QStringLiteral("cut.jsonl"));
        std::mt19937 random(6);
        for (int round = 0; round < 60; ++round) {
            const auto cut = static_cast<qsizetype>(random() % static_cast<unsigned>(made.text.size()));
            const QByteArray left = made.text.left(cut);
            writeTo(path, left);
            const auto capture = Capture::open({path});
            const qsizetype lines = left.count('\n') - left.count("\n\n");
            if (!capture) {
                QVERIFY(capture.error.contains(QStringLiteral("holds no events")));
                continue;
            }
            const auto read = static_cast<qsizetype>((*capture)->lines()) + (*capture)->malformed();
            QVERIFY2(read == lines || read == lines + 1, qPrintable(QString::number(cut)));
        }
    }

    void linesAreGivenInOrderFromAnyPlace()
    {
        const auto made = test::madeCapture(8, 80);
        const QString path = m_folder->filePath(QStringLiteral("long.jsonl"));
        writeTo(path, made.text);
        const CapturePtr capture = *Capture::open({path});
        CaptureReader reader(capture);
        std::vector<CapturePlace> places;
        std::vector<std::int64_t> moments;
        while (reader.peek()) {
            places.push_back(reader.place());
            const auto line = reader.next();
            QCOMPARE(line->number, moments.size());
            QVERIFY(moments.empty() || line->at_ms >= moments.back());
            moments.push_back(line->at_ms);
        }
        QCOMPARE(moments.size(), capture->lines());
        std::mt19937 random(8);
        for (int i = 0; i < 100; ++i) {
            const auto at = random() % places.size();
            reader.seek(places[at]);
            const auto line = reader.next();
            QCOMPARE(line->number, at);
            QCOMPARE(line->at_ms, moments[at]);
        }
        qint64 counted = 0;
        for (const int events : capture->course().events)
            counted += events;
        QCOMPARE(counted, capture->events());
    }

    void stepsLeadFromEventToEvent()
    {
        const auto made = test::madeCapture(9, 30);
        const QString path = m_folder->filePath(QStringLiteral("steps.jsonl"));
        writeTo(path, made.text);
        const CapturePtr capture = *Capture::open({path});
        std::set<std::int64_t> moments;
        CaptureReader reader(capture);
        while (const auto line = reader.next())
            if (std::holds_alternative<CapturedEvent>(line->line.what))
                moments.insert(line->at_ms);
        std::int64_t at = capture->fromMs() - 1;
        for (const std::int64_t moment : moments) {
            QCOMPARE(capture->nextEvent(at).value_or(-1), moment);
            at = moment;
        }
        QVERIFY(!capture->nextEvent(at));
        for (auto moment = std::next(moments.rbegin()); moment != moments.rend(); ++moment) {
            QCOMPARE(capture->previousEvent(at).value_or(-1), *moment);
            at = *moment;
        }
        QVERIFY(!capture->previousEvent(at));
    }

    void severalFilesAreOneCaptureInTheOrderOfTime()
    {
        const auto made = test::madeCapture(10, 30);
        const qsizetype middle = made.text.indexOf('\n', made.text.size() / 2) + 1;
        const QString first = m_folder->filePath(QStringLiteral("b.jsonl"));
        const QString second = m_folder->filePath(QStringLiteral("a.jsonl"));
        writeTo(first, made.text.left(middle));
        writeTo(second, made.text.mid(middle));
        const CapturePtr capture = *Capture::open({second, first});
        QCOMPARE(capture->files(), (QStringList{first, second}));
        QCOMPARE(capture->untilMs(), made.until_ms);
        QCOMPARE(capture->events(), made.events + made.refused);
    }

    void hugeLinesAndForeignFilesAreNoTrouble()
    {
        const QString path = m_folder->filePath(QStringLiteral("huge.jsonl"));
        const QByteArray event = QByteArray::fromStdString(nostr::toJson(oddEvent(1)));
        writeTo(path, QByteArray(5'000'000, 'x') + '\n' + event + '\n' + QByteArray(3'000'000, '{'));
        const auto capture = Capture::open({path});
        QVERIFY2(capture, qPrintable(capture.error));
        QCOMPARE((*capture)->events(), 1);
        QCOMPARE((*capture)->malformed(), 2);
        CaptureReader reader(*capture);
        QCOMPARE(QByteArray::fromStdString(std::get<CapturedEvent>(reader.next()->line.what).json), event);
        writeTo(path, "{\"dvmdash_capture\":99}\n" + event + '\n');
        QVERIFY(Capture::open({path}).error.contains(QStringLiteral("newer DVMDash")));
        QVERIFY(Capture::open({m_folder->path()}).error.contains(QStringLiteral("is a folder")));
        QVERIFY(Capture::open({path + u'x'}).error.contains(QStringLiteral("Cannot read")));
        writeTo(path, "no events\n");
        QVERIFY(Capture::open({path}).error.contains(QStringLiteral("holds no events")));
    }

private:
    QStringList files() const
    {
        return QDir(m_folder->path()).entryList(QDir::Files, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

DVMDASH_TEST(CaptureTest)
#include "capture_test.moc"
