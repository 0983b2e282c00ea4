// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_relay.h"
#include "engine/capture_format.h"
#include "program.h"
#include "support/made_capture.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>

#include <set>

using namespace dvmdash;
using test::demoEvents;
using test::finished;
using test::ProgramFolder;
using test::ProgramResult;

namespace
{

std::set<QByteArray> eventsIn(const QString &path)
{
    QFile file(path);
    std::set<QByteArray> events;
    if (!file.open(QIODevice::ReadOnly))
        return events;
    while (!file.atEnd()) {
        const auto line = engine::readCaptureLine(file.readLine().toStdString());
        if (line && std::holds_alternative<engine::CapturedEvent>(line->what))
            events.insert(QByteArray::fromStdString(std::get<engine::CapturedEvent>(line->what).json));
    }
    return events;
}

std::set<QByteArray> linesOf(const ProgramResult &result)
{
    const QList<QByteArray> lines = result.lines();
    return {lines.begin(), lines.end()};
}

} // namespace

/// `record` and `replay`.
class CliCaptureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsRecordedIsReplayedAndImported();
    void filesFollowEachOtherInAFolder();
    void aReplayEndsWhereItIsTold();
    void wrongUsageIsSaid_data();
    void wrongUsageIsSaid();
};

void CliCaptureTest::whatIsRecordedIsReplayedAndImported()
{
    const auto events = demoEvents(20);
    const ProgramFolder folder;
    demo::DemoRelay relay;
    QVERIFY(relay.listen());
    for (std::size_t i = 0; i < events.size() / 2; ++i)
        relay.publish(events[i]);
    const QString capture = folder.path(QStringLiteral("capture.jsonl"));
    QProcess program;
    folder.prepare(program,
                   {QStringLiteral("record"), QStringLiteral("--relay"), relay.url().toString(),
                    QStringLiteral("--since"), QStringLiteral("1d"), QStringLiteral("--for"),
                    QStringLiteral("4s"), QStringLiteral("--out"), capture, QStringLiteral("--json")});
    QByteArray told;
    connect(&program, &QProcess::readyReadStandardError, this,
            [&] { told += program.readAllStandardError(); });
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(told.contains(" live\n"), 30'000);
    for (std::size_t i = events.size() / 2; i < events.size(); ++i)
        relay.publish(events[i]);
    const ProgramResult recorded = finished(program);
    QCOMPARE(recorded.code, 0);
    const std::set<QByteArray> inCapture = eventsIn(capture);
    QVERIFY(!inCapture.empty());
    const nlohmann::json summary = recorded.json();
    COMPARE_JSON(summary.at("recorded").at("events"), static_cast<std::int64_t>(inCapture.size()));
    COMPARE_JSON(summary.at("accepted"), static_cast<std::int64_t>(inCapture.size()));
    QVERIFY(!QFile::exists(folder.database()));

    const ProgramResult replayed =
        folder.withDatabase({QStringLiteral("replay"), capture, QStringLiteral("--speed"),
                             QStringLiteral("max"), QStringLiteral("--json")});
    QVERIFY2(replayed.code == 0, replayed.err.constData());
    COMPARE_JSON(replayed.json().at("accepted"), static_cast<std::int64_t>(inCapture.size()));
    COMPARE_JSON(replayed.json().at("relays").size(), std::size_t{1});
    QVERIFY(replayed.json().at("relays")[0].at("url").get<std::string>().starts_with("ws://127.0.0.1"));
    QVERIFY(linesOf(folder.withDatabase({QStringLiteral("export")})) == inCapture);

    const QString other = folder.path(QStringLiteral("other.sqlite"));
    const ProgramResult imported = folder.run(
        {QStringLiteral("import"), capture, QStringLiteral("--db"), other, QStringLiteral("--json")});
    QCOMPARE(imported.code, 0);
    COMPARE_JSON(imported.json().at("read"), static_cast<std::int64_t>(inCapture.size()));
    COMPARE_JSON(imported.json().at("accepted"), static_cast<std::int64_t>(inCapture.size()));
    QVERIFY(linesOf(folder.run({QStringLiteral("export"), QStringLiteral("--db"), other})) == inCapture);
    // It covers what it says, and no more than was heard.
    const nlohmann::json relays =
        folder.run({QStringLiteral("relays"), QStringLiteral("--db"), other, QStringLiteral("--json")})
            .json();
    QVERIFY(relays.dump().find("file:capture.jsonl") != std::string::npos);
    const ProgramResult excerpt =
        folder.run({QStringLiteral("import"), capture, QStringLiteral("--excerpt"), QStringLiteral("--db"),
                    folder.path(QStringLiteral("excerpt.sqlite"))});
    QCOMPARE(excerpt.code, 0);
    const auto covered = [&](const QString &database) {
        return folder.run({QStringLiteral("coverage"), QStringLiteral("--db"), database}).out;
    };
    QVERIFY(covered(other) != covered(folder.path(QStringLiteral("excerpt.sqlite"))));
}

void CliCaptureTest::filesFollowEachOtherInAFolder()
{
    const auto events = demoEvents(30);
    const ProgramFolder folder;
    demo::DemoRelay relay;
    QVERIFY(relay.listen());
    for (const auto &event : events)
        relay.publish(event);
    const ProgramResult recorded = folder.run(
        {QStringLiteral("record"), QStringLiteral("--relay"), relay.url().toString(),
         QStringLiteral("--since"), QStringLiteral("1d"), QStringLiteral("--for"), QStringLiteral("4s"),
         QStringLiteral("--out"), folder.path(QStringLiteral("stream.jsonl")),
         QStringLiteral("--rotate-every"), QStringLiteral("1s"), QStringLiteral("--json")});
    QVERIFY2(recorded.code == 0, recorded.err.constData());
    const QStringList files =
        QDir(folder.path({})).entryList({QStringLiteral("stream-*.jsonl")}, QDir::Files, QDir::Name);
    QVERIFY(files.size() >= 2);
    QStringList arguments{QStringLiteral("replay"), QStringLiteral("--speed"), QStringLiteral("max"),
                          QStringLiteral("--json")};
    for (const QString &file : files)
        arguments.append(folder.path(file));
    const ProgramResult replayed = folder.run(arguments);
    QVERIFY2(replayed.code == 0, replayed.err.constData());
    COMPARE_JSON(replayed.json().at("accepted"), recorded.json().at("accepted"));
}

void CliCaptureTest::aReplayEndsWhereItIsTold()
{
    const ProgramFolder folder;
    const auto made = test::madeCapture(1, 20);
    const QString capture = folder.write(QStringLiteral("made.jsonl"), made.text);
    const std::int64_t middle = (made.from_ms + made.until_ms) / 2 / 1000;
    const ProgramResult part =
        folder.run({QStringLiteral("replay"), capture, QStringLiteral("--speed"), QStringLiteral("10000"),
                    QStringLiteral("--to"), QString::number(middle), QStringLiteral("--json")});
    QVERIFY2(part.code == 0, part.err.constData());
    const nlohmann::json at = part.json();
    QCOMPARE(QString::fromStdString(at.at("moment").get<std::string>()),
             QDateTime::fromSecsSinceEpoch(middle, Qt::UTC).toString(Qt::ISODateWithMs));
    QVERIFY(at.at("accepted") > 0 && at.at("accepted") < made.events);
    const ProgramResult whole = folder.run({QStringLiteral("replay"), capture, QStringLiteral("--speed"),
                                            QStringLiteral("max"), QStringLiteral("--json")});
    COMPARE_JSON(whole.json().at("accepted"), made.events);
    COMPARE_JSON(whole.json().at("relays").size(), std::size_t{3});
    QVERIFY(folder.run({QStringLiteral("replay"), capture, QStringLiteral("--speed"), QStringLiteral("max")})
                .out.contains("moment"));
}

void CliCaptureTest::wrongUsageIsSaid_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *name, const char *arguments, int code, const char *words) {
        QTest::newRow(name) << QString::fromLatin1(arguments) << code << QByteArray(words);
    };
    row("speed", "replay CAPTURE --speed 0", 2, "--speed takes");
    row("outside", "replay CAPTURE --to 2001-01-01", 2, "lies outside of the capture");
    row("order", "replay CAPTURE --from 1700000600 --to 1700000100", 2, "--from must lie before --to");
    row("a file that is there", "replay CAPTURE --db CAPTURE", 2, "--db names a new file");
    row("no file", "replay nothing.jsonl", 1, "Cannot read");
    row("keep", "record --relay ws://127.0.0.1:9 --out x.jsonl --keep 2", 2, "--keep deletes older files");
    row("no out", "record --relay ws://127.0.0.1:9", 2, "--out");
    row("no place", "record --relay ws://127.0.0.1:9 --out /proc/nothing/x.jsonl --for 2s", 1,
        "Cannot record to");
}

void CliCaptureTest::wrongUsageIsSaid()
{
    QFETCH(QString, arguments);
    QFETCH(const int, code);
    QFETCH(const QByteArray, words);
    const ProgramFolder folder;
    const QString capture = folder.write(QStringLiteral("made.jsonl"), test::madeCapture(1, 5).text);
    arguments.replace(QStringLiteral("CAPTURE"), capture);
    const ProgramResult result = folder.run(arguments.split(u' '));
    QCOMPARE(result.code, code);
    QVERIFY2(result.err.contains(words), result.err.constData());
}

DVMDASH_TEST(CliCaptureTest)
#include "capture_test.moc"
